package import Relational
package import TransitionSystem

/// Clauses as text: premises and conclusions where their order allows, a disjunction otherwise.
package struct ClauseText {
  private let sorts: [String]

  package init(sorts: [Sort]) { self.sorts = sorts.map(\.name) }

  /// The text of an invariant: one clause a line, numbered from 1.
  package func invariant(_ clauses: [Clause]) -> String {
    numbered("invariant", clauses).joined(separator: "\n") + (clauses.isEmpty ? "" : "\n")
  }

  /// A heading and numbered lines; nothing for no clauses.
  func numbered(_ heading: String, _ clauses: [Clause]) -> [String] {
    guard !clauses.isEmpty else { return [] }
    return [heading] + clauses.enumerated().map { "  \($0 + 1). \(text($1))" }
  }

  package func text(_ clause: Clause) -> String {
    let literals = clause.literals
    let premises = literals.prefix { !$0.isPositive }
    let conclusions = literals.dropFirst(premises.count)
    guard !literals.isEmpty else { return "false" }
    if conclusions.isEmpty, premises.count > 1 {
      return "!(\(premises.map { text($0.atom) }.joined(separator: " && ")))"
    }
    guard !premises.isEmpty, !conclusions.isEmpty, conclusions.allSatisfy(\.isPositive) else {
      return literals.map(text).joined(separator: " || ")
    }
    return premises.map { text($0.atom) }.joined(separator: " && ") + " => "
      + conclusions.map { text($0.atom) }.joined(separator: " || ")
  }

  private func text(_ literal: Clause.Literal) -> String {
    if case .equal(let left, let right) = literal.atom, !literal.isPositive {
      return "\(text(left)) != \(text(right))"
    }
    return (literal.isPositive ? "" : "!") + text(literal.atom)
  }

  private func text(_ atom: Clause.Atom) -> String {
    switch atom {
    case .holds(let relation, let terms):
      "\(NameText.name(relation))(\(terms.map(text).joined(separator: ", ")))"
    case .equal(let left, let right): "\(text(left)) == \(text(right))"
    }
  }

  private func text(_ term: ClauseTerm) -> String {
    switch term {
    case .element(let sort, let number): "\(NameText.name(sort))#\(number)"
    case .variable(let sort, let number):
      Self.variable(term.parameter.name, sorts: sorts) == term
        ? term.parameter.name : "\(NameText.name(sort))?\(number)"
    }
  }

  /// The variable that a word stands for: a sort in capitals and a number, if only one sort fits.
  static func variable(_ word: String, sorts: [String]) -> ClauseTerm? {
    guard NameText.isWord(word), !NameText.keywords.contains(word) else { return nil }
    var found: [ClauseTerm] = []
    for sort in sorts where word.hasPrefix(sort.uppercased()) {
      let digits = word.dropFirst(sort.uppercased().count)
      guard let number = Int(digits), (0...1_000_000).contains(number), "\(number)" == digits
      else { continue }
      found.append(.variable(sort: sort, number))
    }
    return found.count == 1 ? found.first : nil
  }
}
