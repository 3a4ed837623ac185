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
    for cast in casts where cast.role == Cast.initialRole { addInitialSharing(cast) }
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
        addDistinct(first, second)
      }
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

  /// Two constants of one sort name different elements, in every copy.
  private func addDistinct(_ first: Cast, _ second: Cast) {
    let left = tuple(first)
    let right = tuple(second)
    let (skipLeft, skipRight) = (
      left.count - first.members.count, right.count - second.members.count
    )
    for (i, one) in first.members.enumerated() {
      for (j, two) in second.members.enumerated() where one.sort == two.sort {
        guard one.number != two.number, first != second || one.number < two.number else { continue }
        if ["page", "data"].contains(one.sort) { continue }
        add("\(one.sort)s of different constants differ", left + right) {
          [.not(.equal(left[i + skipLeft].use, right[j + skipRight].use))]
        } given: {
          [plays(first, left), plays(second, right)]
        }
      }
    }
  }
}

extension Cast {
  /// Positions of members of the initial state's cast that no two copies have in common.
  var keys: [[Int]] {
    let pages = members.indices.filter { members[$0].sort == "page" }
    return members.indices.filter { !["page", "data"].contains(members[$0].sort) }
      .map { (members[$0].sort == "file" ? pages : []) + [$0] }
  }
}
