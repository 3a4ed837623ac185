/// Declarations of kernels, designs, models and observers.
extension Parser {
  mutating func declaration(_ word: String) throws(Failure) -> MemberSyntax.Kind {
    switch word {
    case "sort", "ordered": return try sort()
    case "enum": return try enumeration()
    case "state", "ghost": return try state()
    case "lock": return try lock()
    case "option": return try option()
    case "set":
      advance()
      return .settings(try settings())
    case "define": return try define()
    case "event": return try event()
    case "init":
      advance()
      return .initialization(try block())
    case "override" where at("environment", ahead: 1), "environment":
      return .environment(try environment())
    default: return .callable(try callable())
    }
  }

  private mutating func sort() throws(Failure) -> MemberSyntax.Kind {
    let isOrdered = skip("ordered")
    try expect("sort")
    let name = try name()
    try expectSemicolon()
    return .sort(name, isOrdered: isOrdered)
  }

  private mutating func enumeration() throws(Failure) -> MemberSyntax.Kind {
    advance()
    let name = try name()
    try expect(.leftBrace)
    var cases: [CaseSyntax] = []
    repeat {
      if at(.rightBrace) && !cases.isEmpty { break }
      cases.append(try enumerationCase())
    } while skip(.comma)
    try expect(.rightBrace)
    return .enumeration(name, cases)
  }

  private mutating func enumerationCase() throws(Failure) -> CaseSyntax {
    var isError = false
    if at("error"), case .word = token(ahead: 1).kind { isError = skip("error") }
    let name = try name("the name of a case")
    let fields = at(.leftParenthesis) ? try parameters() : []
    return CaseSyntax(name: name, isError: isError, fields: fields)
  }

  private mutating func state() throws(Failure) -> MemberSyntax.Kind {
    let isGhost = at("ghost")
    advance()
    // A sort may be called `partial`; then a name follows the word, and no second one.
    var isPartial = false
    if at("partial"), case .word = token(ahead: 2).kind { isPartial = true }
    if at("partial"), at("int", ahead: 1) { isPartial = true }
    if isPartial { advance() }
    let type = try type()
    let name = try name()
    let indices = try indexSorts()
    let initial = skip(.assign) ? try expression() : nil
    try expectSemicolon()
    return .state(
      StateSyntax(
        isGhost: isGhost, isPartial: isPartial, type: type, name: name, indices: indices,
        initial: initial))
  }

  private mutating func indexSorts() throws(Failure) -> [Name] {
    var indices: [Name] = []
    while skip(.leftBracket) {
      indices.append(try name("a sort"))
      try expect(.rightBracket)
    }
    return indices
  }

  private mutating func lock() throws(Failure) -> MemberSyntax.Kind {
    advance()
    let name = try name()
    let indices = try indexSorts()
    try expectSemicolon()
    return .lock(name, indices: indices)
  }

  private mutating func option() throws(Failure) -> MemberSyntax.Kind {
    advance()
    let type = at(.assign, ahead: 1) ? nil : try type()
    let name = try name()
    try expect(.assign)
    let value = try expression()
    try expectSemicolon()
    return .option(type: type, name, value)
  }

  /// The settings behind `set`.
  mutating func settings() throws(Failure) -> [SettingSyntax] {
    var settings: [SettingSyntax] = []
    repeat { settings.append(try setting()) } while skip(.comma)
    try expectSemicolon()
    return settings
  }

  /// `name = value`.
  mutating func setting() throws(Failure) -> SettingSyntax {
    let name = try name("the name of an option")
    try expect(.assign)
    return SettingSyntax(name: name, value: try expression())
  }

  private mutating func define() throws(Failure) -> MemberSyntax.Kind {
    advance()
    let name = try name()
    let parameters = try parameters()
    try expect(.assign)
    let body = try expression()
    try expectSemicolon()
    return .define(name, parameters, body)
  }

  private mutating func event() throws(Failure) -> MemberSyntax.Kind {
    advance()
    let name = try name()
    let parameters = try parameters()
    try expectSemicolon()
    return .event(name, parameters)
  }

  /// Parameters in parentheses.
  private mutating func parameters() throws(Failure) -> [ParameterSyntax] {
    try expect(.leftParenthesis)
    let parameters = at(.rightParenthesis) ? [] : try parameterList()
    try expect(.rightParenthesis)
    return parameters
  }

  /// `type name { , type name }`.
  mutating func parameterList() throws(Failure) -> [ParameterSyntax] {
    var parameters: [ParameterSyntax] = []
    repeat {
      let type = try type()
      parameters.append(ParameterSyntax(type: type, name: try name()))
    } while skip(.comma)
    return parameters
  }

  mutating func type() throws(Failure) -> TypeSyntax {
    let start = currentRange
    if skip("bool") { return TypeSyntax(kind: .bool, range: start) }
    if skip("int") {
      let lower = try bound()
      try expect(.range)
      let upper = try bound()
      return TypeSyntax(kind: .integer(lower, upper), range: range(from: start))
    }
    let name = try name("a type")
    return TypeSyntax(kind: .named(name.text), range: name.range)
  }

  private mutating func bound() throws(Failure) -> Int {
    skip(.minus) ? -(try integer()) : try integer()
  }

  mutating func callable() throws(Failure) -> CallableSyntax {
    let override = at("override") ? currentRange : nil
    if override != nil { advance() }
    var attributes: [Name] = []
    while ["privileged", "explicit", "readonly"].contains(currentWord) {
      attributes.append(Name(currentWord, currentRange))
      advance()
    }
    guard ["step", "routine", "syscall", "recipe"].contains(currentWord) else {
      throw fail(expected: "'step', 'routine', 'syscall' or 'recipe'")
    }
    let kind = Name(currentWord, currentRange)
    if itemKind == .workload && kind.text != "recipe" {
      throw fail(.misplacedMember(kind.text, in: itemKind, currentRange))
    }
    advance()
    let name = try name()
    let parameters = try parameters()
    let returns = skip(.arrow) ? try type() : nil
    let condition = skip("when") ? try expression() : nil
    let body = try block()
    return CallableSyntax(
      kind: kind, attributes: attributes, override: override, name: name, parameters: parameters,
      returns: returns, condition: condition, body: body)
  }

  private mutating func environment() throws(Failure) -> EnvironmentSyntax {
    let override = at("override") ? currentRange : nil
    if override != nil { advance() }
    try expect("environment")
    let name = try name()
    let parameters = try parameters()
    let budget = skip("budget") ? try self.name("the name of a budget") : nil
    let endsTasks = skip("ends")
    if endsTasks { try expect("tasks") }
    let condition = skip("when") ? try expression() : nil
    let body = try block()
    return EnvironmentSyntax(
      override: override, name: name, parameters: parameters, budget: budget,
      endsTasks: endsTasks, condition: condition, body: body)
  }
}
