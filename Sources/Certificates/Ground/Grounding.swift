import Relational
import TransitionSystem

/// Writes formulas about the elements of a structure of at most the given sizes.
///
/// An element that some constant denotes is there; whether a further one is, is open, and each
/// comes only after those before it.
struct Grounding {
  let sizes: [String: Int]
  let named: [String: Int]
  /// In order, and how many elements each may have.
  private let sorts: [String]
  private let limits: [Int]
  var graph = GroundGraph()

  init(_ sizes: CutoffSizes) {
    self.sizes = sizes.sizes
    named = sizes.named
    sorts = sizes.sizes.keys.sorted()
    limits = sorts.map { sizes.sizes[$0, default: 1] }
  }

  /// Whether the structure has the element.
  mutating func isThere(_ sort: String, _ element: Int) -> GroundLiteral {
    element < max(1, named[sort, default: 0]) ? .yes : graph.literal(.element(sort, element))
  }

  mutating func literal(
    _ formula: Expression, _ values: [String: Int]
  ) -> GroundLiteral {
    switch formula {
    case .bool(let value): return value ? .yes : .no
    case .read(let relation, let terms):
      return graph.literal(.atom(relation, terms.map { element($0, values) }))
    case .not(let operand): return !literal(operand, values)
    case .and(let operands): return joined(operands, values, isConjunction: true)
    case .or(let operands): return joined(operands, values, isConjunction: false)
    case .implies(let left, let right):
      return graph.any([!literal(left, values), literal(right, values)])
    case .equal(let left, let right):
      return element(left, values) == element(right, values) ? .yes : .no
    case .ifThenElse(let condition, let then, let otherwise):
      let decided = literal(condition, values)
      let one = graph.any([!decided, literal(then, values)])
      let other = graph.any([decided, literal(otherwise, values)])
      return graph.all([one, other])
    case .forAll(let bound, let body): return quantified(bound[...], body, values, true)
    case .exists(let bound, let body): return quantified(bound[...], body, values, false)
    default: preconditionFailure("no relational formula: \(formula.description)")
    }
  }

  /// Stops at what decides it: most of an action's formulas are about other elements.
  private mutating func joined(
    _ operands: [Expression], _ values: [String: Int], isConjunction: Bool
  ) -> GroundLiteral {
    let deciding: GroundLiteral = isConjunction ? .no : .yes
    var parts: [GroundLiteral] = []
    for operand in operands {
      let part = literal(operand, values)
      if part == deciding { return deciding }
      parts.append(part)
    }
    return isConjunction ? graph.all(parts) : graph.any(parts)
  }

  private mutating func quantified(
    _ bound: ArraySlice<Parameter>, _ body: Expression, _ values: [String: Int],
    _ isUniversal: Bool
  ) -> GroundLiteral {
    guard let first = bound.first else { return literal(body, values) }
    let sort = first.type.description
    var parts: [GroundLiteral] = []
    var inner = values
    for element in 0..<sizes[sort, default: 1] {
      inner[first.name] = element
      let part = quantified(bound.dropFirst(), body, inner, isUniversal)
      let there = isThere(sort, element)
      parts.append(isUniversal ? graph.any([!there, part]) : graph.all([there, part]))
    }
    return isUniversal ? graph.all(parts) : graph.any(parts)
  }

  private func element(_ term: Expression, _ values: [String: Int]) -> Int {
    switch term {
    case .variable(let parameter): values[parameter.name, default: 0]
    case .element(_, let number): number
    default: preconditionFailure("no relational term: \(term.description)")
    }
  }

  /// What denotes nothing yet.
  var noChoice: ElementChoice {
    ElementChoice(used: sorts.map { named[$0, default: 0] })
  }

  /// Calls back for all elements that constants may denote, up to renaming of elements without a
  /// name.
  ///
  /// A constant denotes an element that is used, or the first that is not.
  func eachChoice(
    _ constants: [Parameter], after choice: ElementChoice, _ body: (ElementChoice) -> Void
  ) {
    let numbers = constants.map { sorts.firstIndex(of: $0.type.description) ?? 0 }
    var choice = choice
    eachChoice(numbers[...], &choice, body)
  }

  private func eachChoice(
    _ constants: ArraySlice<Int>, _ choice: inout ElementChoice, _ body: (ElementChoice) -> Void
  ) {
    guard let sort = constants.first else { return body(choice) }
    let known = choice.used[sort]
    for element in 0...min(known, limits[sort] - 1) {
      choice.elements.append(element)
      choice.used[sort] = max(known, element + 1)
      eachChoice(constants.dropFirst(), &choice, body)
      choice.used[sort] = known
      choice.elements.removeLast()
    }
  }

  /// That the structure has the elements that are used.
  mutating func areThere(_ choice: ElementChoice) -> GroundLiteral {
    graph.all(zip(sorts, choice.used).map { isThere($0, max(0, $1 - 1)) })
  }

  /// The instance of a clause at elements: a disjunction, or nil if it always holds.
  mutating func instance(of clause: Clause, at elements: [Int]) -> [GroundLiteral]? {
    let variables = clause.variables
    let values = Dictionary(zip(variables, elements)) { $1 }
    func element(_ term: ClauseTerm) -> Int {
      if case .element(_, let number) = term { return number }
      return values[term, default: 0]
    }
    var literals: Set<GroundLiteral> = []
    for (variable, number) in zip(variables, elements) {
      literals.insert(!isThere(variable.sort, number))
    }
    for literal in clause.literals {
      switch literal.atom {
      case .holds(let relation, let terms):
        let atom = graph.literal(.atom(relation, terms.map(element)))
        literals.insert(literal.isPositive ? atom : !atom)
      case .equal(let left, let right):
        if (element(left) == element(right)) == literal.isPositive { return nil }
      }
    }
    literals.remove(.no)
    guard !literals.contains(.yes), !literals.contains(where: { literals.contains(!$0) }) else {
      return nil
    }
    return literals.sorted()
  }
}

/// Which elements some constants denote.
struct ElementChoice {
  /// In the order of the constants.
  var elements: [Int] = []
  /// How many elements of each sort are denoted or have a name: the first so many.
  var used: [Int]

  func values(of constants: [Parameter]) -> [String: Int] {
    Dictionary(zip(constants.map(\.name), elements)) { $1 }
  }
}
