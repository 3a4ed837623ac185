package import Relational
import TransitionSystem

/// A relational system as text that people read and that reads back as the same system.
package enum ModelText {
  /// The text, or an error if it does not read back as the system.
  package static func checked(_ system: RelationalSystem) throws(TextError) -> String {
    let text = text(system)
    guard try ModelReader.system(text) == system else {
      throw TextError(
        "the system '\(system.name)' does not read back as it was", file: "model.txt",
        text: Array(text.utf8), at: 0)
    }
    return text
  }

  /// The text.
  package static func text(_ system: RelationalSystem) -> String {
    var blocks = [
      ["system \(NameText.quoted(system.name))"],
      system.sorts.map(sort),
      system.relations.map(relation),
      system.axioms.map { "axiom \(NameText.name($0.name)): \(FormulaText.text($0.formula))" },
      system.initial.map { "initially \(definition($0, ":"))" },
    ]
    blocks += system.actions.map(action)
    blocks += [
      system.goals.map { "goal \(NameText.name($0.property)): \(FormulaText.text($0.formula))" },
      ClauseText(sorts: system.sorts).numbered("structure", system.structure),
      system.totalities.map {
        "total \(NameText.name($0.domain)) -> \(NameText.name($0.relation))"
          + ($0.isWide ? " wide" : "")
      },
    ]
    let written = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    return written.joined(separator: "\n\n") + "\n"
  }

  private static func sort(_ sort: Sort) -> String {
    let names =
      switch sort.elementNames {
      case .numbered(let prefix): "numbered \(NameText.quoted(prefix))"
      case .letters(let first): "letters \(NameText.quoted(String(first)))"
      case .plain: "plain"
      }
    return "sort \(NameText.name(sort.name)) \(sort.isOrdered ? "ordered " : "")\(names)"
  }

  /// The places up to a semicolon are indices, those behind it the value.
  private static func relation(_ relation: Relation) -> String {
    let word =
      switch relation.kind {
      case .state: "relation"
      case .location: "location"
      case .rigid: "rigid"
      }
    let sorts = relation.sorts.map(NameText.name)
    var places = sorts.prefix(max(relation.keyCount, 0)).joined(separator: ", ")
    if relation.keyCount < sorts.count {
      let values = sorts.dropFirst(max(relation.keyCount, 0)).joined(separator: ", ")
      places += "; " + values
    }
    let group = relation.group == relation.name ? "" : " in \(NameText.name(relation.group))"
    let note = relation.documentation
    let source = relation.projection.map { projection in
      " projects \(NameText.name(projection.relation)) "
        + projection.places.map { String($0 + 1) }.joined(separator: " ")
    }
    return "\(word) \(NameText.name(relation.name))(\(places))\(group)\(source ?? "")"
      + (note.isEmpty ? "" : " " + NameText.quoted(note))
  }

  private static func definition(_ definition: Relational.Definition, _ sign: String) -> String {
    let parameters = FormulaText.parameters(definition.parameters)
    return "\(NameText.name(definition.relation))(\(parameters))\(sign == ":" ? "" : " ")\(sign) "
      + FormulaText.text(definition.formula)
  }

  private static func action(_ action: RelationalAction) -> [String] {
    var lines = [
      "action \(NameText.name(action.name))(\(FormulaText.parameters(action.parameters)))"
    ]
    if action.origin != action.name { lines.append("  from \(NameText.quoted(action.origin))") }
    if let site = action.site { lines.append("  \(text(site))") }
    lines.append("  when \(FormulaText.text(action.guardCondition))")
    lines += action.updates.map { "  " + definition($0, ":=") }
    lines += action.clears.map { "  clear \(NameText.name($0.group))(\(FormulaText.list($0.key)))" }
    return lines + action.checks.map(check)
  }

  private static func check(_ check: Check) -> String {
    let message = check.message.isEmpty ? "" : " " + NameText.quoted(check.message)
    let place = check.site.map { " " + text($0) } ?? ""
    return "  \(check.kind == .require ? "require" : "cover") \(NameText.name(check.property))"
      + "\(message)\(place): \(FormulaText.text(check.condition))"
  }

  private static func text(_ site: SourceSite) -> String {
    "site \(NameText.quoted(site.file)) \(site.line) \(site.column)"
  }
}
