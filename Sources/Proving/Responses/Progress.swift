import Proofs
import Relational
import TransitionSystem

/// That whoever is inside of a call can go on, unless he waits for a lock.
struct Progress {
  let system: RelationalSystem
  static let name = "whoever is inside of a call can go on"

  /// A goal for each place inside of a call.
  func goals(idle: Set<String>) -> [Goal] {
    let waiting = Set(idle.map { "at.\($0)" })
    return system.relations.filter { $0.kind == .location && !waiting.contains($0.name) }
      .map { Goal("\(Self.name): \($0.name)", formula($0)) }
  }

  private func formula(_ place: Relation) -> Expression {
    let bound = place.sorts.enumerated().map { Parameter("HERE\($0.offset)", .sort($0.element)) }
    let ways = system.actions.compactMap { way($0, place, bound) }
    let here = Expression.read(place.name, bound.map { .variable($0) })
    return .forAll(bound, .implies(here, .or(ways)))
  }

  /// When an action that starts at the place is possible, locks apart; nil: it starts elsewhere.
  private func way(
    _ action: RelationalAction, _ place: Relation, _ bound: [Parameter]
  ) -> Expression? {
    var values: [String: Expression] = [:]
    var conditions: [Expression] = []
    var starts = false
    for part in action.guardCondition.conjuncts {
      guard case .read(place.name, let terms) = part, !starts else {
        if !isAboutLocks(part) { conditions.append(part) }
        continue
      }
      starts = true
      for (term, parameter) in zip(terms, bound) {
        if case .variable(let own) = term, values[own.name] == nil {
          values[own.name] = .variable(parameter)
        } else {
          conditions.append(.equal(term, .variable(parameter)))
        }
      }
    }
    guard starts else { return nil }
    let rest = action.parameters.filter { values[$0.name] == nil }
    let body = Expression.and(conditions).substituting(values)
    return rest.isEmpty ? body : .exists(rest, body)
  }

  /// Whether it holds as soon as locks are free.
  private func isAboutLocks(_ condition: Expression) -> Bool {
    let read = condition.stateVariables
    guard !read.isEmpty, read.allSatisfy({ Lock.lock(of: $0) != nil }) else { return false }
    return Simplifier(variants: []).simplify(condition.freeingLocks) == .bool(true)
  }
}

extension Expression {
  /// The condition where nobody holds a lock.
  fileprivate var freeingLocks: Expression {
    if case .read(let name, _) = self, Lock.lock(of: name) != nil { return .bool(false) }
    return mapChildren(\.freeingLocks)
  }
}
