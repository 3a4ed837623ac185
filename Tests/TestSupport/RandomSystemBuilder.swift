import TransitionSystem

/// Builds a random system step by step: sorts and variables, then actions, then properties.
struct RandomSystemBuilder {
  var random: SplitMix
  var features: Set<RandomSystem.Feature> = []
  var startsSymmetric = true
  var scope: Scope
  var variables: [StateVariable] = []
  /// Whether guards, updates and properties may name elements of unordered sorts.
  let namesElements: Bool
  /// How many reads in a hundred are made without making sure that the cell is defined.
  let carelessness: Int

  /// The greatest number of valuations of the variables.
  private static let greatestSpace = 4000

  static let sorts = [
    Sort("item", elements: .letters(from: "A")), Sort("task", elements: .numbered(prefix: "t")),
    Sort("rank", ordered: true, elements: .plain),
  ]

  static let variants = [
    VariantType("place", [.init("idle"), .init("busy"), .init("done")]),
    VariantType("color", [.init("red"), .init("green", isError: true)]),
    VariantType(
      "box",
      [
        .init("empty"), .init("full", [.init("content", .sort("item"))]),
        .init("sealed", [.init("content", .sort("item")), .init("weight", .integer(1...2))]),
      ]),
    VariantType("note", [.init("none"), .init("by", [.init("who", .sort("task"))])]),
  ]

  init(seed: Int) {
    random = SplitMix(seed: seed)
    scope = Scope([
      "item": random.number(2...3), "task": random.number(1...2), "rank": random.number(2...3),
    ])
    namesElements = random.chance(20)
    carelessness = random.chance(35) ? 60 : 2
  }

  mutating func build() -> TransitionSystem {
    chooseVariables()
    let initialUpdates = makeInitialUpdates()
    let observers = makeObservers()
    var actions: [Action] = []
    for number in 0..<random.number(3...7) {
      actions.append(makeAction("act\(number)", observers: observers))
    }
    let properties = observers.map(\.property) + makeProperties()
    var quiescent: Expression?
    if random.chance(50) {
      features.insert(.quiescent)
      quiescent = condition(depth: 2, [])
    }
    return TransitionSystem(
      name: "random", sorts: Self.sorts, variants: Self.variants, variables: variables,
      initialUpdates: initialUpdates, actions: actions, properties: properties,
      quiescent: quiescent)
  }

  /// Takes variables from a list of typical ones while the state space stays small.
  private mutating func chooseVariables() {
    var space = 1
    for variable in Self.candidates.shuffled(using: &random) {
      let candidate = sized(variable)
      let layout = layout(variables: [candidate])
      let size = layout.cellSizes.reduce(1, *)
      guard space * size <= Self.greatestSpace, variables.count < 6 else { continue }
      space *= size
      note(candidate)
      variables.append(candidate)
    }
  }

  func layout(variables: [StateVariable]) -> Layout {
    Layout(
      system: TransitionSystem(
        name: "random", sorts: Self.sorts, variants: Self.variants, variables: variables),
      scope: scope)
  }

  private static let candidates: [StateVariable] = [
    StateVariable(
      "pc", ["task"], .variant("place"), initial: .value("place", "idle"), role: .control),
    StateVariable("lock", ["task", "item"], .bool, initial: .bool(false)),
    StateVariable("mark", ["item"], .bool, initial: .bool(false)),
    StateVariable("owner", ["item"], .sort("task"), partial: true),
    StateVariable("next", ["item"], .sort("item"), partial: true),
    StateVariable("hand", ["task"], .sort("item"), partial: true, role: .local),
    StateVariable("level", ["item"], .integer(0...2), initial: .integer(0)),
    StateVariable("budget", [], .integer(-1...2), initial: .integer(2), role: .budget),
    StateVariable("count", ["task"], .integer(0...1), partial: true, initial: .integer(0)),
    StateVariable("store", [], .variant("box"), initial: .value("box", "empty")),
    StateVariable("bag", ["task"], .variant("box"), partial: true),
    StateVariable("paint", ["item"], .variant("color"), initial: .value("color", "red")),
    StateVariable("top", [], .sort("rank"), initial: .element(sort: "rank", 0)),
    StateVariable("grade", ["item"], .sort("rank"), partial: true),
    StateVariable("last", [], .variant("note"), initial: .value("note", "none")),
    StateVariable("chosen", [], .sort("item"), initial: .element(sort: "item", 0)),
    StateVariable("on", ["rank"], .bool, initial: .bool(true)),
  ]

  /// A variable with bounds that vary.
  private mutating func sized(_ variable: StateVariable) -> StateVariable {
    var variable = variable
    if variable.name == "budget", random.chance(50) { variable.type = .integer(0...2) }
    return variable
  }

  private mutating func note(_ variable: StateVariable) {
    if variable.indices.count == 2, variable.type == .bool { features.insert(.relation) }
    if variable.isPartial { features.insert(.partialFunction) }
    for sort in variable.indices { note(.sort(sort)) }
    note(variable.type)
    if case .element("item", _) = variable.initial { startsSymmetric = false }
  }

  private mutating func note(_ type: ValueType) {
    switch type {
    case .bool: return
    case .integer: features.insert(.boundedInteger)
    case .sort("rank"): features.insert(.orderedSort)
    case .sort: features.insert(.unorderedSort)
    case .variant("box"), .variant("note"): features.insert(.payload)
    case .variant: features.insert(.enumeration)
    }
  }

  /// Sometimes the initial state is not the same everywhere.
  private mutating func makeInitialUpdates() -> [Update] {
    guard random.chance(25), let variable = variables.first(where: { !$0.indices.isEmpty }) else {
      return []
    }
    features.insert(.initialUpdate)
    let indices = variable.indices.map { Expression.element(sort: $0, 0) }
    if variable.indices.contains(where: { scope[$0] > 1 }) { startsSymmetric = false }
    guard let value = literal(of: variable.type) else { return [] }
    if case .element("item", _) = value { startsSymmetric = false }
    if case .element("task", _) = value { startsSymmetric = false }
    return [Update(variable.name, indices, value)]
  }
}
