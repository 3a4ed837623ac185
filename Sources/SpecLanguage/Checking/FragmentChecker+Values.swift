internal import TransitionSystem

/// An expression with its type.
struct Typed {
  var expression: Expression
  var type: ValueType
  /// The parts that a state was not asked for by name: what is said is said of each of them.
  var parts: [Parameter]

  init(_ expression: Expression, _ type: ValueType, ofEach parts: [Parameter] = []) {
    self.expression = expression
    self.type = type
    self.parts = parts
  }
}

/// The type that a place asks for, and what asks for it, in words.
struct Expected {
  var type: ValueType
  var reason: String

  init(_ type: ValueType, _ reason: String) {
    self.type = type
    self.reason = reason
  }
}

/// Initial values, settings and definitions.
extension FragmentChecker {
  /// A value without state, locals and calls.
  func constant(_ syntax: ExpressionSyntax, _ expected: Expected?) -> Typed? {
    let body = BodyChecker(self, .constant)
    guard let typed = body.value(syntax, expected) else { return nil }
    return typed
  }

  func lowerValues(_ members: [MemberSyntax]) {
    for case .state(let state) in members.map(\.kind) {
      guard let initial = state.initial,
        let position = ownVariables[state.name.text],
        fragment.variables[position].site == site(state.name.range)
      else { continue }
      let type = fragment.variables[position].type
      let expected = Expected(type, "the state '\(state.name.text)'")
      guard let typed = constant(initial, expected) else { continue }
      fragment.variables[position].initial = typed.expression
      declarations.variables[state.name.text]?.initial = typed.expression
    }
  }

  /// The settings of a `set`.
  func settings(_ syntax: [SettingSyntax]) -> [OptionSetting] {
    var settings: [OptionSetting] = []
    var names: Set<String> = []
    for setting in syntax {
      let name = setting.name
      guard let option = declarations.options[name.text] else {
        if !broken.contains(name.text) {
          let near = Suggestion.nearest(to: name.text, among: declarations.options.keys)
          report(.unknownOption(name, near: near))
        }
        continue
      }
      if !names.insert(name.text).inserted {
        report(.duplicateName(name, kind: "a setting", notes: []))
        continue
      }
      let expected = Expected(option.type, "the option '\(name.text)'")
      guard let typed = constant(setting.value, expected) else { continue }
      settings.append(
        OptionSetting(name: name.text, value: typed.expression, site: site(name.range)))
    }
    return settings
  }

  /// A definition that is not checked yet.
  private struct Pending {
    var name: Name
    var parameters: [ParameterSyntax]
    var body: ExpressionSyntax
    var documentation: String
    /// The definitions of this item that it uses, and where.
    var uses: [Name] = []
  }

  /// Checks the definitions, those that others use first; a cycle is reported where it closes.
  func lowerDefinitions(_ members: [MemberSyntax]) {
    var pending: [Pending] = []
    var names: Set<String> = []
    for member in members {
      guard case .define(let name, let parameters, let body) = member.kind else { continue }
      guard claim(name, .call) else { continue }
      if declarations.kind(of: name.text, in: .value) != nil, !claim(name, .value) { continue }
      if !names.insert(name.text).inserted {
        report(.duplicateName(name, kind: "a definition", notes: declaredHere(name.text, .call)))
        continue
      }
      pending.append(
        Pending(
          name: name, parameters: parameters, body: body, documentation: member.documentation))
    }
    broken.formUnion(names)
    for index in pending.indices {
      let bound = Set(pending[index].parameters.map(\.name.text))
      pending[index].uses = pending[index].body.uses(of: names.subtracting(bound))
    }
    for index in order(pending) { lower(pending[index]) }
  }

  /// The positions of the definitions in an order in which each comes after those that it uses.
  private func order(_ pending: [Pending]) -> [Int] {
    let positions = Dictionary(zip(pending.map(\.name.text), pending.indices)) { first, _ in first }
    let edges = pending.map { definition in
      definition.uses.compactMap { use in
        positions[use.text].map { (target: $0, place: use.range) }
      }
    }
    let search = CycleSearch(successors: edges.map { $0.map(\.target) })
    for (from, position) in search.closingEdges {
      let edge = edges[from][position]
      report(.recursiveDefinition(pending[edge.target].name.text, edge.place))
    }
    let inCycle = search.cycles.reduce(into: Set<Int>()) { $0.formUnion($1) }
    return search.finished.filter { !inCycle.contains($0) }
  }

  private func lower(_ pending: Pending) {
    guard let parameters = resolve(pending.parameters) else { return }
    let body = BodyChecker(self, .definition)
    body.bind(parameters)
    guard let typed = body.value(pending.body, nil) else { return }
    broken.remove(pending.name.text)
    let definition = Definition(
      pending.name.text, parameters, typed.type, typed.expression,
      documentation: pending.documentation, site: site(pending.name.range))
    declarations.definitions[definition.name] = definition
    fragment.definitions.append(definition)
  }
}

extension ExpressionSyntax {
  /// The uses of some of the names as values or callees.
  fileprivate func uses(of names: Set<String>) -> [Name] {
    var found: [Name] = []
    var inner = names
    switch kind {
    case .name(let name):
      if names.contains(name) { found.append(Name(name, range)) }
    case .call(let callee, _):
      if names.contains(callee.text) { found.append(callee) }
    case .quantified(_, let parameters, _, _): inner.subtract(parameters.map(\.name.text))
    case .integer, .boolean, .member, .memberCall, .indexed, .defined, .first, .last, .held, .not,
      .negated, .binary, .chain, .test, .conditional:
      break
    }
    return children.reduce(into: found) { $0 += $1.uses(of: inner) }
  }
}
