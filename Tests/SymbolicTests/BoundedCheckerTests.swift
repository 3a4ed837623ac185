import SMT
import Symbolic
import Testing
import TransitionSystem

@Suite struct BoundedCheckerTests {
  /// A system and what thinking about it tells.
  struct Case: CustomTestStringConvertible, Sendable {
    var system: TransitionSystem
    var sizes: [String: Int] = [:]
    var property: String
    /// Nil: there is none.
    var shortest: Int?

    var testDescription: String { "\(system.name): \(property)" }
  }

  static let cases: [Case] = [
    // 7 = 2 + 2 + 2 + 1.
    Case(system: Systems.counter, property: "below", shortest: 4),
    Case(system: Systems.counter, property: "in_bounds", shortest: nil),
    Case(system: Systems.counter, property: "exactly_four", shortest: 3),
    // Three steps of two lead to 4; a fourth step fails the check, which asks for less than 3.
    Case(system: Systems.counter, property: "stays", shortest: 4),
    // Both look, both take.
    Case(
      system: Systems.lock(isBroken: true), sizes: ["task": 2], property: "exclusion", shortest: 4),
    Case(
      system: Systems.lock(isBroken: false), sizes: ["task": 2], property: "exclusion",
      shortest: nil),
    Case(
      system: Systems.lock(isBroken: true), sizes: ["task": 1], property: "exclusion",
      shortest: nil),
    // Allocate, forget, free.
    Case(
      system: Systems.allocation, sizes: ["task": 2, "block": 2], property: "own", shortest: 3),
    Case(
      system: Systems.allocation, sizes: ["task": 3, "block": 3], property: "full", shortest: 3),
    Case(
      system: Systems.allocation, sizes: ["task": 2, "block": 3], property: "full", shortest: nil),
    // Post at page 0, hand on twice, deliver.
    Case(system: Systems.relay, sizes: ["page": 3], property: "some_unseen", shortest: 4),
    // Post at the last page, deliver.
    Case(system: Systems.relay, sizes: ["page": 3], property: "only_last", shortest: 2),
  ]

  @Test("the shortest trace is as long as thought", arguments: cases, Solver.Kind.allCases)
  func shortest(item: Case, kind: Solver.Kind) throws {
    let checker = try BoundedChecker(
      system: item.system, scope: Scope(item.sizes),
      options: BoundedChecker.Options(solver: kind))
    let result = try checker.shortestViolation(of: item.property, maximumDepth: 8)
    guard let expected = item.shortest else {
      #expect(result == .none(depthReached: 8))
      return
    }
    guard case .found(let finding) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(finding.length == expected)
    let reference = ReferenceSearch(item.system, Scope(item.sizes))
    #expect(try reference.shortest(item.property, maximumDepth: 8).length == expected)
  }

  @Test("one step less than the shortest finds nothing") func oneStepLess() throws {
    let checker = try BoundedChecker(
      system: Systems.lock(isBroken: true), scope: Scope(["task": 2]))
    let result = try checker.shortestViolation(of: "exclusion", maximumDepth: 3)
    #expect(result == .none(depthReached: 3))
    let agreed = try checker.confirmsShortest(
      length: 4, claim: .violatesAlways, property: "exclusion")
    #expect(agreed == .confirmed)
    for wrong in [3, 5] {
      let answer = try checker.confirmsShortest(
        length: wrong, claim: .violatesAlways, property: "exclusion")
      guard case .disagrees = answer else {
        Issue.record("\(wrong): \(answer)")
        continue
      }
    }
  }

  @Test("several properties are looked at in one search") func severalProperties() throws {
    let checker = try BoundedChecker(system: Systems.counter, scope: Scope([:]))
    #expect(try checker.noViolation(of: ["in_bounds"], toDepth: 6) == .none(depthReached: 6))
    #expect(try checker.noViolation(of: [], toDepth: 6) == .none(depthReached: 6))
    #expect(
      try checker.noViolation(of: ["in_bounds", "below", "stays"], toDepth: 3)
        == .none(depthReached: 3))
    guard
      case .found(let finding) = try checker.noViolation(
        of: ["in_bounds", "exactly_four", "below"], toDepth: 6)
    else {
      Issue.record("nothing found")
      return
    }
    #expect(finding.property == "exactly_four")
    #expect(finding.claim == .witnesses)
    #expect(finding.length == 3)
  }

  @Test("a property that is false at once has an empty trace") func immediately() throws {
    var system = Systems.counter
    system.properties.append(Systems.always("never", .bool(false)))
    let checker = try BoundedChecker(system: system, scope: Scope([:]))
    let result = try checker.shortestViolation(of: "never", maximumDepth: 4)
    let finding = BoundedResult.Finding(
      trace: Trace(steps: []), claim: .violatesAlways, property: "never")
    #expect(result == .found(finding))
  }

  @Test("a system without actions has no longer runs") func noActions() throws {
    var system = Systems.counter
    system.actions = []
    let checker = try BoundedChecker(system: system, scope: Scope([:]))
    let result = try checker.shortestViolation(of: "below", maximumDepth: 1_000)
    #expect(result == .none(depthReached: 1_000))
  }

  @Test("an unknown property is an error") func unknownProperty() throws {
    let checker = try BoundedChecker(system: Systems.counter, scope: Scope([:]))
    #expect(throws: BoundedCheckError.unknownProperty("nothing")) {
      try checker.shortestViolation(of: "nothing", maximumDepth: 1)
    }
  }

  @Test("a trace that runs into an error of the spec is reported as that") func specError() throws {
    var system = Systems.counter
    system.variables.append(StateVariable("hole", [], .bool, partial: true))
    system.variables.append(StateVariable("mark", [], .bool, initial: .bool(true)))
    system.actions.append(
      Systems.action("peek", [], [Update("mark", [], .read("hole", []))]))
    system.properties.append(Systems.always("marked", .read("mark", [])))
    let checker = try BoundedChecker(system: system, scope: Scope([:]))
    let result = try checker.shortestViolation(of: "marked", maximumDepth: 4)
    let error = EvaluationError(.undefinedRead, Expression.read("hole", []).description)
    #expect(result == .stopped(depthReached: 0, .specError(error, Trace(steps: []))))
  }

  @Test("a property that reads what is undefined is an error of the spec") func propertyError()
    throws
  {
    var system = Systems.counter
    system.variables.append(StateVariable("hole", [], .bool, partial: true))
    system.properties.append(Systems.always("filled", .read("hole", [])))
    let checker = try BoundedChecker(system: system, scope: Scope([:]))
    let result = try checker.shortestViolation(of: "filled", maximumDepth: 4)
    let error = EvaluationError(.undefinedRead, Expression.read("hole", []).description)
    #expect(result == .stopped(depthReached: nil, .specError(error, Trace(steps: []))))
  }
}
