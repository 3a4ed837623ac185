/// Systems whose elements can get lost.
///
/// Whatever is said of *all* elements of a state is true of any part of it. So an inductive
/// invariant without existential quantifiers that holds in a state holds after some elements are
/// taken away, and after every step from there: if a run with such losses violates a property, no
/// universal invariant shows it (Karbyshev et al., *Property-directed inference of universal
/// invariants*, 2017, section 4).
///
/// One thing proofs say that is not universal: that a lock that is held has a holder. So who holds
/// one exclusively is not lost.
extension TransitionSystem {
  /// The name of the step in which an element is lost.
  package static let vanishing = "vanish"

  private static let gone = "vanish.gone"

  /// The system in which any element of a sort that nothing refers to, and that holds no lock
  /// exclusively, may vanish, but the last one.
  ///
  /// What has vanished no quantifier ranges over, and no step chooses.
  package func withVanishing(_ sort: String) -> TransitionSystem {
    var result = self
    let ranging = Ranging(sort: sort, gone: Self.gone)
    for index in result.actions.indices { result.actions[index] = ranging.present(actions[index]) }
    for index in result.properties.indices {
      result.properties[index].kind = result.properties[index].kind.mapConditions(ranging.present)
    }
    result.quiescent = nil
    result.variables.append(
      StateVariable(Self.gone, [sort], .bool, initial: .bool(false), role: .control))
    let lost = Parameter("lost", .sort(sort))
    let other = Parameter("other", .sort(sort))
    var guards: [Expression] = [
      .not(.read(Self.gone, [lost.use])),
      .exists(
        [other], .and([.not(.read(Self.gone, [other.use])), .not(.equal(other.use, lost.use))])),
    ]
    guards += variables.compactMap { ranging.absence(of: lost.use, from: $0, in: self) }
    guards += variables.compactMap { holdsNot(lost, $0) }
    result.actions.append(
      Action(
        name: Self.vanishing, parameters: [lost], guard: .and(guards),
        updates: [Update(Self.gone, [lost.use], .bool(true))],
        label: Label(
          .environment, .environment, "{lost} is left out", values: ["lost": lost.use])))
    return result
  }

  /// The sorts whose elements may vanish: not the ordered ones, which have a first and a last.
  ///
  /// Tasks may: a lock that somebody has shared then counts as free.
  package var losableSorts: [String] { sorts.filter { !$0.isOrdered }.map(\.name) }

  /// That the element does not hold the lock exclusively; nil if the variable is not what tells
  /// whether one is held, or such elements hold none.
  private func holdsNot(_ element: Parameter, _ held: StateVariable) -> Expression? {
    guard let name = Lock.exclusiveHolders(ifHeld: held.name), let holders = variable(name),
      holders.indices.last.map({ element.type == .sort($0) }) == true
    else { return nil }
    return held.nowhere { indices in
      .and([.read(held.name, indices), .read(name, indices + [element.use])])
    }
  }
}

/// What is said of all elements, said of those that are left.
private struct Ranging {
  var sort: String
  var gone: String

  func present(_ action: Action) -> Action {
    var result = action
    result.guardCondition = .and(left(action.parameters) + [present(action.guardCondition)])
    result.updates = action.updates.map { update in
      var update = update
      update.condition = .and(left(update.bound) + [present(update.condition)])
      update.indices = update.indices.map(present)
      update.value = update.value.map(present)
      return update
    }
    for index in action.checks.indices {
      result.checks[index].condition = present(action.checks[index].condition)
    }
    return result
  }

  func present(_ expression: Expression) -> Expression {
    switch expression {
    case .forAll(let bound, let body):
      let body = present(body)
      let left = left(bound)
      return .forAll(bound, left.isEmpty ? body : .implies(.and(left), body))
    case .exists(let bound, let body): return .exists(bound, .and(left(bound) + [present(body)]))
    default: return expression.mapChildren(present)
    }
  }

  /// That the bound elements are left.
  private func left(_ bound: [Parameter]) -> [Expression] {
    bound.filter { $0.type == .sort(sort) }.map { .not(.read(gone, [$0.use])) }
  }

  /// That no cell of a variable holds the element; nil if none can.
  func absence(
    of element: Expression, from variable: StateVariable, in system: TransitionSystem
  ) -> Expression? {
    func holds(_ value: Expression) -> [Expression] {
      switch variable.type {
      case .sort(sort): return [.equal(value, element)]
      case .variant(let type):
        return (system.variant(type)?.cases ?? []).flatMap { entry in
          entry.fields.filter { $0.type == .sort(sort) }.map { field in
            .and([
              .test(value, type: type, cases: [entry.name]),
              .equal(.payload(value, type: type, field: field.name), element),
            ])
          }
        }
      default: return []
      }
    }
    guard !holds(.bool(true)).isEmpty else { return nil }
    return variable.nowhere { indices in
      let held = Expression.or(holds(.read(variable.name, indices)))
      return variable.isPartial ? .and([.isDefined(variable.name, indices), held]) : held
    }
  }
}

extension StateVariable {
  /// That something is true at no indices of the variable.
  fileprivate func nowhere(_ holds: ([Expression]) -> Expression) -> Expression {
    let bound = indices.enumerated().map { Parameter("at\($0.offset)", .sort($0.element)) }
    let absent = Expression.not(holds(bound.map(\.use)))
    return bound.isEmpty ? absent : .forAll(bound, absent)
  }
}
