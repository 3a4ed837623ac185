package import TransitionSystem

/// A universally quantified disjunction of literals; its free variables are the bound ones.
package struct Clause: Hashable, Sendable {
  package var literals: [Literal]

  package init(_ literals: [Literal]) { self.literals = literals }

  /// An atom or its negation.
  package struct Literal: Hashable, Sendable {
    package var isPositive: Bool
    package var atom: Atom

    package init(_ isPositive: Bool, _ atom: Atom) {
      self.isPositive = isPositive
      self.atom = atom
    }

    package var negated: Literal { Literal(!isPositive, atom) }
  }

  package enum Atom: Hashable, Sendable {
    case holds(String, [ClauseTerm])
    case equal(ClauseTerm, ClauseTerm)
  }
}

/// A variable or a named element in a clause.
package enum ClauseTerm: Hashable, Sendable {
  /// The variables of one sort are numbered from 0.
  case variable(sort: String, Int)
  case element(sort: String, Int)
}

extension Clause {
  /// The variables, by first use.
  package var variables: [ClauseTerm] {
    var found: [ClauseTerm] = []
    for literal in literals {
      for term in literal.atom.terms {
        if case .variable = term, !found.contains(term) { found.append(term) }
      }
    }
    return found
  }

  /// The closed formula.
  package var formula: Expression {
    let bound = variables.map(\.parameter)
    let body = Expression.or(literals.map(\.expression))
    return bound.isEmpty ? body : .forAll(bound, body)
  }
}

extension Clause.Literal {
  /// The literal as a formula over the parameters that its variables stand for.
  package var expression: Expression { isPositive ? atom.expression : .not(atom.expression) }
}

extension Clause.Atom {
  package var terms: [ClauseTerm] {
    switch self {
    case .holds(_, let terms): terms
    case .equal(let left, let right): [left, right]
    }
  }

  package var expression: Expression {
    switch self {
    case .holds(let relation, let terms): .read(relation, terms.map(\.expression))
    case .equal(let left, let right): .equal(left.expression, right.expression)
    }
  }
}

extension ClauseTerm {
  package var sort: String {
    switch self {
    case .variable(let sort, _), .element(let sort, _): sort
    }
  }

  /// What a variable is called in formulas: its sort in capitals and its number.
  package var parameter: Parameter {
    switch self {
    case .variable(let sort, let number), .element(let sort, let number):
      Parameter("\(sort.uppercased())\(number)", .sort(sort))
    }
  }

  package var expression: Expression {
    switch self {
    case .variable: .variable(parameter)
    case .element(let sort, let number): .element(sort: sort, number)
    }
  }
}
