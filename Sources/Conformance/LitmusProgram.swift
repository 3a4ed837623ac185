package import SpecLanguage
import TransitionSystem

/// A litmus test as a C function that prepares its initial state, makes its calls and says what
/// became of each condition.
package struct LitmusProgram: Sendable {
  package let kernel: RealKernel
  package let platform: Platform
  /// The body of the function, a line each.
  package let lines: [String]

  package init(
    _ original: LitmusTest, on kernel: String, of specification: Specification
  ) throws(NoProgram) {
    let test = original.coarsened(in: specification)
    guard let real = RealKernel(kernel) else {
      throw NoProgram("no real kernel stands for '\(kernel)'")
    }
    let sectors = test.size(ofGranular: "sector")
    if sectors > 1 && sectors != InitialState.sectors {
      throw NoProgram("a page has \(InitialState.sectors) sectors, and not \(sectors)")
    }
    try Self.requireReality(of: test, specification, real)
    let start = try InitialState(test)
    if !start.origins.isEmpty && !real.sharesBlocks {
      throw NoProgram("no real kernel of '\(kernel)' lets files share blocks with DAX")
    }
    self.kernel = real.sharing(!start.origins.isEmpty)
    platform = try Platform.chosen(for: start, observed: test.observed)
    var expressions = CExpressions(specification)
    expressions.registers = Set(test.registers.map(\.name))
    let tasks = try Self.tasks(of: test, expressions)
    let preparation = Preparation(test, start, platform, expressions)
    lines =
      Self.declarations(of: test) + preparation.lines + [""] + tasks + [""]
      + test.registers.map { "  tell(\"\($0.name)\", \($0.name));" }
      + (try Self.conditions(of: test, expressions))
  }

  /// What emulation cannot do, or cannot do when it is told to.
  private static func requireReality(
    of test: LitmusTest, _ specification: Specification, _ kernel: RealKernel
  ) throws(NoProgram) {
    if let design = test.design { throw NoProgram("no real kernel has the design '\(design)'") }
    // XFS is made so that files can share blocks, where the kernel has that together with DAX.
    let real = kernel.sharesBlocks ? [OptionSetting(name: "shares_blocks", value: .bool(true))] : []
    let unreal = test.settings.filter { setting in
      !real.contains { $0.name == setting.name && $0.value == setting.value }
    }
    if let setting = unreal.first {
      throw NoProgram("no real kernel has the option '\(setting.name)' to set")
    }
    if test.roles.contains(where: \.restarts) || (test.scope["crash"] ?? 0) > 0 {
      throw NoProgram("the emulated machine is not crashed in the middle of a call")
    }
    // A commit comes by itself; all else in a scope but sizes would have to be made to come.
    let known = ["commit"] + specification.library.fragment.sorts.map(\.name)
    let events = test.scope.filter { $0.value > 0 && !known.contains($0.key) }.map(\.key).sorted()
    if let event = events.first {
      throw NoProgram("nothing makes '\(event)' happen on a real kernel while the tasks run")
    }
  }

  private static func declarations(of test: LitmusTest) -> [String] {
    guard !test.registers.isEmpty else { return [] }
    let names = test.registers.map { "\($0.name) = nothing" }.joined(separator: ", ")
    return ["  struct value \(names);", ""]
  }

  /// The tasks one after the other, which is one of the orders that there are.
  private static func tasks(
    of test: LitmusTest, _ expressions: CExpressions
  ) throws(NoProgram) -> [String] {
    let done = Set(test.roles.map { LitmusTest.done($0.name) })
    var lines: [String] = []
    for (number, role) in test.roles.enumerated() {
      let program = test.fragment.callables.first { $0.name == role.name }
      lines.append("  as_task(\(expressions.element("task", number)));")
      var statements = CStatements(expressions, done: done)
      try statements.append(program?.body ?? [])
      lines += statements.lines
    }
    return lines
  }

  private static func conditions(
    of test: LitmusTest, _ expressions: CExpressions
  ) throws(NoProgram) -> [String] {
    var lines: [String] = []
    for condition in test.conditions {
      for (number, alternative) in condition.alternatives.enumerated() {
        lines.append("  \(number == 0 ? condition.quantifier.rawValue : "or_else")();")
        guard case .and(let demands) = alternative else {
          throw NoProgram("a condition is no list of demands")
        }
        for demand in demands { lines += try self.lines(of: demand, expressions) }
      }
    }
    return lines
  }

  /// A demand; the front end has put in front of it which registers must have a value.
  private static func lines(
    of demand: Expression, _ expressions: CExpressions
  ) throws(NoProgram) -> [String] {
    var core = demand
    if case .and(let parts) = demand, let last = parts.last { core = last }
    let text = expressions.text(core.ofWholeBlocks)
    let answer = try expressions.answer(demand.ofWholeBlocks)
    return ["  demand(\"\(text)\",", "    \(answer));"]
  }
}
