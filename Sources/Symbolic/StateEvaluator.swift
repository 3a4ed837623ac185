/// What the expressions of a system are in one symbolic state.
///
/// Each node is evaluated once at most, so that whatever two actions or properties share costs its
/// gates once a step.
struct StateEvaluator {
  let circuit: Circuit
  let nodes: [GroundNode]
  let state: [GuardedValue]
  let slots: [GuardedValue]
  private var truths: [Literal?]
  private var values: [GuardedValue?]

  init(
    _ system: GroundSystem, state: [GuardedValue], slots: [GuardedValue], in circuit: Circuit
  ) {
    self.circuit = circuit
    nodes = system.nodes
    self.state = state
    self.slots = slots
    truths = Array(repeating: nil, count: nodes.count)
    values = Array(repeating: nil, count: nodes.count)
  }

  /// When the node, a truth value, holds.
  mutating func truth(of id: NodeID) -> Literal {
    let position = Int(id.position)
    if let known = truths[position] { return known }
    let literal = makeTruth(nodes[position], id)
    truths[position] = literal
    return literal
  }

  private mutating func makeTruth(_ node: GroundNode, _ id: NodeID) -> Literal {
    switch node {
    case .not(let operand): return !truth(of: operand)
    case .and(let operands):
      var literals: [Literal] = []
      for operand in operands {
        let literal = truth(of: operand)
        if literal == .false { return .false }
        literals.append(literal)
      }
      return circuit.and(literals)
    case .or(let operands):
      var literals: [Literal] = []
      for operand in operands {
        let literal = truth(of: operand)
        if literal == .true { return .true }
        literals.append(literal)
      }
      return circuit.or(literals)
    case .relation(let relation, let left, let right):
      return circuit.relate(value(of: left), value(of: right), relation.holds)
    case .constant, .slot, .content, .contentAt, .map, .digit, .add, .subtract, .ifThenElse:
      return value(of: id).truth
    }
  }

  mutating func value(of id: NodeID) -> GuardedValue {
    let position = Int(id.position)
    if let known = values[position] { return known }
    let value = makeValue(nodes[position], id)
    values[position] = value
    return value
  }

  private mutating func makeValue(_ node: GroundNode, _ id: NodeID) -> GuardedValue {
    switch node {
    case .constant(let value): return GuardedValue(value)
    case .slot(let slot): return slots[slot]
    case .content(let cell): return state[cell]
    case .contentAt(let cells, let indices): return content(cells, indices)
    case .map(let operand, let table):
      return circuit.map(value(of: operand)) { GroundProgram.entry(table, $0) }
    case .digit(let operand, let lower, let count, let weight):
      return circuit.map(value(of: operand)) { GroundProgram.digit($0, lower, count, weight) }
    case .add(let left, let right): return circuit.combine(value(of: left), value(of: right), +)
    case .subtract(let left, let right):
      return circuit.combine(value(of: left), value(of: right), -)
    case .ifThenElse(let condition, let then, let otherwise):
      let literal = truth(of: condition)
      if literal == .true { return value(of: then) }
      if literal == .false { return value(of: otherwise) }
      return circuit.ifThenElse(literal, value(of: then), value(of: otherwise))
    case .not, .and, .or, .relation: return GuardedValue(truth(of: id))
    }
  }

  /// The content of the cell that the indices name: a choice among all cells that they may name.
  private mutating func content(_ cells: CellRange, _ indices: [NodeID]) -> GuardedValue {
    var cases: [(Int, Literal)] = []
    for (cell, hit) in places(indices) {
      guard let cell = cells.cell(cell) else {
        cases.append((0, hit))
        continue
      }
      for alternative in state[cell].alternatives {
        cases.append((alternative.number, circuit.and(hit, alternative.condition)))
      }
    }
    return GuardedValue(cases, in: circuit)
  }

  /// All index tuples that the indices may be, each with when they are.
  mutating func places(_ indices: [NodeID]) -> [(indices: [Int], hit: Literal)] {
    var places: [(indices: [Int], hit: Literal)] = [([], .true)]
    for index in indices {
      let alternatives = value(of: index).alternatives
      places = places.flatMap { place in
        alternatives.compactMap { alternative in
          let hit = circuit.and(place.hit, alternative.condition)
          return hit == .false ? nil : (place.indices + [alternative.number], hit)
        }
      }
    }
    return places
  }
}
