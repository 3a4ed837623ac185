import TransitionSystem

/// The same numbers from the same seed everywhere (SplitMix64, Steele, Lea and Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}

/// A small system at random in which every construct of the language may occur.
///
/// It has no errors: what may be undefined or out of bounds is asked about first.
struct RandomSystem {
  private var random: SeededGenerator
  /// The variables in sight.
  private var bound: [Parameter] = []
  private var boundCount = 0

  static let scope = Scope(["E": 2, "T": 3])
  static let properties = ["always", "reachable", "stepwise"]

  private static let element = ValueType.sort("E")
  private static let ordered = ValueType.sort("T")
  private static let bounds = -1...2
  private static let integer = ValueType.integer(bounds)
  private static let plain = ValueType.variant("Place")
  private static let rich = ValueType.variant("Item")

  private init(seed: Int) { random = SeededGenerator(seed: seed) }

  static func make(seed: Int) -> TransitionSystem {
    var maker = RandomSystem(seed: seed)
    return maker.system(seed)
  }

  private mutating func system(_ seed: Int) -> TransitionSystem {
    let actions = (0..<Int.random(in: 3...6, using: &random)).map { action("a\($0)") }
    return TransitionSystem(
      name: "random \(seed)",
      sorts: [Sort("E", elements: .plain), Sort("T", ordered: true, elements: .plain)],
      variants: [
        VariantType("Place", [.init("north"), .init("south"), .init("sea")]),
        VariantType(
          "Item",
          [
            .init("none"), .init("one", [.init("who", Self.element)]),
            .init("two", [.init("when", Self.ordered), .init("many", Self.integer)]),
          ]),
      ],
      variables: Self.variables, initialUpdates: [Update("n", [], .integer(1))],
      actions: actions,
      properties: [
        Property(name: "always", kind: .always(.not(.and(rare)))),
        Property(name: "reachable", kind: .reachable(.and(rare))),
        Property(name: "stepwise", kind: .stepwise),
      ])
  }

  /// What seldom holds together, so that the shortest traces are not all empty.
  private var rare: [Expression] {
    mutating get {
      [
        .not(.read("flag", [])).negated(chance(2)), .equal(.read("n", []), integer(0)),
        .not(.equal(.read("place", [.element(sort: "E", 0)]), value(Self.plain, 0))),
        .not(.test(.read("item", []), type: "Item", cases: ["none"])), formula(2),
      ].filter { _ in !chance(3) }
    }
  }

  private static let variables = [
    StateVariable("flag", [], .bool, initial: .bool(false)),
    StateVariable("n", [], integer, initial: .integer(0)),
    StateVariable("map", ["E"], ordered, partial: true),
    StateVariable("holds", ["E", "T"], .bool, initial: .bool(false)),
    StateVariable("place", ["E"], plain, initial: .value("Place", "south")),
    StateVariable("item", [], rich, initial: .value("Item", "none")),
    StateVariable("count", ["T"], integer, partial: true, initial: .integer(-1)),
  ]

  private mutating func action(_ name: String) -> Action {
    let types = [Self.element, Self.element, Self.ordered, Self.integer, .bool]
    let parameters = (0..<Int.random(in: 0...3, using: &random)).map {
      Parameter("p\($0)", types.randomElement(using: &random) ?? .bool)
    }
    bound = parameters
    defer { bound = [] }
    let checks = (0..<Int.random(in: 0...1, using: &random)).map { _ in
      Check(property: "stepwise", kind: .require, condition: .not(.and(rare)))
    }
    return Action(
      name: name, parameters: parameters, guard: formula(2),
      updates: (0..<Int.random(in: 1...3, using: &random)).map { _ in update() },
      checks: checks, label: Label(.environment, .step, name))
  }

  private mutating func update() -> Update {
    let variable = Self.variables.randomElement(using: &random) ?? Self.variables[0]
    let outer = bound
    defer { bound = outer }
    var inner: [Parameter] = []
    if !variable.indices.isEmpty && chance(3) {
      inner = variable.indices.enumerated().map { Parameter("u\($0.offset)", .sort($0.element)) }
      bound += inner
    }
    let indices = variable.indices.map { value(.sort($0), 1) }
    let condition = chance(2) ? .bool(true) : formula(1)
    let isErased = variable.isPartial && chance(3)
    return Update(
      bound: inner, variable.name, indices, when: condition,
      isErased ? nil : value(variable.type, 2))
  }

  private mutating func chance(_ sides: Int) -> Bool {
    Int.random(in: 0..<sides, using: &random) == 0
  }

