/// What happens inside one atomic step, without choices: calls are inlined, locals have unique
/// names, options are resolved, and what steps emit has become the observers' reactions.
indirect enum Operation: Sendable {
  case assign(Parameter, Expression)
  case write(Update, SourceSite?)
  case conditional(Expression, [Operation], [Operation])
  /// `returning` inside ends the scope, not the step; its value goes to the result.
  case scope([Operation], result: Parameter?)
  case returning(Expression?)
  case await(Expression)
  case check(Check)
  /// Words for the trace.
  case note(Note)

  /// A part of a step's label: words with expressions in the places marked `{}`.
  struct Note: Sendable {
    var text: String
    var values: [Expression]
    /// Shown only when no other note of the step is.
    var isMinor = false
  }
}

extension [Operation] {
  /// The locals that it may read before it assigns them.
  var uses: Set<String> {
    var assigned: Set<String> = []
    var used: Set<String> = []
    collectUses(into: &used, assigned: &assigned)
    return used
  }

  private func collectUses(into used: inout Set<String>, assigned: inout Set<String>) {
    func use(_ expression: Expression) {
      for name in expression.freeVariables.map(\.name) where !assigned.contains(name) {
        used.insert(name)
      }
    }
    for operation in self {
      switch operation {
      case .assign(let local, let value):
        use(value)
        assigned.insert(local.name)
      case .write(let update, _):
        let bound = Set(update.bound.map(\.name))
        let parts = update.indices + [update.condition] + (update.value.map { [$0] } ?? [])
        for name in parts.flatMap({ $0.freeVariables.map(\.name) })
        where !assigned.contains(name) && !bound.contains(name) { used.insert(name) }
      case .conditional(let condition, let then, let otherwise):
        use(condition)
        var first = assigned
        var second = assigned
        then.collectUses(into: &used, assigned: &first)
        otherwise.collectUses(into: &used, assigned: &second)
        assigned.formUnion(first.intersection(second))
      case .scope(let body, let result):
        var inner = assigned
        body.collectUses(into: &used, assigned: &inner)
        if let result { assigned.insert(result.name) }
      case .returning(let value): if let value { use(value) }
      case .await(let condition): use(condition)
      case .check(let check): use(check.condition)
      case .note(let note): for value in note.values { use(value) }
      }
    }
  }
}
