/// Verification conditions as SMT-LIB 2, straight from the readable model and invariant.
///
/// It shares nothing with what finds proofs, and of this target only the tokens of the text, so
/// that a mistake in either shows as a difference.
package struct SecondTranslation {
  private let model: SecondModel
  private let clauses: [SecondFormula]
  /// What initiations assume, and what all others do.
  private var axioms: SecondScript
  private var assumptions: SecondScript
  private var found: [(name: String, text: String)] = []

  private init(model: SecondModel, clauses: [SecondFormula]) throws(TextError) {
    self.model = model
    self.clauses = clauses
    axioms = SecondScript(model: model)
    for axiom in model.axioms { axioms.lines.append(try axioms.text(axiom, [:])) }
    assumptions = axioms
    for clause in clauses { try assumptions.assume(clause) }
    assumptions.isGoal = true
  }

  /// The name and the text of each condition, in the order of the actions.
  ///
  /// - Throws: `TextError` if a text is not in the form that certificates have.
  package static func conditions(
    model: String, invariant: String
  ) throws(TextError) -> [(name: String, text: String)] {
    var translation = try SecondTranslation(
      model: SecondReader.model(model), clauses: SecondReader.invariant(invariant))
    try translation.initiations()
    for action in translation.model.actions { try translation.consecutions(action) }
    try translation.goals()
    return translation.found
  }

  private mutating func initiations() throws(TextError) {
    for (index, clause) in clauses.enumerated() {
      var script = axioms
      try script.refute(clause, .initial)
      add("initiation of clause \(index + 1)", script)
    }
    for (index, totality) in model.totalities.enumerated() {
      var script = axioms
      try script.refute(totality, .initial)
      add("initiation of totality \(index + 1)", script)
    }
  }

  private mutating func consecutions(_ action: SecondAction) throws(TextError) {
    var start = assumptions
    let values = start.constants("a", action.parameters)
    start.lines.append(try start.text(action.guardCondition, values))
    for (index, clause) in clauses.enumerated() where mayBreak(action, clause.relations()) {
      var script = start
      try script.refute(clause, .after(action))
      try script.assumeTotalities()
      add("clause \(index + 1) kept by \(action.name)", script)
    }
    for (index, totality) in model.totalities.enumerated()
    where mayBreak(action, [(totality.domain, false), (totality.relation, true)]) {
      var script = start
      try script.refute(totality, .after(action))
      try script.assumeTotalities()
      add("totality \(index + 1) kept by \(action.name)", script)
    }
    for (index, requirement) in action.requirements.enumerated() {
      var script = start
      script.lines.append("(not \(try script.text(requirement, values)))")
      try script.assumeTotalities()
      add("check \(index + 1) of \(action.name)", script)
    }
  }

  private mutating func goals() throws(TextError) {
    for (index, goal) in model.goals.enumerated() {
      var script = assumptions
      var (body, values) = (goal.formula, [String: String]())
      if case .quantified("forall", let bound, let inner) = body {
        (body, values) = (inner, script.constants("g", bound))
      }
      script.lines.append("(not \(try script.text(body, values)))")
      try script.assumeTotalities()
      add("goal \(index + 1): \(goal.name)", script)
    }
  }

  private mutating func add(_ name: String, _ script: SecondScript) {
    found.append((name, script.document(name)))
  }

  /// Whether an action defines one of the relations, or clears one that is affirmed.
  private func mayBreak(_ action: SecondAction, _ mentions: [SecondMention]) -> Bool {
    let affirmed = mentions.filter(\.isPositive).map(\.relation)
    let groups = model.relations.filter { affirmed.contains($0.name) }.map(\.group)
    return mentions.contains { action.updates[$0.relation] != nil }
      || action.clears.contains { groups.contains($0.group) }
  }
}
