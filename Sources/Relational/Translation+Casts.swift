import TransitionSystem

/// What is assumed of the copies of a workload: constants that differ never name one element.
extension Translation {
  func addCastAxioms() {
    formulas.names = NameSupply()
    let casts = system.casts
    for cast in casts where cast.role != Cast.initialRole {
      addFunctional(cast)
      addSharing(cast)
    }
    if let initial = casts.initial {
      addInitialSharing(initial)
      for domain in casts.initialDomains { addDomain(domain, of: initial) }
    }
    for (index, first) in casts.enumerated() {
      for second in casts[index...] {
        if first != second, ![first.role, second.role].contains(Cast.initialRole) {
          let (left, right) = (tuple(first), tuple(second))
          add("'\(first.role)' and '\(second.role)' are different tasks", left + right) {
            [.not(.equal(left[0].use, right[0].use))]
          } given: {
            [self.plays(first, left), self.plays(second, right)]
          }
        }
      }
    }
    let namings =
      casts.map { Naming(relation: $0.relation, members: $0.members) }
      + casts.initialDomains.map { Naming(relation: $0.relation, members: $0.members) }
    for (index, first) in namings.enumerated() {
      for second in namings[index...] { addDistinct(first, second) }
    }
  }

  private func tuple(_ cast: Cast) -> [Parameter] {
    cast.relation.sorts.map { formulas.names.fresh($0) }
  }

  private func plays(_ cast: Cast, _ tuple: [Parameter]) -> Expression {
    .read(cast.relation.name, tuple.map(\.use))
  }

  private func add(
    _ name: String, _ bound: [Parameter], _ then: () -> [Expression],
    given: () -> [Expression]
  ) {
    let demands = then()
    guard !demands.isEmpty else { return }
    let formula = Expression.or([.not(.and(given())), .and(demands)])
    result.axioms.append(Axiom(name, .forAll(bound, formulas.simplifier.simplify(formula))))
  }

  private func equalities(_ left: [Parameter], _ right: [Parameter]) -> [Expression] {
    zip(left, right).filter { $0 != $1 }.map { .equal($0.use, $1.use) }
  }

  /// A task has one element for each constant.
  private func addFunctional(_ cast: Cast) {
    let left = tuple(cast)
    var right = tuple(cast)
    right[0] = left[0]
    add("a task of '\(cast.role)' works on one copy", left + right.dropFirst()) {
      equalities(left, right)
    } given: {
      [plays(cast, left), plays(cast, right)]
    }
  }

  /// Tasks that share a position (a file, and the pages) are of one copy; a role that one task of
  /// a copy plays is then played by one task.
  private func addSharing(_ cast: Cast) {
    let pages = cast.members.indices.filter { cast.members[$0].sort == "page" }
    for index in cast.members.indices where cast.members[index].sort != "page" {
      guard cast.members[index].sort != "data" else { continue }
      let left = tuple(cast)
      var right = tuple(cast)
      for shared in pages + [index] { right[shared + 1] = left[shared + 1] }
      let bound = left + right.filter { !left.contains($0) }
      add("tasks of '\(cast.role)' that share \(cast.members[index].sort) are of one copy", bound) {
        let all = equalities(left, right)
        return cast.isSingle ? all : Array(all.dropFirst())
      } given: {
        [plays(cast, left), plays(cast, right)]
      }
    }
  }

  private func addInitialSharing(_ cast: Cast) {
    for key in cast.keys {
      let left = tuple(cast)
      var right = tuple(cast)
      for shared in key { right[shared] = left[shared] }
      let bound = left + right.filter { !left.contains($0) }
      add("copies do not share \(cast.members[key[key.count - 1]].sort)s", bound) {
        equalities(left, right)
      } given: {
        [plays(cast, left), plays(cast, right)]
      }
    }
  }

  /// Who works on a position of the initial state has one, and what is at such a position is what
  /// some copy has there.
  private func addDomain(_ domain: InitialDomain, of initial: Cast) {
    if domain.positions == Array(domain.positions.indices) {
      result.totalities.append(
        Totality(domain: domain.relation.name, relation: initial.relation.name))
    }
    for cast in system.casts {
      let places = cast == initial ? domain.positions : domain.places(in: cast)?.map { $0 + 1 }
      let player = tuple(cast)
      let words = cast == initial ? "the initial state" : "'\(cast.role)'"
      if let places {
        add("\(words) has \(domain.relation.name)", player) {
          [.read(domain.relation.name, places.map { player[$0].use })]
        } given: {
          [plays(cast, player)]
        }
      }
    }
  }

  /// Two constants of one sort name different elements, in every copy.
  private func addDistinct(_ first: Naming, _ second: Naming) {
    let left = first.relation.sorts.map { formulas.names.fresh($0) }
    let right = second.relation.sorts.map { formulas.names.fresh($0) }
    for (one, term) in zip(first.members, left.suffix(first.members.count)) {
      for (two, other) in zip(second.members, right.suffix(second.members.count))
      where one.sort == two.sort && !["page", "data"].contains(one.sort) {
        guard one.number != two.number, first != second || one.number < two.number else { continue }
        add("\(one.sort)s of different constants differ", left + right) {
          [.not(.equal(term.use, other.use))]
        } given: {
          [
            .read(first.relation.name, left.map(\.use)),
            .read(second.relation.name, right.map(\.use)),
          ]
        }
      }
    }
  }
}

/// A rigid relation whose last terms are what copies have for constants of the workload.
private struct Naming: Equatable {
  let relation: Relation
  let members: [Cast.Member]
}

extension Cast {
  /// Positions of members of the initial state's cast that no two copies have in common.
  var keys: [[Int]] {
    let pages = members.indices.filter { members[$0].sort == "page" }
    return members.indices.filter { !["page", "data"].contains(members[$0].sort) }
      .map { (members[$0].sort == "file" ? pages : []) + [$0] }
  }
}
