/// Items.
extension Parser {
  mutating func item() throws(Failure) -> ItemSyntax {
    let documentation = documentation
    let start = currentRange
    let isAbstract = skip("abstract")
    guard let kind = ItemSyntax.Kind(rawValue: currentWord), !isAbstract || kind == .kernel else {
      if isAbstract { throw fail(expected: "'kernel'") }
      let words = ItemSyntax.Kind.allCases.map(\.rawValue) + ["abstract"]
      let near = Suggestion.nearest(to: currentWord, among: words)
      throw fail(.itemExpected(found: found, suggestion: near, currentRange))
    }
    advance()
    var item = try head(kind, documentation: documentation, start: start)
    item.isAbstract = isAbstract
    let outer = itemKind
    itemKind = kind
    defer { itemKind = outer }
    item.members = try members()
    item.range = range(from: start)
    return item
  }

  private mutating func head(
    _ kind: ItemSyntax.Kind, documentation: String, start: SourceRange
  ) throws(Failure) -> ItemSyntax {
    let name = kind.hasTitleName ? try string("the name in quotes") : try name()
    var item = ItemSyntax(
      kind: kind, name: name, isAbstract: false, parents: [], kernels: [], members: [],
      documentation: documentation, range: start)
    if kind == .kernel && skip("extends") { item.parents = try strings("the name of a kernel") }
    if kind == .design && skip("on") { item.kernels = try strings() }
    if kind == .litmus {
      try expect("on")
      item.kernels = try strings()
    }
    if [.claim, .bug, .situation].contains(kind), skip("on") { item.kernels = try strings() }
    return item
  }

  /// The members in braces.
  mutating func members() throws(Failure) -> [MemberSyntax] {
    var members: [MemberSyntax] = []
    try braced { parser in
      let documentation = parser.documentation
      let start = parser.currentRange
      do throws(Failure) {
        let kind = try parser.member()
        members.append(
          MemberSyntax(
            kind: kind, documentation: documentation, range: parser.range(from: start)))
      } catch {
        parser.skipStatement()
      }
    }
    return members
  }

  /// Runs the part until the closing brace; a missing one is reported and taken as written.
  @discardableResult
  mutating func braced(_ part: (inout Parser) -> Void) throws(Failure) -> SourceRange {
    let opening = currentRange
    try expect(.leftBrace)
    while !at(.rightBrace) {
      if current.kind == .end || startsItemAtMargin {
        report(.missingBrace(currentRange.start, opening: opening))
        return currentRange.start
      }
      let before = position
      part(&self)
      if position == before { advance() }
    }
    let closing = currentRange
    advance()
    return closing
  }

  /// The members that each kind of item may have.
  private static func allows(_ word: String, in kind: ItemSyntax.Kind) -> Bool {
    let model: Set<String> = [
      "title", "source", "sort", "ordered", "enum", "state", "lock", "option", "set", "define",
      "event", "override", "privileged", "explicit", "readonly", "step", "routine", "syscall",
      "recipe", "environment", "init",
    ]
    switch kind {
    case .kernel: return model.contains(word)
    case .design: return model.contains(word) || ["variant", "expect"].contains(word)
    case .model: return model.contains(word) || ["property", "role", "scope"].contains(word)
    case .workload: return ["title", "source", "init", "role", "recipe"].contains(word)
    case .observer:
      return ["title", "source", "uses", "ghost", "define", "init", "on"].contains(word)
    case .property:
      return [
        "title", "source", "workload", "scope", "uses", "ghost", "define", "init", "on", "always",
        "never", "reachable", "static", "leadsTo", "fair", "contested", "aside",
      ].contains(word)
    case .claim: return claimWords.contains(word) || ["title", "source", "design"].contains(word)
    case .bug: return ["title", "source", "set", "design", "litmus", "static"].contains(word)
    case .situation:
      return ["title", "source", "workload", "set", "scope", "init"].contains(word)
    case .requirement: return requirementWords.union(["title", "source"]).contains(word)
    case .litmus:
      return litmusWords.contains(word)
        || ["title", "source", "design", "workload", "set", "scope", "init"].contains(word)
    }
  }

  /// Every word that begins a member of some item.
  private static let memberWords =
    [
      "title", "source", "sort", "ordered", "enum", "state", "ghost", "lock", "option", "set",
      "define", "event", "override", "privileged", "explicit", "readonly", "step", "routine",
      "syscall", "recipe", "environment", "init", "variant", "expect", "property", "role", "scope",
      "uses", "workload", "on", "always", "never", "reachable", "static", "leadsTo", "fair",
      "contested", "aside", "design", "litmus",
    ] + litmusWords + claimWords + requirementWords.subtracting(claimWords).sorted()

  /// A member that stands where one of another kind of item could.
  mutating func member(of kind: ItemSyntax.Kind) throws(Failure) -> MemberSyntax.Kind {
    let outer = itemKind
    itemKind = kind
    defer { itemKind = outer }
    return try member()
  }

  private mutating func member() throws(Failure) -> MemberSyntax.Kind {
    let word = currentWord
    guard Self.memberWords.contains(word) else {
      let candidates = Self.memberWords.filter { Self.allows($0, in: itemKind) }
      let near = Suggestion.nearest(to: word, among: candidates)
      throw fail(
        .memberExpected(in: itemKind.rawValue, found: found, suggestion: near, currentRange))
    }
    guard Self.allows(word, in: itemKind) else {
      throw fail(.misplacedMember(word, in: itemKind, currentRange))
    }
    switch word {
    case "title", "source", "uses", "contested", "aside", "workload", "scope":
      return try remark(word)
    case "design" where itemKind == .bug, "litmus",
      "static" where itemKind == .bug:
      return .bug(try evidence())
    case "always", "never", "reachable", "static", "leadsTo": return .demand(try demand())
    case "fair": return .fairness(try fairness())
    case "on": return .handler(try handler())
    case "role": return .role(try role())
    case "variant": return .variant(try variant())
    case "expect": return .expect(try expectation())
    case "design" where itemKind == .litmus: return .litmus(try litmusMember(word))
    case "design": return .claimed(try claimed())
    case _ where Self.litmusWords.contains(word): return .litmus(try litmusMember(word))
    case _ where itemKind == .requirement: return .requirement(try requirementMember(word))
    case _ where Self.claimWords.contains(word): return .claim(try claimMember(word))
    case "property": return .property(try nested { (parser) throws(Failure) in try parser.item() })
    default: return try declaration(word)
    }
  }

  /// Members that say something about their item in a word or two.
  private mutating func remark(_ word: String) throws(Failure) -> MemberSyntax.Kind {
    advance()
    let kind: MemberSyntax.Kind
    switch word {
    case "title": kind = .title(try string())
    case "source": kind = .source(try string())
    case "uses": kind = .uses(try names("the name of an observer"))
    case "workload": kind = .workload(try string("the name of a workload"))
    case "scope": kind = .scope(try counts())
    case "aside": kind = .aside
    default: kind = .contested
    }
    try expectSemicolon()
    return kind
  }

  private mutating func counts() throws(Failure) -> [CountSyntax] {
    var counts: [CountSyntax] = []
    repeat {
      let name = try name("a sort, a budget or 'calls'")
      try expect(.assign)
      counts.append(CountSyntax(name: name, count: try integer()))
    } while skip(.comma)
    return counts
  }
}
