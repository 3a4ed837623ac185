/// Verification conditions as SMT-LIB 2, straight from the readable model and invariant.
///
/// It shares nothing with what finds proofs, and of this target only the tokens of the text, so
/// that a mistake in either shows as a difference.
package struct SecondTranslation {
  private let model: SecondModel
  private let clauses: [SecondFormula]
  private var found: [(name: String, text: String)] = []

  private init(model: SecondModel, clauses: [SecondFormula]) {
    self.model = model
    self.clauses = clauses
  }

  /// The name and the text of each condition, in the order of the actions.
  ///
  /// - Throws: `TextError` if a text is not in the form that certificates have.
  package static func conditions(
    model: String, invariant: String
  ) throws(TextError) -> [(name: String, text: String)] {
    let clauses = try SecondReader.invariant(invariant)
    var translation = SecondTranslation(model: try SecondReader.model(model), clauses: clauses)
    try translation.initiations()
    for action in translation.model.actions { try translation.consecutions(action) }
    try translation.goals()
    return translation.found
  }

  private mutating func add(
    _ name: String, _ build: (inout SecondScript) throws(TextError) -> Void
  ) throws(TextError) {
    var script = SecondScript(model: model)
    for axiom in model.axioms { script.lines.append(try script.text(axiom, [:])) }
    try build(&script)
    found.append((name, script.document(name)))
  }

  private mutating func initiations() throws(TextError) {
    for (index, clause) in clauses.enumerated() {
      try add("initiation of clause \(index + 1)") { script throws(TextError) in
        try script.refute(clause, .initial)
      }
    }
    for (index, totality) in model.totalities.enumerated() {
      try add("initiation of totality \(index + 1)") { script throws(TextError) in
        try script.refute(totality, .initial)
      }
    }
  }

  private mutating func consecutions(_ action: SecondAction) throws(TextError) {
    for (index, clause) in clauses.enumerated() where changes(action, clause.relations) {
      try step("clause \(index + 1) kept by", action) { script throws(TextError) in
        try script.refute(clause, .after(action))
      }
    }
    for (index, totality) in model.totalities.enumerated()
    where changes(action, [totality.domain, totality.relation]) {
      try step("totality \(index + 1) kept by", action) { script throws(TextError) in
        try script.refute(totality, .after(action))
      }
    }
    for (index, requirement) in action.requirements.enumerated() {
      try step("check \(index + 1) of", action) { script throws(TextError) in
        let values = script.constants("a", action.parameters)
        script.lines.append("(not \(try script.text(requirement, values)))")
      }
    }
  }

  private mutating func step(
    _ name: String, _ action: SecondAction,
    _ goal: (inout SecondScript) throws(TextError) -> Void
  ) throws(TextError) {
    let clauses = clauses
    try add("\(name) \(action.name)") { script throws(TextError) in
      for clause in clauses { try script.assume(clause) }
      script.isGoal = true
      let values = script.constants("a", action.parameters)
      script.lines.append(try script.text(action.guardCondition, values))
      try goal(&script)
      try script.assumeTotalities()
    }
  }

  private mutating func goals() throws(TextError) {
    let clauses = clauses
    for (index, goal) in model.goals.enumerated() {
      try add("goal \(index + 1): \(goal.name)") { script throws(TextError) in
        for clause in clauses { try script.assume(clause) }
        script.isGoal = true
        var (body, values) = (goal.formula, [String: String]())
        if case .quantified("forall", let bound, let inner) = body {
          (body, values) = (inner, script.constants("g", bound))
        }
        script.lines.append("(not \(try script.text(body, values)))")
        try script.assumeTotalities()
      }
    }
  }

  /// Whether an action defines or clears one of the relations.
  private func changes(_ action: SecondAction, _ relations: Set<String>) -> Bool {
    let groups = model.relations.filter { relations.contains($0.name) }.map(\.group)
    return relations.contains { action.updates[$0] != nil }
      || action.clears.contains { groups.contains($0.group) }
  }
}
