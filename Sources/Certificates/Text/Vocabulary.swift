import Relational
import TransitionSystem

/// The names that a text may use: sorts and relations by name.
struct Vocabulary {
  var sorts: [String]
  var relations: [String: [String]]

  init(sorts: [String] = [], relations: [Relation] = []) {
    self.sorts = sorts
    self.relations = [:]
    for relation in relations { self.relations[relation.name] = relation.sorts }
  }

  init(_ system: RelationalSystem) {
    self.init(sorts: system.sorts.map(\.name), relations: system.relations)
  }
}

extension TokenReader {
  /// The sorts of a relation that the next name names.
  mutating func relation(_ names: Vocabulary) throws(TextError) -> (name: String, sorts: [String]) {
    let start = token
    let name = try name()
    guard let sorts = names.relations[name] else {
      throw error("there is no relation '\(name)'", at: start)
    }
    return (name, sorts)
  }

  mutating func sort(_ names: Vocabulary) throws(TextError) -> String {
    let start = token
    let name = try name()
    guard names.sorts.contains(name) else { throw error("there is no sort '\(name)'", at: start) }
    return name
  }

  /// Throws unless the terms that began at `start` have the sorts of the relation.
  func check(
    _ sorts: [String], against expected: [String], of relation: String, from start: Token
  ) throws(TextError) {
    guard sorts != expected else { return }
    let wanted = expected.joined(separator: ", ")
    let found = sorts.joined(separator: ", ")
    throw error("'\(relation)' takes (\(wanted)), not (\(found))", at: start)
  }
}
