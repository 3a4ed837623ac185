import TransitionSystem

/// The positions that the initial state names, one in each copy of the workload.
///
/// Who plays a role that works on such a position has one. That what is there at first is there
/// in every copy would need an existential ("some block holds the owner's data"); this relation
/// says it without one.
struct InitialDomain {
  /// `cast.init.is.file0(file, page)`.
  let relation: Relation
  /// The members of the initial state's cast that the relation speaks of.
  let members: [Cast.Member]
  /// Where they are in that cast.
  let positions: [Int]

  /// The position in a tuple of the initial state's cast.
  func part<Element>(of tuple: [Element]) -> [Element] { positions.map { tuple[$0] } }

  /// Where a role's tasks have the position in their cast; nil if they do not.
  func places(in cast: Cast) -> [Int]? {
    let found = members.compactMap { member in
      cast.members.firstIndex { $0.sort == member.sort && $0.number == member.number }
    }
    return found.count == members.count && cast.role != Cast.initialRole ? found : nil
  }
}

extension [Cast] {
  /// The cast of the elements that the initial state names.
  var initial: Cast? { first { $0.role == Cast.initialRole } }

  /// The domains of the positions that roles work on.
  var initialDomains: [InitialDomain] {
    guard let initial else { return [] }
    return initial.keys.compactMap { key in
      let positions = key.sorted()
      let members = positions.map { initial.members[$0] }
      guard let own = key.last.map({ initial.members[$0] }) else { return nil }
      let domain = InitialDomain(
        relation: Relation(
          "\(initial.variable).is.\(own.sort)\(own.number)", members.map(\.sort), .rigid,
          keyCount: 0,
          documentation: "the initial state names them in some copy of the workload"),
        members: members, positions: positions)
      return contains { domain.places(in: $0) != nil } ? domain : nil
    }
  }
}

extension Expression {
  /// With "some tuple of the initial state's cast has these" as what the domain says.
  func withDomain(_ domain: InitialDomain, of cast: Cast) -> Expression {
    switch self {
    case .exists(let bound, .read(cast.relation.name, let terms)):
      guard let position = domain.position(terms, bound) else { return self }
      return .read(domain.relation.name, position)
    case .forAll(let bound, .not(.read(cast.relation.name, let terms))):
      guard let position = domain.position(terms, bound) else { return self }
      return .not(.read(domain.relation.name, position))
    default:
      return mapChildren { $0.withDomain(domain, of: cast) }
    }
  }
}

extension InitialDomain {
  /// What a tuple of the initial state's cast has at the domain's places, if the other terms are
  /// just the bound variables.
  fileprivate func position(_ terms: [Expression], _ bound: [Parameter]) -> [Expression]? {
    let others = terms.indices.filter { !positions.contains($0) }.map { terms[$0] }
    let position = part(of: terms)
    let uses = Set(bound.map(\.use))
    guard others.count == uses.count, Set(others) == uses,
      position.allSatisfy({ !uses.contains($0) })
    else { return nil }
    return position
  }
}
