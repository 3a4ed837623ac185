/// Where solvers look for the instances of what is assumed of everything.
///
/// Premises are the pattern: what they say has to be a fact before an instance is of any use, and
/// resolving premises with facts is complete. Left to itself, cvc5 may choose what is concluded
/// instead, and give up without the one instance that makes a contradiction. Where premises do not
/// name all variables, each conclusion about one of the others is a pattern with them.
extension SecondScript {
  /// The text of what is assumed of all values of some variables.
  mutating func textWithPatterns(
    _ body: SecondFormula, _ values: [String: String]
  ) throws(TextError) -> String {
    let text = try text(body, values)
    var patterns: [String] = []
    for pattern in Self.patterns(of: body, values) {
      var atoms: [String] = []
      for atom in pattern { atoms.append(try self.text(.atom(atom.relation, atom.terms), values)) }
      let written = ":pattern (\(atoms.joined(separator: " ")))"
      if !patterns.contains(written) { patterns.append(written) }
    }
    return patterns.isEmpty ? text : "(! \(text) \(patterns.joined(separator: " ")))"
  }

  /// Some atoms each, which together name all variables; nothing if no atoms do.
  private static func patterns(
    of body: SecondFormula, _ values: [String: String]
  ) -> [[SecondMention]] {
    // What is inside another quantifier is no atom of these variables alone.
    let atoms = body.atoms().filter { $0.variables.allSatisfy { values[$0] != nil } }
    let variables = Set(values.keys)
    guard !variables.isEmpty else { return [] }
    let premises = cover(variables, with: atoms.filter { !$0.isPositive })
    let open = variables.subtracting(premises.flatMap(\.variables))
    if open.isEmpty { return [premises] }
    let conclusions = atoms.filter(\.isPositive)
    return conclusions.filter { !open.isDisjoint(with: $0.variables) }
      .map { first in
        let rest = open.subtracting(first.variables)
        return premises + [first] + cover(rest, with: conclusions)
      }
      .filter { variables.isSubset(of: $0.flatMap(\.variables)) }
  }

  /// A few of the atoms that name as many of the variables as all of them do.
  private static func cover(
    _ variables: Set<String>, with atoms: [SecondMention]
  ) -> [SecondMention] {
    var open = variables
    var chosen: [SecondMention] = []
    func new(_ atom: SecondMention) -> Int { open.intersection(atom.variables).count }
    while let most = atoms.map(new).max(), most > 0,
      let next = atoms.first(where: { new($0) == most })
    {
      open.subtract(next.variables)
      chosen.append(next)
    }
    return chosen
  }
}
