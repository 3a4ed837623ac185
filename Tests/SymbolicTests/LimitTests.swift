import Dispatch
import Symbolic
import Testing
import TransitionSystem

/// Searches that do not end by themselves; serial, because each of them occupies a whole thread.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LimitTests {
  /// The 8-puzzle with two tiles exchanged, which no number of moves can put right.
  private static var puzzle: TransitionSystem {
    let place = ValueType.sort("place")
    let parameter = Parameter("p", place)
    let (p, blank) = (Expression.variable(parameter), Expression.read("blank", []))
    let neighbours = (0..<9).flatMap { from in
      (0..<9).filter { to in
        (from / 3 == to / 3 && abs(from - to) == 1) || abs(from - to) == 3
      }.map { to in
        Expression.and([
          .equal(blank, .element(sort: "place", from)), .equal(p, .element(sort: "place", to)),
        ])
      }
    }
    return TransitionSystem(
      name: "puzzle", sorts: [Sort("place", elements: .plain)],
      variables: [
        StateVariable("blank", [], place, initial: .element(sort: "place", 8)),
        StateVariable("tile", ["place"], place, initial: .variable("index0", place)),
      ],
      initialUpdates: [
        Update("tile", [.element(sort: "place", 0)], .element(sort: "place", 1)),
        Update("tile", [.element(sort: "place", 1)], .element(sort: "place", 0)),
      ],
      actions: [
        Systems.action(
          "move", [parameter], when: .or(neighbours),
          [
            Update("tile", [blank], .read("tile", [p])),
            Update("tile", [p], .read("tile", [blank])), Update("blank", [], p),
          ])
      ],
      properties: [
        Systems.reachable("solved", .forAll([parameter], .equal(.read("tile", [p]), p)))
      ])
  }

  private func search(
    _ options: BoundedChecker.Options, deadline: ContinuousClock.Instant? = nil
  ) throws -> Verdict.Reason? {
    let checker = try BoundedChecker(
      system: Self.puzzle, scope: Scope(["place": 9]), options: options)
    let result = try checker.shortestViolation(
      of: "solved", maximumDepth: 40, deadline: deadline)
    guard case .stopped(let depth, let reason) = result else { return nil }
    #expect((depth ?? 0) < 40)
    return reason
  }

  @Test("a spent budget of steps stops the search, each time at the same depth") func resources()
    throws
  {
    let options = BoundedChecker.Options(resourceLimit: 100_000)
    let reason = try search(options)
    #expect(reason == .solver("the resource limit of a query is spent"))
  }

  @Test("a query that takes too long stops the search") func timeout() throws {
    #expect(try search(BoundedChecker.Options(timeout: .milliseconds(100))) == .deadline)
  }

  @Test("the deadline stops the search") func deadline() throws {
    let deadline = ContinuousClock.now + .milliseconds(500)
    #expect(try search(BoundedChecker.Options(), deadline: deadline) == .deadline)
    #expect(ContinuousClock.now < deadline + .seconds(5))
  }

  @Test("the signal interrupts the solver at work") func interrupt() throws {
    let options = BoundedChecker.Options()
    // A queue of its own has a thread of its own; the shared ones may all wait for Z3.
    DispatchQueue(label: "interrupt").asyncAfter(deadline: .now() + 1) { options.stop.stop() }
    #expect(try search(options) == .interrupted)
  }

  @Test("a signal given before stops the search at once") func interruptedBefore() throws {
    let options = BoundedChecker.Options()
    options.stop.stop()
    let checker = try BoundedChecker(
      system: Systems.counter, scope: Scope([:]), options: options)
    let result = try checker.shortestViolation(of: "below", maximumDepth: 5)
    #expect(result == .stopped(depthReached: nil, .interrupted))
    let answer = try checker.confirms(
      Trace(steps: []), claim: .violatesAlways, property: "below")
    #expect(answer == .unknown(.interrupted))
  }
}
