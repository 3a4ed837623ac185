/// Tells which clauses say no more than an instance of another one.
struct CandidateSubsumption {
  /// Clauses by their heads.
  private var byHeads: [[UInt16]: [[CandidateLiteral]]] = [:]
  private let equality: Int

  init(_ clauses: Set<[CandidateLiteral]>, _ equality: Int) {
    self.equality = equality
    for clause in clauses { byHeads[clause.map(\.head).sorted(), default: []].append(clause) }
  }

  /// Whether the literals of another clause, with terms for variables, are all in the clause.
  func isSubsumed(_ clause: [CandidateLiteral]) -> Bool {
    let heads = clause.map(\.head).sorted()
    var tried: Set<[UInt16]> = []
    for choice in 1..<(1 << heads.count) {
      let part = heads.indices.filter { choice >> $0 & 1 == 1 }.map { heads[$0] }
      guard tried.insert(part).inserted else { continue }
      for general in byHeads[part] ?? [] where general != clause {
        var binding = Binding()
        if matches(general[...], clause, &binding) { return true }
      }
    }
    return false
  }

  /// What stands for the variables.
  private struct Binding {
    private var pairs: [(variable: UInt8, term: UInt8)] = []

    var count: Int { pairs.count }

    mutating func cut(to count: Int) { pairs.removeLast(pairs.count - count) }

    mutating func bind(_ term: UInt8, to other: UInt8) -> Bool {
      guard CandidateLiteral.isVariable(term) else { return term == other }
      for pair in pairs where pair.variable == term { return pair.term == other }
      pairs.append((term, other))
      return true
    }
  }

  private func matches(
    _ rest: ArraySlice<CandidateLiteral>, _ clause: [CandidateLiteral], _ binding: inout Binding
  ) -> Bool {
    guard let literal = rest.first else { return true }
    for other in clause where other.head == literal.head {
      for isFlipped in literal.relation == equality ? [false, true] : [false] {
        let count = binding.count
        let fits = (0..<Int(literal.arity)).allSatisfy { place in
          binding.bind(literal[place], to: other[isFlipped ? 1 - place : place])
        }
        if fits, matches(rest.dropFirst(), clause, &binding) { return true }
        binding.cut(to: count)
      }
    }
    return false
  }
}
