/// Where solvers look for the instances of what is assumed of everything.
///
/// Premises are the pattern: what they say has to be a fact before an instance is of any use, and
/// resolving premises with facts is complete. Left to itself, cvc5 may choose what is concluded
/// instead, and give up without the one instance that makes a contradiction. Where premises do not
/// name all variables, each conclusion about one of the others is a pattern with them.
extension SExpression {
  /// With patterns, if it is a universal formula some of whose atoms name all its variables.
  var withPatterns: SExpression {
    let (bound, body) = opened
    var patterns: [SExpression] = []
    for pattern in Self.patterns(of: body, Set(bound.map(\.name))) {
      let written = SExpression.list(pattern.map(\.atom))
      if !patterns.contains(written) { patterns.append(written) }
    }
    guard !bound.isEmpty, !patterns.isEmpty else { return self }
    let marked = patterns.flatMap { [.symbol(":pattern"), $0] }
    return .quantified("forall", bound, .form("!", [body] + marked))
  }

  private typealias Mention = (atom: SExpression, variables: Set<String>, isPositive: Bool)

  /// Some atoms each, which together name all variables; nothing if no atoms do.
  private static func patterns(of body: SExpression, _ variables: Set<String>) -> [[Mention]] {
    let atoms = body.atoms().compactMap { atom, isPositive -> Mention? in
      let named = Set(atom.symbols.filter { !$0.contains(":") })
      // What is inside another quantifier is no atom of these variables alone.
      return named.isSubset(of: variables) ? (atom, named, isPositive) : nil
    }
    let premises = cover(variables, with: atoms.filter { !$0.isPositive })
    let open = premises.reduce(variables) { $0.subtracting($1.variables) }
    if open.isEmpty { return [premises] }
    let conclusions = atoms.filter(\.isPositive)
    return conclusions.filter { !open.isDisjoint(with: $0.variables) }
      .map { first in
        premises + [first] + cover(open.subtracting(first.variables), with: conclusions)
      }
      .filter { pattern in pattern.reduce(variables) { $0.subtracting($1.variables) }.isEmpty }
  }

  /// A few of the atoms that name as many of the variables as all of them do.
  private static func cover(_ variables: Set<String>, with atoms: [Mention]) -> [Mention] {
    var open = variables
    var chosen: [Mention] = []
    func new(_ atom: Mention) -> Int { open.intersection(atom.variables).count }
    while let most = atoms.map(new).max(), most > 0,
      let next = atoms.first(where: { new($0) == most })
    {
      open.subtract(next.variables)
      chosen.append(next)
    }
    return chosen
  }
}
