import Relational
import TransitionSystem

/// Actions and definitions.
extension FormulaReader {
  /// A relation with the names of its places, and the formula for which it holds.
  mutating func definition(_ sign: String) throws(TextError) -> Relational.Definition {
    let start = tokens.token
    let relation = try tokens.relation(names)
    let parameters = try parameterList()
    try tokens.check(
      parameters.map(\.type.description), against: relation.sorts, of: relation.name, from: start)
    try tokens.expect(sign)
    scope += parameters
    let formula = try formula()
    scope.removeLast(parameters.count)
    return Relational.Definition(relation.name, parameters, formula)
  }

  private mutating func parameterList() throws(TextError) -> [Parameter] {
    try tokens.expect("(")
    if tokens.accept(")") { return [] }
    let found = try parameters()
    try tokens.expect(")")
    return found
  }

  /// What follows the word `action`.
  mutating func action() throws(TextError) -> RelationalAction {
    let name = try tokens.name()
    let parameters = try parameterList()
    let origin = tokens.accept(word: "from") ? try tokens.quoted() : name
    let site = try acceptSite()
    scope = parameters
    try tokens.expect(word: "when")
    var action = RelationalAction(
      name: name, parameters: parameters, guard: try formula(), origin: origin, site: site)
    while tokens.isAtName {
      let start = tokens.token
      let update = try definition(":=")
      guard action.update(of: update.relation) == nil else {
        throw tokens.error("a second update of '\(update.relation)'", at: start)
      }
      action.updates.append(update)
    }
    while tokens.accept(word: "clear") {
      let group = try tokens.name()
      action.clears.append(Clear(group, try terms().expressions))
    }
    while let check = try acceptCheck() { action.checks.append(check) }
    scope = []
    return action
  }

  private mutating func acceptCheck() throws(TextError) -> Check? {
    let kind: Check.Kind
    if tokens.accept(word: "require") {
      kind = .require
    } else if tokens.accept(word: "cover") {
      kind = .cover
    } else {
      return nil
    }
    let property = try tokens.name()
    let message = tokens.acceptQuoted() ?? ""
    let site = try acceptSite()
    try tokens.expect(":")
    let condition = try formula()
    return Check(
      property: property, kind: kind, condition: condition, message: message, site: site)
  }

  private mutating func acceptSite() throws(TextError) -> SourceSite? {
    guard tokens.accept(word: "site") else { return nil }
    let file = try tokens.quoted()
    let line = try tokens.number()
    return SourceSite(file: file, line: line, column: try tokens.number())
  }
}
