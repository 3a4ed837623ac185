internal import TransitionSystem

/// Checks the members of one item and lowers them to a fragment.
///
/// First everything that the item declares is entered into `declarations`, so that the order of
/// members does not matter; then values, definitions and bodies are checked against them.
final class FragmentChecker {
  /// What the item's texts may name: what was there before, and its own.
  var declarations: Declarations
  /// What was there before the item: what `override` and `base` speak of.
  let inherited: Declarations
  let item: Item
  let sources: [SourceText]
  let log: DiagnosticLog
  var fragment = Fragment()
  /// Names whose declaration is wrong: naming them is no further mistake.
  var broken: Set<String> = []
  /// The calls in the item's bodies, for the search for recursion.
  var calls: [CallEdge] = []
  /// Ghosts that the item may write.
  var ownGhosts: Set<String> = []
  /// Where the item's own declarations are in `fragment`, by name: texts may be long.
  var ownCallables: [String: Int] = [:]
  var ownEnvironment: [String: Int] = [:]
  var ownVariables: [String: Int] = [:]

  /// What the members belong to.
  struct Item {
    var kind: ItemSyntax.Kind
    var name: String
  }

  /// A call from one body to another.
  struct CallEdge: Hashable {
    var caller: String
    var callee: String
    var isBase: Bool
    var range: SourceRange?
  }

  init(
    _ kind: ItemSyntax.Kind, _ name: String, inherited: Declarations, sources: [SourceText],
    log: DiagnosticLog
  ) {
    item = Item(kind: kind, name: name)
    self.inherited = inherited
    declarations = inherited
    broken = inherited.settled
    self.sources = sources
    self.log = log
  }

  /// Enters all declarations, then checks all bodies.
  func check(_ members: [MemberSyntax]) {
    declare(members)
    lowerValues(members)
    lowerDefinitions(members)
    for member in members where !log.isFull { lowerBody(member) }
  }

  func report(_ diagnostic: Diagnostic) { log.report(diagnostic) }

  func site(_ range: SourceRange) -> SourceSite? {
    guard sources.indices.contains(range.file) else { return nil }
    return sources[range.file].site(of: range.lower)
  }

  /// The text of a range on one line, shortened, for messages.
  func quoted(_ range: SourceRange) -> String {
    guard sources.indices.contains(range.file) else { return "" }
    let text = sources[range.file].text(range.lower, min(range.upper, range.lower + 200))
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return words.count > 60 ? words.prefix(57) + "…" : words
  }

  /// A note that shows where a text declares the name; nothing for what Swift declares.
  func declaredHere(_ name: String, _ group: Declarations.Group) -> [Diagnostic.Note] {
    let key = Declarations.Key(group: group, name: name)
    return declarations.places[key].map { [.init("'\(name)' is declared here", at: $0)] } ?? []
  }

  /// Claims a name for a declaration of this item; false, with a diagnostic, if it is taken.
  func claim(_ name: Name, _ group: Declarations.Group) -> Bool {
    if let kind = declarations.kind(of: name.text, in: group) {
      report(.duplicateName(name, kind: kind, notes: declaredHere(name.text, group)))
      return false
    }
    declarations.places[Declarations.Key(group: group, name: name.text)] = name.range
    return true
  }

  /// The type that is written, or nil with a diagnostic.
  func resolve(_ type: TypeSyntax) -> ValueType? {
    switch type.kind {
    case .bool: return .bool
    case .integer(let lower, let upper):
      guard lower <= upper, upper - lower < Lexer.largestInteger else {
        report(.badIntegerType(lower, upper, type.range))
        return nil
      }
      return .integer(lower...upper)
    case .named(let name):
      if declarations.sorts[name] != nil { return .sort(name) }
      if declarations.variants[name] != nil { return .variant(name) }
      if !broken.contains(name) {
        let known = Array(declarations.sorts.keys) + declarations.variants.keys + ["bool", "int"]
        // A misspelt statement of two words looks like a local of an unknown type.
        let near =
          Suggestion.nearest(to: name, among: known)
          ?? Suggestion.nearest(to: name, among: ["return", "wait", "emit", "try"])
        report(.unknownType(name, near: near, type.range))
      }
      return nil
    }
  }

  /// The sort of this name, or nil with a diagnostic.
  func resolveSort(_ name: Name) -> Sort? {
    if let sort = declarations.sorts[name.text] { return sort }
    guard !broken.contains(name.text) else { return nil }
    let near = Suggestion.nearest(to: name.text, among: declarations.sorts.keys)
    report(
      .unknownSort(
        name.text, isEnum: declarations.variants[name.text] != nil, near: near, name.range))
    return nil
  }

  /// The parameters that are written, or nil with diagnostics; their names differ.
  func resolve(_ parameters: [ParameterSyntax]) -> [Parameter]? {
    var resolved: [Parameter] = []
    var places: [String: SourceRange] = [:]
    for parameter in parameters {
      if let first = places[parameter.name.text] {
        report(
          .duplicateName(
            parameter.name, kind: "a parameter",
            notes: [.init("the first one is here", at: first)]))
        continue
      }
      places[parameter.name.text] = parameter.name.range
      guard let type = resolve(parameter.type) else { continue }
      resolved.append(Parameter(parameter.name.text, type))
    }
    return resolved.count == parameters.count ? resolved : nil
  }
}
