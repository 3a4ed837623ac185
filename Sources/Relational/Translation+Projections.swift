import TransitionSystem

/// Relations that say whether anything is there.
///
/// A property may make an exception while some task is writing to a position. No universal clause
/// says so, and invariants consist of universal clauses; so there is a relation for it, which
/// changes with the one that it tells of. It is what abstract interpretation of heaps calls an
/// instrumentation predicate (Sagiv, Reps, Wilhelm: "Parametric shape analysis via 3-valued logic",
/// 2002), with the update worked out and not written.
extension Translation {
  /// Puts relations in the place of what properties say that there is.
  func addProjections() {
    formulas.names = NameSupply()
    for index in result.goals.indices {
      result.goals[index].formula = projected(result.goals[index].formula, isPositive: true)
    }
  }

  private func projected(_ formula: Expression, isPositive: Bool) -> Expression {
    switch formula {
    case .exists(let bound, .read(let name, let terms)) where isPositive:
      guard let relation = result.relation(name),
        let places = relation.places(without: bound, in: terms)
      else { return formula }
      return .read(projection(of: relation, places), places.map { terms[$0] })
    case .not(let operand): return .not(projected(operand, isPositive: !isPositive))
    case .implies(let left, let right):
      return .implies(
        projected(left, isPositive: !isPositive), projected(right, isPositive: isPositive))
    case .and, .or, .forAll, .exists:
      return formula.mapChildren { projected($0, isPositive: isPositive) }
    default: return formula
    }
  }

  /// The name of the relation that holds of these places of some tuple.
  private func projection(of source: Relation, _ places: [Int]) -> String {
    let name = ([source.name, "some"] + places.map { "\(source.sorts[$0])\($0 + 1)" })
      .joined(separator: ".")
    guard result.relation(name) == nil else { return name }
    let others = source.sorts.indices.filter { !places.contains($0) }.map { source.sorts[$0] }
    result.relations.append(
      Relation(
        name, places.map { source.sorts[$0] }, keyCount: places.count,
        documentation: "\(source.name) for some \(others.joined(separator: " and "))",
        projection: .init(of: source.name, places: places)))
    let terms = variables(source.sorts)
    result.structure.append(
      Clause([
        .init(false, .holds(source.name, terms)),
        .init(true, .holds(name, places.map { terms[$0] })),
      ]))
    if let first = result.initial.first(where: { $0.relation == source.name }) {
      let tuple = Tuple(of: source, places, &formulas.names)
      let values = zip(first.parameters, tuple.uses).map { ($0.name, $1) }
      let formula = formulas.names.apart(
        first.formula, Dictionary(uniqueKeysWithValues: values))
      result.initial.append(Definition(name, tuple.kept, some(tuple.bound, formula)))
    }
    for index in result.actions.indices {
      if let update = update(of: name, source, places, in: result.actions[index]) {
        result.actions[index].updates.append(update)
      }
    }
    return name
  }

  /// What the projection is after an action; nil if the action leaves the relation alone.
  ///
  /// Where no tuple goes, the projection stays; else it is looked whether there is one.
  private func update(
    of name: String, _ source: Relation, _ places: [Int], in action: RelationalAction
  ) -> Definition? {
    formulas.names = NameSupply()
    action.parameters.map(\.name).forEach { formulas.names.avoid($0) }
    action.formulas.flatMap(\.boundNames).forEach { formulas.names.avoid($0) }
    let tuple = Tuple(of: source, places, &formulas.names)
    let before = Expression.read(source.name, tuple.uses)
    guard let after = after(source, tuple, action) else { return nil }
    let ifThere = formulas.simplifier.simplify(after.replacing([before: .bool(true)]))
    let stays = Expression.read(name, tuple.kept.map(\.use))
    let present: Expression
    if ifThere == .bool(true) {
      let new = formulas.simplifier.simplify(after.replacing([before: .bool(false)]))
      present = .or([stays, some(tuple.bound, new)])
    } else {
      let gone = some(tuple.bound, .and([before, .not(ifThere)]))
      present = .or([.and([stays, .not(gone)]), some(tuple.bound, after)])
    }
    return Definition(name, tuple.kept, formulas.simplifier.simplify(present))
  }

  private func after(
    _ source: Relation, _ tuple: Tuple, _ action: RelationalAction
  ) -> Expression? {
    if let update = action.update(of: source.name) {
      let values = zip(update.parameters, tuple.uses).map { ($0.name, $1) }
      return formulas.names.apart(update.formula, Dictionary(uniqueKeysWithValues: values))
    }
    return nil
  }

  /// Whether there are values for the variables; one that has to equal a term is that term.
  private func some(_ bound: [Parameter], _ formula: Expression) -> Expression {
    let simple = formulas.simplifier.simplify(formula)
    if case .or(let operands) = simple { return .or(operands.map { some(bound, $0) }) }
    var bound = bound
    let operands = if case .and(let operands) = simple { operands } else { [simple] }
    var parts = operands.map(\.once)
    while let (position, value) = parts.lazy.compactMap({ $0.value(of: bound) }).first {
      let use = bound.remove(at: position).use
      parts = parts.map { $0.replacing([use: value]) }.filter { $0 != .equal(value, value) }
    }
    let body = formulas.simplifier.simplify(.and(parts))
    let used = bound.filter { body.reads($0) }
    return used.isEmpty ? body : .exists(used, body)
  }
}

/// Variables for the places of a relation.
private struct Tuple {
  /// Those of the projection, and the others.
  var kept: [Parameter] = []
  var bound: [Parameter] = []
  var uses: [Expression] = []

  init(of relation: Relation, _ places: [Int], _ names: inout NameSupply) {
    let all = relation.sorts.map { names.fresh($0) }
    kept = places.map { all[$0] }
    bound = all.indices.filter { !places.contains($0) }.map { all[$0] }
    uses = all.map(\.use)
  }
}

extension Relation {
  /// The places that have no bound variable, if each bound variable has just one place.
  fileprivate func places(without bound: [Parameter], in terms: [Expression]) -> [Int]? {
    let uses = bound.map(\.use)
    let places = terms.indices.filter { !uses.contains(terms[$0]) }
    guard kind == .state, terms.count - places.count == uses.count,
      Set(terms.filter(uses.contains)).count == uses.count
    else { return nil }
    return places
  }
}

extension Expression {
  /// Without operands that are there twice.
  fileprivate var once: Expression {
    guard case .or(let operands) = self else { return self }
    let kept = operands.distinct
    return kept.count == 1 ? kept[0] : .or(kept)
  }

  /// Which variable the equation gives a value, and which.
  fileprivate func value(of bound: [Parameter]) -> (position: Int, value: Expression)? {
    guard case .equal(let left, let right) = self, left != right else { return nil }
    if let position = bound.firstIndex(where: { $0.use == left }) { return (position, right) }
    if let position = bound.firstIndex(where: { $0.use == right }) { return (position, left) }
    return nil
  }

  /// The names that quantifiers give.
  fileprivate var boundNames: [String] {
    let own: [String] =
      switch self {
      case .forAll(let bound, _), .exists(let bound, _): bound.map(\.name)
      default: []
      }
    return own + children.flatMap(\.boundNames)
  }

  fileprivate func reads(_ parameter: Parameter) -> Bool {
    self == parameter.use || children.contains { $0.reads(parameter) }
  }
}
