package import Relational

/// Verification conditions as SMT-LIB 2, straight from the readable model and invariant.
///
/// It shares nothing with what finds proofs, and of this target only the tokens of the text and the
/// form of an S-expression, so that a mistake in either shows as a difference.
package struct SecondTranslation {
  private let model: SecondModel
  private let claims: [Claim]
  /// What initiations assume, and what all others do.
  private var axioms: SecondScript
  private var assumptions: SecondScript
  private var found: [ConditionScript] = []

  private init(model: SecondModel, clauses: [SExpression]) throws(TextError) {
    self.model = model
    var claims: [Claim] = []
    for (index, clause) in clauses.enumerated() {
      claims.append(
        Claim("clause \(index + 1)", .clause(index + 1), clause, of: "c", in: model))
    }
    for (index, totality) in model.totalities.enumerated() {
      let formula = try model.formula(of: totality)
      var claim = Claim(
        "totality \(index + 1)", .totality(index + 1), formula, of: "k", in: model)
      claim.isAxiom = try model.relation(totality.domain).isRigid
      claims.append(claim)
    }
    self.claims = claims
    axioms = SecondScript(model: model)
    for axiom in model.axioms { try axioms.assume(axiom) }
    axioms.share()
    assumptions = axioms
    for clause in clauses { try assumptions.assume(clause) }
    assumptions.share()
    (axioms.isGoal, assumptions.isGoal) = (true, true)
  }

  /// The name and the text of each condition, in the order of the actions.
  ///
  /// - Throws: `TextError` if a text is not in the form that certificates have.
  package static func conditions(
    model: String, invariant: String
  ) throws(TextError) -> [ConditionScript] {
    let model = try SecondReader.model(model)
    var translation = try SecondTranslation(
      model: model, clauses: SecondReader.invariant(invariant, of: model))
    for claim in translation.claims where !claim.isAxiom {
      var script = translation.axioms
      try script.refute(claim.formula, claim.prefix, .initial)
      try translation.add("initiation of \(claim.name)", .initially, script)
    }
    for action in model.actions { try translation.consecutions(action) }
    for (index, goal) in model.goals.enumerated() {
      var script = translation.assumptions
      try script.refute(goal.formula, "g")
      try translation.add("goal \(index + 1): \(goal.name)", .goals, script)
    }
    return translation.found
  }

  private mutating func consecutions(_ action: SecondAction) throws(TextError) {
    var start = assumptions
    let values = start.constants("a", action.parameters)
    start.lines.append(try start.read(action.guardCondition, values))
    for claim in claims where claim.mayBreak(by: action) {
      var script = start
      try script.refute(claim.formula, claim.prefix, .after(action))
      try add("\(claim.name) kept by \(action.name)", claim.subject, script)
    }
    for (index, requirement) in action.requirements.enumerated() {
      var script = start
      try script.refute(requirement, values)
      try add("check \(index + 1) of \(action.name)", .checks, script)
    }
  }

  private mutating func add(
    _ name: String, _ subject: ConditionSubject, _ script: SecondScript
  ) throws(TextError) {
    var script = script
    try script.assumeTotalities(axiomsOnly: subject == .initially)
    found.append(script.condition(name, subject))
  }

  /// A clause or a totality, which holds at first and which every action keeps.
  private struct Claim {
    var name: String
    var subject: ConditionSubject
    var formula: SExpression
    /// Of the constants for which it is refuted.
    var prefix: String
    var isAxiom = false
    /// What it speaks of, and the groups of what it affirms.
    private var relations: [String]
    private var affirmedGroups: Set<String>

    init(
      _ name: String, _ subject: ConditionSubject, _ formula: SExpression, of prefix: String,
      in model: SecondModel
    ) {
      (self.name, self.subject, self.formula, self.prefix) = (name, subject, formula, prefix)
      let atoms = formula.atoms()
      relations = atoms.compactMap { $0.atom.list?.first?.symbol }
      let affirmed = atoms.filter(\.isPositive).compactMap { $0.atom.list?.first?.symbol }
      affirmedGroups = Set(affirmed.compactMap { model.relations[$0]?.group })
    }

    /// Whether an action defines one of the relations, or clears one that is affirmed.
    func mayBreak(by action: SecondAction) -> Bool {
      relations.contains { action.updates[$0] != nil }
        || action.clears.contains { affirmedGroups.contains($0.group) }
    }
  }
}
