package import Relational
import TransitionSystem

/// Which relations an action may add tuples to, and from which it may take some: by syntax alone.
package struct Frame: Sendable {
  fileprivate var mayGain: Set<String> = []
  fileprivate var mayLose: Set<String> = []

  package init(of action: RelationalAction, in system: RelationalSystem) {
    let cleared = Set(action.clears.map(\.group))
    for relation in system.relations where cleared.contains(relation.group) {
      mayLose.insert(relation.name)
    }
    for update in action.updates {
      let before = Expression.read(update.relation, update.parameters.map(Expression.variable))
      mayGain.remove(update.relation)
      mayLose.remove(update.relation)
      if !update.formula.isImplied(by: before) { mayLose.insert(update.relation) }
      if !update.formula.implies(before) { mayGain.insert(update.relation) }
    }
  }

  /// Whether a literal of the clause may become false by the action.
  ///
  /// Where none can, the action keeps the clause in every state.
  package func mayBreak(_ clause: Clause) -> Bool {
    clause.literals.contains { literal in
      guard case .holds(let relation, _) = literal.atom else { return false }
      return literal.isPositive ? mayLose.contains(relation) : mayGain.contains(relation)
    }
  }
}

extension Frame {
  /// Whether the totality may become false by the action.
  package func mayBreak(_ totality: Totality) -> Bool {
    mayGain.contains(totality.domain) || mayLose.contains(totality.relation)
  }
}

extension Expression {
  /// Whether the shape of the formula shows that it holds where the atom does.
  fileprivate func isImplied(by atom: Expression) -> Bool {
    switch self {
    case .bool(let value): value
    case .or(let operands): operands.contains { $0.isImplied(by: atom) }
    case .and(let operands): operands.allSatisfy { $0.isImplied(by: atom) }
    case .implies(_, let right): right.isImplied(by: atom)
    case .ifThenElse(_, let then, let otherwise):
      then.isImplied(by: atom) && otherwise.isImplied(by: atom)
    default: self == atom
    }
  }

  /// Whether the shape of the formula shows that the atom holds where it does.
  fileprivate func implies(_ atom: Expression) -> Bool {
    switch self {
    case .bool(let value): !value
    case .or(let operands): operands.allSatisfy { $0.implies(atom) }
    case .and(let operands): operands.contains { $0.implies(atom) }
    case .ifThenElse(_, let then, let otherwise): then.implies(atom) && otherwise.implies(atom)
    default: self == atom
    }
  }
}
