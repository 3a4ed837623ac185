import Checking
import Testing
import TransitionSystem

@Suite("Names of traces")
struct TraceIdentityTests {
  private static let cell = Cell(
    column: Column(kernel: "k", design: "d", variant: "as meant"), property: "p", workload: "w",
    scope: RunScope(sizes: ["block": 3, "file": 2], calls: 2, budgets: ["errors": 1]))
  private static let trace = Trace(steps: [
    Trace.Step(action: "strike", arguments: [0]), Trace.Step(action: "a/b: call", arguments: []),
  ])

  /// FNV-1a of `k|d|as meant|p|w|3 blocks, 2 files, 1 task of 2 calls, errors 1` and of
  /// `strike(0);a/b: call()`, computed by other means.
  @Test("are the same for ever")
  func stable() {
    #expect(TraceIdentity(Self.cell, Self.trace).text == "1e793-0bc1b")
    #expect(TraceIdentity.prefix(of: Self.cell) == "1e793")
  }

  @Test("tell cells and traces apart")
  func distinct() {
    var names: Set<String> = [TraceIdentity(Self.cell, Self.trace).text]
    for change in Self.changes {
      var cell = Self.cell
      change(&cell)
      #expect(names.insert(TraceIdentity(cell, Self.trace).text).inserted)
      #expect(TraceIdentity.prefix(of: cell) != TraceIdentity.prefix(of: Self.cell))
    }
    var longer = Self.trace
    longer.steps.append(Trace.Step(action: "strike", arguments: [1]))
    var other = Self.trace
    other.steps[0].arguments = [1]
    for trace in [longer, other] {
      let name = TraceIdentity(Self.cell, trace)
      #expect(names.insert(name.text).inserted)
      #expect(name.text.hasPrefix(TraceIdentity.prefix(of: Self.cell)))
    }
  }

  private static let changes: [@Sendable (inout Cell) -> Void] = [
    { $0.column.kernel = nil }, { $0.column.design = "e" }, { $0.column.variant = nil },
    { $0.property = "q" }, { $0.workload = "v" }, { $0.scope.calls = 1 },
    { $0.scope.budgets["errors"] = 2 }, { $0.scope.sizes["block"] = 2 },
  ]
}
