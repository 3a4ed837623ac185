package import Relational

/// Verification conditions as SMT-LIB 2, straight from the readable model and invariant.
///
/// It shares nothing with what finds proofs, and of this target only the tokens of the text, so
/// that a mistake in either shows as a difference.
package struct SecondTranslation {
  private let model: SecondModel
  private let clauses: [SecondFormula]
  /// For each clause: what it speaks of, and the groups of what it affirms.
  private let mentions: [Mentions]
  /// What initiations assume, and what all others do.
  private var axioms: SecondScript
  private var assumptions: SecondScript
  private var found: [ConditionScript] = []

  private init(model: SecondModel, clauses: [SecondFormula]) throws(TextError) {
    self.model = model
    self.clauses = clauses
    mentions = clauses.map { Mentions($0.atoms(), in: model) }
    axioms = SecondScript(model: model)
    for axiom in model.axioms { try axioms.assume(axiom: axiom) }
    axioms.share()
    assumptions = axioms
    for clause in clauses { try assumptions.assume(clause) }
    assumptions.share()
    assumptions.isGoal = true
  }

  /// The name and the text of each condition, in the order of the actions.
  ///
  /// - Throws: `TextError` if a text is not in the form that certificates have.
  package static func conditions(
    model: String, invariant: String
  ) throws(TextError) -> [ConditionScript] {
    var translation = try SecondTranslation(
      model: SecondReader.model(model), clauses: SecondReader.invariant(invariant))
    try translation.initiations()
    for action in translation.model.actions { try translation.consecutions(action) }
    try translation.goals()
    return translation.found
  }

  private mutating func initiations() throws(TextError) {
    var start = axioms
    start.isGoal = true
    for (index, clause) in clauses.enumerated() {
      var script = start
      try script.refute(clause, .initial)
      try script.assumeTotalities(axiomsOnly: true)
      add("initiation of clause \(index + 1)", .initially, script)
    }
    for (index, totality) in model.totalities.enumerated()
    where try !model.relation(totality.domain).isRigid {
      var script = start
      try script.refute(totality, .initial)
      try script.assumeTotalities(axiomsOnly: true)
      add("initiation of totality \(index + 1)", .initially, script)
    }
  }

  private mutating func consecutions(_ action: SecondAction) throws(TextError) {
    var start = assumptions
    let values = start.constants("a", action.parameters)
    start.lines.append(try start.text(action.guardCondition, values))
    for (index, clause) in clauses.enumerated() where mayBreak(action, mentions[index]) {
      var script = start
      try script.refute(clause, .after(action))
      try script.assumeTotalities()
      add("clause \(index + 1) kept by \(action.name)", .clause(index + 1), script)
    }
    for (index, totality) in model.totalities.enumerated()
    where mayBreak(action, Mentions(denying: totality.domain, affirming: totality.relation, model))
    {
      var script = start
      try script.refute(totality, .after(action))
      try script.assumeTotalities()
      add("totality \(index + 1) kept by \(action.name)", .totality(index + 1), script)
    }
    for (index, requirement) in action.requirements.enumerated() {
      var script = start
      script.lines.append("(not \(try script.text(requirement, values)))")
      try script.assumeTotalities()
      add("check \(index + 1) of \(action.name)", .checks, script)
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
      add("goal \(index + 1): \(goal.name)", .goals, script)
    }
  }

  private mutating func add(
    _ name: String, _ subject: ConditionSubject, _ script: SecondScript
  ) {
    found.append(script.condition(name, subject))
  }

  /// Whether an action defines one of the relations, or clears one that is affirmed.
  private func mayBreak(_ action: SecondAction, _ mentions: Mentions) -> Bool {
    mentions.relations.contains { action.updates[$0] != nil }
      || action.clears.contains { mentions.affirmedGroups.contains($0.group) }
  }

  private struct Mentions {
    var relations: [String]
    var affirmedGroups: Set<String>

    init(denying domain: String, affirming relation: String, _ model: SecondModel) {
      self.init(
        [
          SecondMention(relation: domain, terms: [], isPositive: false),
          SecondMention(relation: relation, terms: [], isPositive: true),
        ], in: model)
    }

    init(_ all: [SecondMention], in model: SecondModel) {
      relations = all.map(\.relation)
      let affirmed = Set(all.filter(\.isPositive).map(\.relation))
      affirmedGroups = Set(model.relations.filter { affirmed.contains($0.name) }.map(\.group))
    }
  }
}
