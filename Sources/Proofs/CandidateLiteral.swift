/// A literal by numbers.
///
/// `head` is twice the number of the relation, plus one if it is positive. Each term is a byte, the
/// first one on top: its sort, times 16, plus the number of a variable, or `firstElement` plus the
/// position of an element among the named ones of the sort.
struct CandidateLiteral: Hashable, Comparable, Sendable {
  var head: UInt16
  var arity: UInt8
  private var bytes: UInt128

  static let greatestArity = 16
  static let greatestSortCount = 16
  /// The greatest number of variables of one sort.
  static let firstElement: UInt8 = 11
  static let greatestElementCount = 5

  init(head: Int, terms: some Collection<UInt8>) {
    self.head = UInt16(head)
    arity = UInt8(terms.count)
    bytes = 0
    for (place, term) in terms.enumerated() { self[place] = term }
  }

  subscript(place: Int) -> UInt8 {
    get { UInt8(truncatingIfNeeded: bytes &>> UInt128(120 - 8 * place)) }
    set {
      let shift = UInt128(120 - 8 * place)
      bytes = bytes & ~(0xFF &<< shift) | UInt128(newValue) &<< shift
    }
  }

  static func < (left: CandidateLiteral, right: CandidateLiteral) -> Bool {
    left.head != right.head ? left.head < right.head : left.bytes < right.bytes
  }

  var isPositive: Bool { head & 1 == 1 }
  var relation: Int { Int(head >> 1) }
  var terms: [UInt8] { (0..<Int(arity)).map { self[$0] } }
  var negated: CandidateLiteral {
    var other = self
    other.head ^= 1
    return other
  }

  static func variable(sort: Int, _ number: Int) -> UInt8 { UInt8(sort << 4 | number) }
  static func element(sort: Int, _ position: Int) -> UInt8 {
    UInt8(sort << 4 | position) + firstElement
  }
  static func isVariable(_ term: UInt8) -> Bool { term & 15 < firstElement }
}

/// Brings clauses by numbers into the one form that all their renamings share.
struct CandidateCanonicalizer: Sendable {
  /// The number of the relation that stands for equality.
  let equality: Int

  /// The clause in canonical form; nil if it is true of everything.
  ///
  /// A disequality is a substitution: `X0 != X1 or C` says the same as `C` with `X0` for `X1`.
  func canonical(_ literals: [CandidateLiteral]) -> [CandidateLiteral]? {
    guard let distinct = collapsed(literals) else { return nil }
    var best: [CandidateLiteral]?
    var prefix: [CandidateLiteral] = []
    arrange(distinct.sorted(), &prefix, Renaming(), &best)
    return best
  }

  private func collapsed(_ literals: [CandidateLiteral]) -> [CandidateLiteral]? {
    var rest = literals
    let disequality = UInt16(2 * equality)
    while let position = rest.firstIndex(where: { $0.head == disequality }) {
      let literal = rest.remove(at: position)
      var (from, to) = (literal[1], literal[0])
      if !CandidateLiteral.isVariable(from) { swap(&from, &to) }
      if from == to { continue }
      // Different elements differ.
      guard CandidateLiteral.isVariable(from) else { return nil }
      for index in rest.indices {
        for place in 0..<Int(rest[index].arity) where rest[index][place] == from {
          rest[index][place] = to
        }
      }
    }
    var distinct: [CandidateLiteral] = []
    for literal in rest where !distinct.contains(literal) {
      if literal.relation == equality, literal[0] == literal[1] { return nil }
      if distinct.contains(literal.negated) { return nil }
      distinct.append(literal)
    }
    return distinct
  }

  /// New numbers for variables, by first use.
  private struct Renaming {
    private var old: [UInt8] = []

    mutating func name(_ term: UInt8) -> UInt8 {
      guard CandidateLiteral.isVariable(term) else { return term }
      var number: UInt8 = 0
      for known in old where known >> 4 == term >> 4 {
        if known == term { return term & 0xF0 | number }
        number += 1
      }
      old.append(term)
      return term & 0xF0 | number
    }
  }

  /// Tries every order of literals that agree in their heads; the least outcome is the form.
  private func arrange(
    _ rest: [CandidateLiteral], _ prefix: inout [CandidateLiteral], _ renaming: Renaming,
    _ best: inout [CandidateLiteral]?
  ) {
    guard let head = rest.first?.head else {
      if best.map({ prefix.lexicographicallyPrecedes($0) }) ?? true { best = prefix }
      return
    }
    for position in rest.indices where rest[position].head == head {
      var others = rest
      let literal = others.remove(at: position)
      let isLast = others.isEmpty
      place(literal, &prefix, renaming, isFlipped: false) { prefix, renaming in
        arrange(others, &prefix, renaming, &best)
      }
      guard literal.relation == equality, !isLast else { continue }
      place(literal, &prefix, renaming, isFlipped: true) { prefix, renaming in
        arrange(others, &prefix, renaming, &best)
      }
    }
  }

  private func place(
    _ literal: CandidateLiteral, _ prefix: inout [CandidateLiteral], _ renaming: Renaming,
    isFlipped: Bool, _ body: (inout [CandidateLiteral], Renaming) -> Void
  ) {
    var renaming = renaming
    var renamed = literal
    if isFlipped { (renamed[0], renamed[1]) = (literal[1], literal[0]) }
    for place in 0..<Int(renamed.arity) { renamed[place] = renaming.name(renamed[place]) }
    if renamed.relation == equality, renamed[1] < renamed[0] {
      (renamed[0], renamed[1]) = (renamed[1], renamed[0])
    }
    prefix.append(renamed)
    body(&prefix, renaming)
    prefix.removeLast()
  }
}