  /// A value of any type.
  private mutating func value(_ type: ValueType, _ depth: Int) -> Expression {
    let names = bound.filter { $0.type == type }
    if let name = names.randomElement(using: &random), chance(2) { return .variable(name) }
    if depth > 0 && chance(4) {
      return .ifThenElse(formula(depth - 1), value(type, depth - 1), value(type, depth - 1))
    }
    switch type {
    case .bool: return formula(depth)
    case .integer: return integer(depth)
    case .sort("E"):
      return depth > 0 && chance(3) ? whoOfItem : .element(sort: "E", pick(0..<2))
    case .sort: return orderedElement(depth)
    case .variant("Place"):
      if depth > 0 && chance(2) { return .read("place", [value(Self.element, depth - 1)]) }
      return .value("Place", ["north", "south", "sea"].randomElement(using: &random) ?? "sea")
    case .variant: return item(depth)
    }
  }

  private mutating func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

  private var whoOfItem: Expression {
    .ifThenElse(
      .test(.read("item", []), type: "Item", cases: ["one"]),
      .payload(.read("item", []), type: "Item", field: "who"), .element(sort: "E", 0))
  }

  private mutating func orderedElement(_ depth: Int) -> Expression {
    if chance(4) { return .last(sort: "T") }
    guard depth > 0, chance(2) else { return .element(sort: "T", pick(0..<3)) }
    let index = value(Self.element, depth - 1)
    return .ifThenElse(
      .isDefined("map", [index]), .read("map", [index]), .element(sort: "T", pick(0..<3)))
  }

  private mutating func item(_ depth: Int) -> Expression {
    switch pick(0..<3) {
    case 0: return .read("item", [])
    case 1: return .make(type: "Item", case: "one", [value(Self.element, depth - 1)])
    default:
      return .make(
        type: "Item", case: "two", [value(Self.ordered, depth - 1), value(Self.integer, depth - 1)])
    }
  }

  /// An integer within the bounds.
  private mutating func integer(_ depth: Int) -> Expression {
    guard depth > 0 else { return .integer(Int.random(in: Self.bounds, using: &random)) }
    let smaller = value(Self.integer, depth - 1)
    let index = value(Self.ordered, depth - 1)
    switch pick(0..<4) {
    case 0: return .read("n", [])
    case 1:
      return .ifThenElse(
        .less(smaller, .integer(Self.bounds.upperBound)), .add(smaller, .integer(1)), smaller)
    case 2:
      return .ifThenElse(
        .less(.integer(Self.bounds.lowerBound), smaller), .subtract(smaller, .integer(1)), smaller)
    default:
      return .ifThenElse(.isDefined("count", [index]), .read("count", [index]), .integer(0))
    }
  }

  private mutating func formula(_ depth: Int) -> Expression {
    guard depth > 0 else { return atom() }
    switch pick(0..<8) {
    case 0: return .not(formula(depth - 1))
    case 1: return .and([formula(depth - 1), formula(depth - 1)])
    case 2: return .or([formula(depth - 1), formula(depth - 1)])
    case 3: return .implies(formula(depth - 1), formula(depth - 1))
    case 4: return quantified(depth)
    case 5:
      let index = value(Self.element, depth - 1)
      return .and([
        .isDefined("map", [index]),
        .lessOrEqual(.read("map", [index]), value(Self.ordered, depth - 1)),
      ])
    default: return comparison(depth)
    }
  }

  private mutating func quantified(_ depth: Int) -> Expression {
    boundCount += 1
    let type = chance(2) ? Self.element : Self.ordered
    let parameter = Parameter("q\(boundCount)", type)
    bound.append(parameter)
    defer { bound.removeLast() }
    let body = formula(depth - 1)
    return chance(2) ? .forAll([parameter], body) : .exists([parameter], body)
  }

  private mutating func comparison(_ depth: Int) -> Expression {
    let types = [Self.element, Self.ordered, Self.integer, Self.plain, Self.rich, .bool]
    let type = types.randomElement(using: &random) ?? .bool
    let (left, right) = (value(type, depth - 1), value(type, depth - 1))
    guard type == Self.ordered || type == Self.integer, chance(2) else {
      return .equal(left, right)
    }
    return chance(2) ? .less(left, right) : .lessOrEqual(left, right)
  }

  private mutating func atom() -> Expression {
    switch pick(0..<5) {
    case 0: return .read("flag", [])
    case 1: return .read("holds", [value(Self.element, 0), value(Self.ordered, 0)])
    case 2: return .isDefined("count", [value(Self.ordered, 0)])
    case 3: return .test(.read("item", []), type: "Item", cases: ["none", "two"])
    default: return .equal(.read("n", []), value(Self.integer, 0))
    }
  }
}

extension Expression {
  fileprivate func negated(_ isNegated: Bool) -> Expression { isNegated ? .not(self) : self }
}
