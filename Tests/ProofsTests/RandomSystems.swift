import Relational
import TransitionSystem

/// A generator that gives the same numbers for the same seed (Steele, Lea and Flood, 2014).
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

extension Structure {
  /// Draws which tuples the relations have that are no locations: `density` of so many.
  mutating func draw(
    _ relations: [Relation], _ density: Int, of count: Int, _ random: inout SplitMix
  ) {
    for relation in relations where relation.kind != .location {
      var tuples: [[Int]] = [[]]
      for sort in relation.sorts {
        tuples = tuples.flatMap { tuple in (0..<(sizes[sort] ?? 1)).map { tuple + [$0] } }
      }
      self.tuples[relation.name] = Set(
        tuples.filter { _ in Int.random(in: 0..<count, using: &random) < density })
    }
  }
}

/// Small systems over two sorts, with every construct of relational formulas.
struct RandomSystems {
  private var random: SplitMix
  private let relations = [
    Relation("p", ["a"]), Relation("q", ["b"]),
    Relation("r", ["a", "b"], group: "r", keyCount: 1), Relation("s", ["a", "a"], .location),
    Relation("flag", []),
  ]

  init(seed: UInt64) { random = SplitMix(seed: seed) }

  mutating func system() -> RelationalSystem {
    var system = RelationalSystem(
      "random", sorts: ["a", "b"], relations: relations, initial: [],
      actions: [])
    for relation in relations {
      let parameters = relation.sorts.enumerated().map { of($1, "x\($0)") }
      let formula: Expression = chance(4) ? same(parameters) : .bool(chance(4))
      system.initial.append(Relational.Definition(relation.name, parameters, formula))
    }
    for number in 0..<Int.random(in: 1...3, using: &random) {
      system.actions.append(action("act\(number)"))
    }
    if chance(2) { system.totalities = [Totality(domain: "p", relation: "r")] }
    let scope = [of("a", "g"), of("b", "h")]
    system.goals = [Goal("goal", .forAll(scope, formula(scope, depth: 2)))]
    return system
  }

  /// A clause of one to three literals.
  mutating func clause() -> Clause {
    let count = Int.random(in: 1...3, using: &random)
    return Clause(
      (0..<count).map { _ in
        guard !chance(8) else {
          return Clause.Literal(
            chance(2), .equal(.variable(sort: "a", 0), .variable(sort: "a", 1)))
        }
        let relation = pick(relations)
        let terms = relation.sorts.map { sort -> ClauseTerm in
          chance(10) ? .element(sort: sort, 0) : .variable(sort: sort, chance(3) ? 1 : 0)
        }
        return Clause.Literal(chance(2), .holds(relation.name, terms))
      })
  }

  private mutating func action(_ name: String) -> RelationalAction {
    let parameters = [of("a", "m"), of("b", "n")].filter { _ in !chance(4) }
    var action = RelationalAction(
      name: name, parameters: parameters,
      guard: .and([formula(parameters, depth: 2), guardQuantifier(parameters)]), origin: name)
    for relation in relations where chance(3) {
      let bound = relation.sorts.enumerated().map { of($1, "x\($0)") }
      let before = Expression.read(relation.name, bound.map(\.use))
      let change = formula(parameters + bound, depth: 2)
      let update: Expression =
        switch Int.random(in: 0...5, using: &random) {
        case 0: before || change
        case 1: before && change
        case 2: .exists([of("b", "w")], formula(parameters + bound + [of("b", "w")], depth: 2))
        // A totality of the relation must not meet a universal formula.
        case 3 where relation.name != "r":
          before || .forAll([of("a", "x0")], formula(parameters + [of("a", "x0")], depth: 2))
        case 4: .ifThenElse(change, before, formula(parameters + bound, depth: 1))
        default: change
        }
      action.updates.append(Relational.Definition(relation.name, bound, update))
    }
    if chance(3), let key = parameters.first(where: { $0.type == .sort("a") }) {
      action.clears = [Clear("r", [key.use])]
    }
    return action
  }

  private mutating func guardQuantifier(_ scope: [Parameter]) -> Expression {
    let bound = of(chance(2) ? "a" : "b", "w")
    switch Int.random(in: 0...3, using: &random) {
    case 0: return .forAll([bound], formula(scope + [bound], depth: 1))
    case 1: return .exists([bound], formula(scope + [bound], depth: 1))
    default: return .bool(true)
    }
  }

  /// Without quantifiers but for one below all else, now and then.
  private mutating func formula(_ scope: [Parameter], depth: Int) -> Expression {
    guard depth > 0 else { return atom(scope) }
    switch Int.random(in: 0...5, using: &random) {
    case 0: return .not(formula(scope, depth: depth - 1))
    case 1: return formula(scope, depth: depth - 1) && formula(scope, depth: depth - 1)
    case 2: return formula(scope, depth: depth - 1) || formula(scope, depth: depth - 1)
    case 3:
      return .implies(formula(scope, depth: depth - 1), formula(scope, depth: depth - 1))
    default: return atom(scope)
    }
  }

  private mutating func atom(_ scope: [Parameter]) -> Expression {
    let relation = pick(relations)
    var terms: [Expression] = []
    for sort in relation.sorts {
      let known = scope.filter { $0.type == .sort(sort) }
      terms.append(known.isEmpty ? .element(sort: sort, 0) : pick(known).use)
    }
    if terms.count == 2, relation.sorts[0] == relation.sorts[1], chance(3) {
      return .equal(terms[0], terms[1])
    }
    return .read(relation.name, terms)
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }

  private mutating func pick<Item>(_ items: [Item]) -> Item {
    items[Int.random(in: 0..<items.count, using: &random)]
  }

  /// Equality of neighbours that have one sort.
  private func same(_ parameters: [Parameter]) -> Expression {
    .and(
      zip(parameters, parameters.dropFirst()).filter { $0.type == $1.type }
        .map { .equal($0.use, $1.use) })
  }
}
