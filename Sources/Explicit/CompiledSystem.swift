internal import TransitionSystem

/// A system at a scope as bytecode.
struct CompiledSystem {
  let layout: Layout
  let packing: Packing
  let code: [Instruction]
  let tables: [Int32]
  let registerCount: Int
  let index: InstanceIndex
  let stateProperties: [StateProperty]
  /// The program of the system's `quiescent`, if it has one.
  let quiescent: Int?
  /// The number of the first check of each action; the numbers of its others follow.
  let firstChecks: [Int]
  /// What each instance reads and writes; empty unless it was asked for.
  let footprints: [Footprint]

  /// An `always` or `reachable` property as a program.
  struct StateProperty {
    var position: Int
    var entry: Int
    /// Whether its evaluation is never an error, so that one answer about it is enough.
    var isTotal: Bool
    /// The bits of the packed state that it depends on.
    var support: [UInt32]
  }

  var system: TransitionSystem { layout.system }

  /// Where the check with this number stands.
  func check(number: Int) -> (action: Int, position: Int) {
    let action = system.actions.indices.last {
      firstChecks[$0] <= number && !system.actions[$0].checks.isEmpty
    }
    guard let action else { preconditionFailure("the system has no check \(number)") }
    return (action, number - firstChecks[action])
  }

  /// An instance by names.
  func step(_ instance: Instance) -> Trace.Step {
    Trace.Step(
      action: system.actions[Int(instance.action)].name, arguments: arguments(of: instance))
  }

  /// The arguments of an instance.
  func arguments(of instance: Instance) -> [Int] {
    let parameters = system.actions[Int(instance.action)].parameters
    var rest = Int(instance.ordinal)
    var arguments: [Int] = []
    for parameter in parameters.reversed() {
      let count = layout.count(of: parameter.type)
      var lower = 0
      if case .integer(let range) = parameter.type { lower = range.lowerBound }
      arguments.append(lower + rest % count)
      rest /= count
    }
    return arguments.reversed()
  }
}
