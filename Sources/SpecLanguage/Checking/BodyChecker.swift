internal import TransitionSystem

/// Checks one body, condition or constant and lowers it to statements and expressions.
///
/// Statements are lowered in order into `output`; a call inside an expression becomes a statement
/// of its own there, before the statement that the expression is part of. On a mistake the
/// diagnostic is written and nil returned, and whatever contains the mistake stays silent.
final class BodyChecker {
  let unit: FragmentChecker
  let role: Role
  /// The callable or environment action that the body belongs to.
  var owner = ""
  var returns: ValueType?
  /// What `base(…)` calls.
  var replaced: Declarations.Signature?
  var output: [Statement] = []
  /// Names in scope, the innermost block last.
  var scopes: [[String: Local]] = [[:]]
  /// Every name that the body has used for a local, so that all of them differ.
  private var taken: Set<String> = []
  /// The locals that surely have a value here; nil where control never comes.
  var assigned: Set<String>? = []
  /// Why a call may not stand here.
  var callBan: String?
  /// The parts of `choose` statements that enclose this place.
  var chooses: [ChoosePart] = []

  /// What a body is for; it decides what may stand in it.
  enum Role: Hashable {
    case callable(Callable.Kind)
    case environment
    case initialization
    case handler(mayRequire: Bool)
    case definition
    /// What a property demands.
    case condition
    /// A value that is known before the run.
    case constant
  }

  enum ChoosePart { case body, otherwise }

  /// What a name in scope stands for.
  struct Local {
    var parameter: Parameter
    var isAssignable: Bool
    /// What a use of it is, if not a variable: a part of a bound result.
    var meaning: Typed?
    var place: SourceRange?
  }

  init(_ unit: FragmentChecker, _ role: Role) {
    self.unit = unit
    self.role = role
    callBan =
      switch role {
      case .callable, .environment: nil
      case .initialization: "in 'init'"
      case .handler: "in an observer"
      case .definition: "in a definition"
      case .condition: "in a property"
      case .constant: "in a constant"
      }
  }

  var declarations: Declarations { unit.declarations }

  func report(_ diagnostic: Diagnostic) { unit.report(diagnostic) }

  /// A name that no other local of the body has: `b`, `b'2`, `b'3`, …; the results of calls, which
  /// the text does not name, are numbered from the first on: `bmap'1`, `bmap'2`, ….
  func fresh(_ name: String, isResult: Bool = false) -> String {
    var number = 1
    var candidate = isResult ? "\(name)'1" : name
    while !taken.insert(candidate).inserted {
      number += 1
      candidate = "\(name)'\(number)"
    }
    return candidate
  }

  /// Enters parameters, which cannot be assigned.
  func bind(_ parameters: [Parameter]) {
    for parameter in parameters { enter(parameter, as: parameter.name, at: nil) }
  }

  /// Enters a name that has a value; what it is called in the lowered body is returned.
  @discardableResult
  func enter(_ parameter: Parameter, as name: String, at place: SourceRange?) -> Parameter {
    let unique = Parameter(fresh(parameter.name), parameter.type)
    scopes[scopes.count - 1][name] = Local(parameter: unique, isAssignable: false, place: place)
    assigned?.insert(unique.name)
    return unique
  }

  /// Enters a name for a part of something.
  func enter(_ name: String, meaning: Typed, at place: SourceRange) {
    let parameter = Parameter(name, meaning.type)
    scopes[scopes.count - 1][name] = Local(
      parameter: parameter, isAssignable: false, meaning: meaning, place: place)
  }

  /// A local; two of one name in one block are a mistake.
  func declareLocal(_ name: Name, _ type: ValueType) -> Parameter {
    if let old = scopes[scopes.count - 1][name.text] {
      let note = old.place.map { [Diagnostic.Note("the first one is here", at: $0)] } ?? []
      report(.duplicateName(name, kind: "a local", notes: note))
    }
    let parameter = Parameter(fresh(name.text), type)
    scopes[scopes.count - 1][name.text] = Local(
      parameter: parameter, isAssignable: true, place: name.range)
    return parameter
  }

  func local(_ name: String) -> Local? {
    for scope in scopes.reversed() {
      if let local = scope[name] { return local }
    }
    return nil
  }

  /// Runs a part with names of its own.
  func scoped<Result>(_ part: () -> Result) -> Result {
    scopes.append([:])
    defer { scopes.removeLast() }
    return part()
  }

  /// Runs a part in which a call could not be placed before its statement.
  func banningCalls<Result>(_ reason: String, _ part: () -> Result) -> Result {
    let outer = callBan
    callBan = outer ?? reason
    defer { callBan = outer }
    return part()
  }

  /// The variables of a quantifier, or nil with a diagnostic.
  func quantify(_ parameters: [ParameterSyntax]) -> [Parameter]? {
    guard let resolved = unit.resolve(parameters) else { return nil }
    return zip(resolved, parameters).map { parameter, syntax in
      enter(parameter, as: parameter.name, at: syntax.name.range)
    }
  }

  /// The value of an expression where something is expected of it.
  func value(_ syntax: ExpressionSyntax, _ expected: Expected?) -> Typed? {
    guard let typed = expression(syntax, expected?.type) else { return nil }
    guard let expected else { return typed }
    return conform(typed, syntax, expected)
  }

  /// A condition.
  func condition(_ syntax: ExpressionSyntax, _ reason: String) -> Expression? {
    value(syntax, Expected(.bool, reason))?.expression
  }

  /// The expression if it has the type that is asked for.
  private func conform(
    _ typed: Typed, _ syntax: ExpressionSyntax, _ expected: Expected
  ) -> Typed? {
    guard typed.type.fits(expected.type) else {
      report(
        .typeMismatch(
          unit.quoted(syntax.range), typed.type, expected, notes: mismatchNotes(expected.type),
          syntax.range))
      return nil
    }
    if case .integer(let found) = typed.type, case .integer(let asked) = expected.type,
      !found.overlaps(asked)
    {
      report(.outOfRange(unit.quoted(syntax.range), found, asked, syntax.range))
      return nil
    }
    return typed
  }

  /// How the elements of an expected sort are written.
  private func mismatchNotes(_ type: ValueType) -> [Diagnostic.Note] {
    guard case .sort(let name) = type, let sort = declarations.sorts[name] else { return [] }
    let names = (0..<2).map { "'\(sort.elementName($0))'" }.joined(separator: ", ")
    return [.init("elements of '\(name)' are \(names), …")]
  }
}
