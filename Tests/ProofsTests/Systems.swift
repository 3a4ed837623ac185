import Relational
import TransitionSystem

/// Shorthands for relational systems in tests.
func of(_ sort: String, _ name: String) -> Parameter { Parameter(name, .sort(sort)) }

func holds(_ relation: String, _ terms: Parameter...) -> Expression {
  .read(relation, terms.map(\.use))
}

func same(_ pairs: (Parameter, Parameter)...) -> Expression {
  .and(pairs.map { .equal($0.use, $1.use) })
}

/// A clause written as `-held(c0,s0) -free(s0) c0=c1`; a variable is a sort and a number, an
/// element a sort, `#` and a number.
func clause(_ text: String) -> Clause {
  Clause(
    text.split(separator: " ").map { word in
      let isPositive = !word.hasPrefix("-")
      let atom = isPositive ? word[...] : word.dropFirst()
      let parts = atom.split(whereSeparator: { "(,)=".contains($0) }).map(String.init)
      if atom.contains("=") {
        return Clause.Literal(isPositive, .equal(term(parts[0]), term(parts[1])))
      }
      return Clause.Literal(isPositive, .holds(parts[0], parts.dropFirst().map(term)))
    })
}

private func term(_ text: String) -> ClauseTerm {
  let sort = String(text.prefix { !$0.isNumber && $0 != "#" })
  let number = Int(text.drop { !$0.isNumber }) ?? 0
  return text.contains("#")
    ? .element(sort: sort, number) : .variable(sort: sort, number)
}

/// The clause as `clause` reads it.
func text(_ clause: Clause) -> String {
  clause.literals.map { literal in
    let sign = literal.isPositive ? "" : "-"
    switch literal.atom {
    case .equal(let left, let right): return sign + text(left) + "=" + text(right)
    case .holds(let relation, let terms):
      return sign + relation + "(" + terms.map(text).joined(separator: ",") + ")"
    }
  }.joined(separator: " ")
}

private func text(_ term: ClauseTerm) -> String {
  switch term {
  case .variable(let sort, let number): "\(sort)\(number)"
  case .element(let sort, let number): "\(sort)#\(number)"
  }
}

func definition(
  _ relation: String, _ parameters: Parameter..., be formula: Expression
) -> Relational.Definition {
  Relational.Definition(relation, parameters, formula)
}

/// The structure as text: sizes, then what holds.
func text(_ structure: Structure) -> String {
  let sizes = structure.sizes.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }
  let facts = structure.tuples.sorted { $0.key < $1.key }.flatMap { name, tuples in
    tuples.sorted { $0.lexicographicallyPrecedes($1) }.map { tuple in
      name + "(" + tuple.map(String.init).joined(separator: ",") + ")"
    }
  }
  return (sizes + facts).joined(separator: " ")
}

extension RelationalSystem {
  init(
    _ name: String, sorts: [String], relations: [Relation],
    initial: [Relational.Definition], actions: [RelationalAction]
  ) {
    self.init(name: name)
    self.sorts = sorts.map { Sort($0, elements: .numbered(prefix: $0)) }
    self.relations = relations
    self.initial = initial
    self.actions = actions
  }
}
