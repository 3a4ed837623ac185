import Foundation
import Reporting
import Testing

/// What callers can see of one design and not of another.
@Suite("Compare")
struct CompareTests {
  private static let cells = "\(casesFolder)/compare/cells.kspec"

  private func compare(_ first: String, _ second: String, _ more: String...) async -> Ended {
    await run(["compare", first, second, "--specs", Self.cells] + more)
  }

  @Test("a design is the same as itself, and as one that differs in what nobody sees")
  func same() async {
    for (first, second) in [("loud", "loud"), ("loud", "loud in two steps")] {
      let ended = await compare(first, second)
      #expect(ended.status == 0, "\(ended.output)\(ended.errors)")
      #expect(ended.output.hasSuffix("\ncallers see the same of both\n"), "\(ended.output)")
    }
  }

  /// `mending` never fails in `recover`, so that failure is what only `loud` gives.
  ///
  /// What only `mending` allows takes two calls: a get that fails, and then a recovery.
  @Test("what only one of them allows is found, shortest first, in either order")
  func different() async throws {
    for (first, second) in [("loud", "mending"), ("mending", "loud")] {
      let ended = await compare(first, second, "--format", "json")
      #expect(ended.status == 10)
      let report = try JSONParser.parse(Array(ended.output.utf8))
      guard case .array(let traces)? = report["traces"],
        case .array(let outcomes)? = report["outcomes"]
      else {
        Issue.record("no lists")
        return
      }
      let side = first == "loud" ? "first" : "second"
      #expect(report["missing"] == .null)
      #expect(outcomes.map { $0["outcome"] } == [.string("P0: recover(A, 0, d0) = EIO")])
      #expect(outcomes.first?[side == "first" ? "second" : "first"] == .null)
      #expect(traces.first?["only"] == .string(side))
      #expect(
        traces.first?["events"]
          == .array([
            .string("P0: call recover(A, 0, d0)"), .string("P0: recover(A, 0, d0) = EIO"),
          ]))
      let others = traces.filter { $0["only"] != .string(side) }
      #expect(
        others.map { $0["events"] } == [
          .array(
            ["call get()", "get() = EIO", "call recover(A, 0, d0)", "recover(A, 0, d0) = ok"]
              .map { .string("P0: \($0)") })
        ])
      let lengths = traces.compactMap { trace -> Int? in
        if case .array(let events)? = trace["events"] { return events.count }
        return nil
      }
      #expect(lengths == lengths.sorted())
    }
  }

  @Test("what only the mending one allows needs a loss that is mended")
  func mended() async throws {
    let ended = await compare("loud", "mending", "--scope", "losses=0")
    #expect(ended.status == 0, "\(ended.output)")
  }

  @Test("limits are said")
  func limits() async {
    let states = await compare("loud", "mending", "--states", "5")
    #expect(states.status == 20)
    #expect(states.errors.contains("'loud' has more than 5 states"), "\(states.errors)")
    let pairs = await compare("loud", "loud in two steps", "--pairs", "2")
    #expect(pairs.status == 20)
    #expect(pairs.output.contains("not complete: after 2 pairs"), "\(pairs.output)")
    #expect(!pairs.output.contains("the same"))
  }

  @Test(
    "names that are not there, or have nothing in common, are errors of usage",
    arguments: [
      (["loud", "mendin"], "did you mean 'mending'?"),
      (["loud", "mutex"], "have no kernel in common"),
      (["loud", "mending", "--kernel", "cel"], "there is no kernel 'cel'"),
      (["loud", "mending", "--property", "get"], "there is no property 'get'"),
    ])
  func wrong(arguments: [String], message: String) async {
    let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"
    let ended = await run(["compare"] + arguments + ["--specs", Self.cells, "--specs", mutex])
    #expect(ended.status == 64)
    #expect(ended.errors.contains(message), "\(ended.errors)")
  }
}
