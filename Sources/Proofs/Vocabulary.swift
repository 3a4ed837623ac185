import Relational
import TransitionSystem

/// Numbers for the sorts, relations and elements of a system.
struct Vocabulary: Sendable {
  let sorts: [String]
  let relations: [Relation]
  /// The sort of each place of each relation.
  let places: [[Int]]
  /// The sort of each element; elements are the first constants.
  private(set) var elementSorts: [Int] = []
  private var firstElements: [Int] = []
  private let sortNumbers: [String: Int]
  private let relationNumbers: [String: Int]

  init(_ system: RelationalSystem, clauses: [Clause]) {
    sorts = system.sorts.map(\.name)
    let sortNumbers = Dictionary(uniqueKeysWithValues: zip(sorts, sorts.indices))
    self.sortNumbers = sortNumbers
    relations = system.relations
    relationNumbers = Dictionary(
      uniqueKeysWithValues: zip(relations.map(\.name), relations.indices))
    places = relations.map { $0.sorts.map { sortNumbers[$0] ?? 0 } }
    var counts: [String: Int] = [:]
    for formula in system.formulas { formula.collectNamedElements(into: &counts) }
    for clause in clauses {
      for literal in clause.literals {
        literal.expression.collectNamedElements(into: &counts)
      }
    }
    for (number, sort) in sorts.enumerated() {
      firstElements.append(elementSorts.count)
      elementSorts += Array(repeating: number, count: counts[sort] ?? 0)
    }
  }

  func sort(_ name: String) -> Int { sortNumbers[name] ?? 0 }

  func relation(_ name: String) -> Int { relationNumbers[name] ?? 0 }

  /// Whether the elements that the clause names are constants.
  func names(_ clause: Clause) -> Bool {
    clause.literals.flatMap(\.atom.terms).allSatisfy { term in
      guard case .element(let sort, let number) = term else { return true }
      return number < elementSorts.count { $0 == self.sort(sort) }
    }
  }

  /// The constant that the element is.
  func element(_ sort: String, _ number: Int) -> Int { firstElements[self.sort(sort)] + number }
}

extension RelationalSystem {
  /// Every formula of the system, key terms of clears included.
  fileprivate var formulas: [Expression] {
    var all = axioms.map(\.formula) + initial.map(\.formula) + goals.map(\.formula)
    for action in actions {
      all.append(action.guardCondition)
      all += action.updates.map(\.formula)
      all += action.clears.flatMap(\.key)
      all += action.checks.map(\.condition)
    }
    return all
  }
}

/// A relation at constants, or at elements of a model, in sixteen bytes.
struct AtomKey: Hashable, Sendable {
  /// The relation in the upper 16 bits, then six places of a byte.
  private(set) var head: UInt64
  /// Eight more places.
  private(set) var tail: UInt64 = 0

  /// The most places that fit.
  static let capacity = 14
  /// The most constants that can be told apart.
  static let constantLimit = 256

  init(_ relation: Int) { head = UInt64(relation) << 48 }

  var relation: Int { Int(head >> 48) }

  func hash(into hasher: inout Hasher) { hasher.combine(head ^ (tail &* 0x9E37_79B9_7F4A_7C15)) }

  subscript(place: Int) -> Int {
    get {
      place < 6
        ? Int((head >> UInt64(place &* 8)) & 255) : Int((tail >> UInt64((place &- 6) &* 8)) & 255)
    }
    set {
      let shift = UInt64((place < 6 ? place : place &- 6) &* 8)
      let (mask, bits) = (~(UInt64(255) << shift), UInt64(newValue) << shift)
      if place < 6 { head = head & mask | bits } else { tail = tail & mask | bits }
    }
  }
}
