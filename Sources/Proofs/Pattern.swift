import Relational

/// A term of a pattern: a variable of the pattern, or a constant.
struct PatternTerm: Hashable, Sendable {
  /// A variable's number, or the complement of a constant's.
  private let code: Int32

  static func variable(_ number: Int) -> Self { Self(code: Int32(number)) }
  static func constant(_ number: Int) -> Self { Self(code: ~Int32(number)) }

  var variable: Int? { code >= 0 ? Int(code) : nil }

  /// What it stands for.
  func value(_ bindings: [Int]) -> Int { code >= 0 ? bindings[Int(code)] : Int(~code) }
}

/// A relation at terms.
struct PatternAtom: Hashable, Sendable {
  var relation: Int
  var terms: [PatternTerm]

  func key(_ bindings: [Int]) -> AtomKey {
    var key = AtomKey(relation)
    for place in terms.indices { key[place] = terms[place].value(bindings) }
    return key
  }
}

/// A literal of a pattern.
enum PatternLiteral: Hashable, Sendable {
  case holds(isPositive: Bool, PatternAtom)
  case equal(isPositive: Bool, PatternTerm, PatternTerm)
}

/// A universally quantified clause, laid out to find the instances that a model violates.
struct Pattern: Sendable {
  var variableSorts: [Int]
  /// Atoms that occur negated: an instance is violated only where all of them are facts.
  var required: [PatternAtom] = []
  /// Atoms none of which may be a fact.
  var forbidden: [PatternAtom] = []
  var requiredEqual: [(PatternTerm, PatternTerm)] = []
  var requiredDistinct: [(PatternTerm, PatternTerm)] = []

  init(variableSorts: [Int], _ literals: [PatternLiteral]) {
    self.variableSorts = variableSorts
    for literal in literals {
      switch literal {
      case .holds(false, let atom): required.append(atom)
      case .holds(true, let atom): forbidden.append(atom)
      case .equal(false, let left, let right): requiredEqual.append((left, right))
      case .equal(true, let left, let right): requiredDistinct.append((left, right))
      }
    }
  }
}

extension Pattern {
  /// The clause; facts of locations are matched first, since there are fewest of them.
  init(_ clause: Clause, _ vocabulary: Vocabulary) {
    let variables = clause.variables
    func term(_ term: ClauseTerm) -> PatternTerm {
      switch term {
      case .element(let sort, let number): .constant(vocabulary.element(sort, number))
      case .variable: .variable(variables.firstIndex(of: term) ?? 0)
      }
    }
    let literals = clause.literals.map { literal -> PatternLiteral in
      switch literal.atom {
      case .equal(let left, let right):
        .equal(isPositive: literal.isPositive, term(left), term(right))
      case .holds(let relation, let terms):
        .holds(
          isPositive: literal.isPositive,
          PatternAtom(relation: vocabulary.relation(relation), terms: terms.map(term)))
      }
    }
    self.init(variableSorts: variables.map { vocabulary.sort($0.sort) }, literals)
    func rank(_ atom: PatternAtom) -> Int {
      let relation = vocabulary.relations[atom.relation]
      return (relation.kind == .location ? 100 : 0) + relation.sorts.count
    }
    required.sort { rank($0) > rank($1) }
  }
}
