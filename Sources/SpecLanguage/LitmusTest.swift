package import TransitionSystem

/// A short program for each of some tasks, and what their final states are.
///
/// After the litmus tests of herd7 (Alglave, Maranget, Tautschnig: Herding Cats, 2014): all runs
/// are explored, and the states in which all tasks have ended are compared with the conditions.
package struct LitmusTest: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  /// On which systems the final states were seen; empty if they are derived.
  package var observed = ""
  package var kernels: [String] = []
  package var design: String?
  package var variant: String?
  /// Sizes by sort and budgets by name.
  package var scope: [String: Int] = [:]
  package var settings: [OptionSetting] = []
  /// What the tasks remember for the conditions, and their programs.
  package var fragment = Fragment()
  /// Assignments that prepare the initial state.
  package var initialization: [Statement] = []
  package var roles: [Role] = []
  /// What prepares it, on one line, and the program of each task on another, as they were written.
  package var text: [String] = []
  /// The results of calls, by the names that the tasks give them.
  package var registers: [Parameter] = []
  package var conditions: [Condition] = []
  package var site: SourceSite?
  package var documentation = ""

  package init(name: String) { self.name = name }

  /// What is said of the final states.
  package struct Condition: Sendable {
    package var quantifier: Quantifier
    package var alternatives: [Expression]
    package var site: SourceSite?
    /// As it was written, on one line.
    package var text: String

    package init(
      _ quantifier: Quantifier, _ alternatives: [Expression], site: SourceSite? = nil,
      text: String = ""
    ) {
      self.quantifier = quantifier
      self.alternatives = alternatives
      self.site = site
      self.text = text
    }
  }

  package enum Quantifier: String, Hashable, Sendable {
    /// Each final state is one of the alternatives, and each of these is some final state.
    case exactly
    /// Some final state is so.
    case allows
    /// No final state is so.
    case forbids
  }

  /// The register in which a program notes each of its locals, by the local.
  package static func registers(in program: [Statement]) -> [String: String] {
    var found: [String: String] = [:]
    for case .write(let update, _) in program.flattened {
      if case .variable(let local)? = update.value { found[local.name] = update.variable }
    }
    return found
  }

  /// Whether a task has ended its program.
  package static func done(_ task: String) -> String { "\(task).done" }
  /// Whether the machine has crashed.
  package static let crashed = "machine.crashed"

  /// Whether all tasks have ended: those that a crash ends have, and those that follow one have
  /// run.
  package var isFinal: Expression {
    let crash: [Expression] =
      fragment.variables.contains { $0.name == Self.crashed } ? [.read(Self.crashed, [])] : []
    return .and(
      roles.map { role in
        let done = Expression.read(Self.done(role.name), [])
        return role.restarts ? done : .or([done] + crash)
      })
  }
}
