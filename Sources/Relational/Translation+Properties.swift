package import TransitionSystem

/// Properties, what holds by construction, and the last look at the result.
extension Translation {
  func addProperties() throws(FragmentError) {
    formulas.names = NameSupply()
    for property in system.properties {
      guard case .always(let expression) = property.kind else { continue }
      do throws(FragmentError) {
        let simple = formulas.simplifier.simplify(formulas.names.apart(expression, [:]))
        result.goals.append(
          Goal(property.name, formulas.simplifier.simplify(try formulas.formula(simple))))
      } catch {
        throw FragmentError("\(property.name): \(error.message)", error.site ?? property.site)
      }
    }
  }

  /// One case at a time, one value a case.
  func addStructure(_ shape: VariableShape) {
    let keys = variables(shape.variable.indices)
    func atom(_ relation: Relation, _ payload: [ClauseTerm] = []) -> Clause.Atom {
      .holds(relation.name, keys + payload)
    }
    for (index, item) in shape.cases.enumerated() {
      let payload = variables(item.shape.payload, after: keys)
      if !payload.isEmpty {
        result.structure.append(
          Clause([.init(false, atom(item.relation, payload)), .init(true, atom(item.domain))]))
        result.totalities.append(
          Totality(domain: item.domain.name, relation: item.relation.name))
      }
      let others = variables(item.shape.payload, after: keys + payload)
      for (one, other) in zip(payload, others) {
        result.structure.append(
          Clause([
            .init(false, atom(item.relation, payload)), .init(false, atom(item.relation, others)),
            .init(true, .equal(one, other)),
          ]))
      }
      for later in shape.cases.dropFirst(index + 1) {
        result.structure.append(
          Clause([.init(false, atom(item.domain)), .init(false, atom(later.domain))]))
      }
    }
    let isPlain = shape.variable.type == .bool && !shape.variable.isPartial
    if !shape.variable.isPartial && !isPlain {
      result.structure.append(Clause(shape.cases.map { .init(true, atom($0.domain)) }))
    }
  }

  /// A task is at a place with one tuple, and with the elements that its role gives it.
  func addStructure(_ place: Control.Place) {
    let relation = control.relation(place)
    let terms = variables(relation.sorts)
    let here = Clause.Literal(false, .holds(relation.name, terms))
    if let cast = control.cast(at: place.location) {
      let player = Array(terms.prefix(cast.members.count + 1))
      result.structure.append(Clause([here, .init(true, .holds(cast.relation.name, player))]))
    }
    let others = [terms[0]] + variables(Array(relation.sorts.dropFirst()), after: terms)
    for (one, other) in zip(terms, others).dropFirst() {
      result.structure.append(
        Clause([
          here, .init(false, .holds(relation.name, others)), .init(true, .equal(one, other)),
        ]))
    }
  }

  /// A lock that is held, somebody holds: no universal clause says so, and without it a state is
  /// not excluded in which a holder was left out.
  func addHolders() {
    for held in result.relations {
      guard let name = Lock.exclusiveHolders(ifHeld: held.name),
        let holders = result.relation(name)
      else { continue }
      result.totalities.append(
        Totality(domain: held.name, relation: holders.name, isWide: true))
    }
  }

  func variables(_ sorts: [String], after used: [ClauseTerm] = []) -> [ClauseTerm] {
    var counts: [String: Int] = [:]
    for term in used { counts[term.sort, default: 0] += 1 }
    return sorts.map { sort in
      defer { counts[sort, default: 0] += 1 }
      return .variable(sort: sort, counts[sort] ?? 0)
    }
  }

  /// The order of a sort that something compares: total, and rigid.
  func addOrders() {
    for sort in system.sorts {
      let name = RelationalSystem.orderName(sort.name)
      guard result.mentions(name) else { continue }
      result.relations.append(Relation(name, [sort.name, sort.name], .rigid))
      var names = NameSupply()
      let (x, y, z) = (names.fresh(sort.name), names.fresh(sort.name), names.fresh(sort.name))
      func order(_ a: Parameter, _ b: Parameter) -> Expression { .read(name, [a.use, b.use]) }
      result.axioms += [
        Axiom(
          "the order of \(sort.name)s is total", .forAll([x, y], .or([order(x, y), order(y, x)]))),
        Axiom(
          "the order of \(sort.name)s is antisymmetric",
          .forAll(
            [x, y], .or([.not(order(x, y)), .not(order(y, x)), .equal(x.use, y.use)]))),
        Axiom(
          "the order of \(sort.name)s is transitive",
          .forAll(
            [x, y, z], .or([.not(order(x, y)), .not(order(y, z)), order(x, z)]))),
      ]
    }
  }

  /// Nothing but relations, terms and connectives is left.
  func requireRelational() throws(FragmentError) {
    let known = Dictionary(uniqueKeysWithValues: result.relations.map { ($0.name, $0.sorts.count) })
    for action in result.actions {
      for formula in action.formulas {
        if let found = formula.firstForeign(known) {
          throw FragmentError(
            "\(action.name): '\(found.description)' has no relational form", action.site)
        }
      }
    }
    for formula in result.initial.map(\.formula) + result.goals.map(\.formula) {
      if let found = formula.firstForeign(known) {
        throw FragmentError("'\(found.description)' has no relational form")
      }
    }
  }
}

extension RelationalAction {
  /// Every formula in it.
  package var formulas: [Expression] {
    [guardCondition] + updates.map(\.formula) + checks.map(\.condition)
  }
}

extension RelationalSystem {
  fileprivate func mentions(_ relation: String) -> Bool {
    let all = actions.flatMap(\.formulas) + initial.map(\.formula) + goals.map(\.formula)
    return all.contains { $0.stateVariables.contains(relation) }
  }
}

extension Expression {
  /// The first part that is no formula over the relations, given with their numbers of places.
  fileprivate func firstForeign(_ relations: [String: Int]) -> Expression? {
    func isTerm(_ expression: Expression) -> Bool {
      switch expression {
      case .variable(let parameter): if case .sort = parameter.type { true } else { false }
      case .element: true
      default: false
      }
    }
    switch self {
    case .bool: return nil
    case .read(let name, let terms):
      return relations[name] == terms.count && terms.allSatisfy(isTerm) ? nil : self
    case .equal(let left, let right): return isTerm(left) && isTerm(right) ? nil : self
    case .not, .and, .or, .implies, .forAll, .exists:
      return children.lazy.compactMap { $0.firstForeign(relations) }.first
    default: return self
    }
  }
}
