package import Relational
import TransitionSystem

/// Reads a relational system from its text.
package struct ModelReader {
  private var reader: FormulaReader
  private var system = RelationalSystem(name: "")

  /// The system that the text describes.
  ///
  /// - Throws: the first thing that is wrong with it.
  package static func system(
    _ text: String, file: String = "model.txt"
  ) throws(TextError) -> RelationalSystem {
    let tokens = try TokenReader(file: file, text: text)
    var reader = ModelReader(reader: FormulaReader(tokens: tokens, names: Vocabulary()))
    return try reader.read()
  }

  private init(reader: FormulaReader) { self.reader = reader }

  private mutating func read() throws(TextError) -> RelationalSystem {
    try reader.tokens.expect(word: "system")
    system.name = try reader.tokens.quoted()
    while reader.tokens.token.kind != .end { try item() }
    return system
  }

  private mutating func item() throws(TextError) {
    let start = reader.tokens.token
    guard case .word(let word) = start.kind else {
      throw reader.tokens.error("expected a declaration")
    }
    reader.tokens.advance()
    switch word {
    case "sort": try sort()
    case "relation": try relation(.state)
    case "location": try relation(.location)
    case "rigid": try relation(.rigid)
    case "axiom":
      let name = try reader.tokens.name()
      system.axioms.append(Axiom(name, try closed()))
    case "initially": system.initial.append(try reader.definition(":"))
    case "action": system.actions.append(try reader.action())
    case "goal":
      let name = try reader.tokens.name()
      system.goals.append(Goal(name, try closed()))
    case "structure":
      var clauses = ClauseReader(tokens: reader.tokens, names: reader.names)
      system.structure += try clauses.numbered(from: system.structure.count + 1)
      reader.tokens = clauses.tokens
    case "total":
      let domain = try reader.tokens.relation(reader.names)
      try reader.tokens.expect("->")
      let start = reader.tokens.token
      let relation = try reader.tokens.relation(reader.names)
      guard relation.sorts.starts(with: domain.sorts) else {
        throw reader.tokens.error(
          "'\(relation.name)' does not begin with the places of '\(domain.name)'", at: start)
      }
      let isWide = reader.tokens.accept(word: "wide")
      system.totalities.append(
        Totality(domain: domain.name, relation: relation.name, isWide: isWide))
    default: throw reader.tokens.error("expected a declaration", at: start)
    }
  }

  private mutating func closed() throws(TextError) -> Expression {
    try reader.tokens.expect(":")
    return try reader.formula()
  }

  private mutating func sort() throws(TextError) {
    let start = reader.tokens.token
    let name = try reader.tokens.name()
    guard !reader.names.sorts.contains(name) else {
      throw reader.tokens.error("the sort '\(name)' is there already", at: start)
    }
    let isOrdered = reader.tokens.accept(word: "ordered")
    let names: Sort.ElementNames
    if reader.tokens.accept(word: "numbered") {
      names = .numbered(prefix: try reader.tokens.quoted())
    } else if reader.tokens.accept(word: "letters") {
      let place = reader.tokens.token
      let text = try reader.tokens.quoted()
      guard let letter = text.first, text.count == 1 else {
        throw reader.tokens.error("expected one letter in quotes", at: place)
      }
      names = .letters(from: letter)
    } else {
      try reader.tokens.expect(word: "plain")
      names = .plain
    }
    system.sorts.append(Sort(name, ordered: isOrdered, elements: names))
    reader.names.sorts.append(name)
  }

  private mutating func relation(_ kind: Relation.Kind) throws(TextError) {
    let start = reader.tokens.token
    let name = try reader.tokens.name()
    guard reader.names.relations[name] == nil else {
      throw reader.tokens.error("the relation '\(name)' is there already", at: start)
    }
    try reader.tokens.expect("(")
    var sorts: [String] = []
    if reader.tokens.token.kind != .sign(")"), reader.tokens.token.kind != .sign(";") {
      sorts = try sortList()
    }
    let keyCount = sorts.count
    if reader.tokens.accept(";") { sorts += try sortList() }
    try reader.tokens.expect(")")
    let group = reader.tokens.accept(word: "in") ? try reader.tokens.name() : name
    let source = try projection(sorts)
    let documentation = reader.tokens.acceptQuoted() ?? ""
    system.relations.append(
      Relation(
        name, sorts, kind, group: group, keyCount: keyCount, documentation: documentation,
        projection: source))
    reader.names.relations[name] = sorts
  }

  private mutating func projection(
    _ sorts: [String]
  ) throws(TextError) -> Relation.Projection? {
    guard reader.tokens.accept(word: "projects") else { return nil }
    let start = reader.tokens.token
    let source = try reader.tokens.relation(reader.names)
    var places: [Int] = []
    for _ in sorts { places.append(try reader.tokens.number() - 1) }
    guard places.allSatisfy(source.sorts.indices.contains),
      places.map({ source.sorts[$0] }) == sorts
    else { throw reader.tokens.error("'\(source.name)' has no such places", at: start) }
    return Relation.Projection(of: source.name, places: places)
  }

  private mutating func sortList() throws(TextError) -> [String] {
    var found = [try reader.tokens.sort(reader.names)]
    while reader.tokens.accept(",") { found.append(try reader.tokens.sort(reader.names)) }
    return found
  }
}
