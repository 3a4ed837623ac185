import TransitionSystem

/// Turns the expressions of a system at a scope into ground nodes.
///
/// Quantifiers become conjunctions and disjunctions. Parameters of actions become slots: the first
/// parameter of a type shares its slot with the first one of every other action, and so on, so that
/// a step has a handful of unknowns besides the choice of its action.
struct Grounding {
  let layout: Layout
  var program = GroundProgram()
  /// The type of each slot.
  private(set) var slotTypes: [ValueType] = []
  private var slots: [SlotKey: Int] = [:]

  /// Values of bound variables, by name.
  typealias Bindings = [String: NodeID]

  private struct SlotKey: Hashable {
    var type: ValueType
    /// The position among the action's parameters of this type.
    var position: Int
  }

  init(layout: Layout) { self.layout = layout }

  /// The slots of an action's parameters, in their order.
  mutating func slots(of parameters: [Parameter]) -> [Int] {
    var used: [ValueType: Int] = [:]
    return parameters.map { parameter in
      let key = SlotKey(type: parameter.type, position: used[parameter.type, default: 0])
      used[parameter.type, default: 0] += 1
      if let slot = slots[key] { return slot }
      slots[key] = slotTypes.count
      slotTypes.append(parameter.type)
      return slotTypes.count - 1
    }
  }

  /// The numbers that a value of the type is.
  func numbers(of type: ValueType) -> Range<Int> {
    if case .integer(let range) = type { return range.lowerBound..<range.upperBound + 1 }
    return 0..<layout.count(of: type)
  }

  /// All bindings of the parameters, each added to the given ones, the last parameter fastest.
  mutating func assignments(of bound: [Parameter], extending outer: Bindings) -> [Bindings] {
    var all = [outer]
    for parameter in bound {
      let values = numbers(of: parameter.type).map { program.constant($0) }
      all = all.flatMap { bindings in
        values.map { bindings.merging([parameter.name: $0]) { $1 } }
      }
    }
    return all
  }

  mutating func ground(_ expression: Expression, _ bindings: Bindings = [:]) -> NodeID {
    switch expression {
    case .bool(let value): return program.constant(value ? 1 : 0)
    case .integer(let value): return program.constant(value)
    case .element(_, let index): return program.constant(index)
    case .last(let sort): return program.constant(layout.scope[sort] - 1)
    case .option(let name): preconditionFailure("option '\(name)' was not resolved")
    case .variable(let parameter): return node(of: parameter, bindings)
    case .read(let name, let indices): return read(name, indices, bindings)
    case .isDefined(let name, let indices): return isDefined(name, indices, bindings)
    case .not(let operand): return program.intern(.not(ground(operand, bindings)))
    case .and(let operands): return all(operands.map { ($0, bindings) })
    case .or(let operands): return any(operands.map { ($0, bindings) })
    case .implies(let left, let right): return any([(.not(left), bindings), (right, bindings)])
    case .forAll(let bound, let body):
      return all(assignments(of: bound, extending: bindings).map { (body, $0) })
    case .exists(let bound, let body):
      return any(assignments(of: bound, extending: bindings).map { (body, $0) })
    case .equal(let left, let right): return relation(.equal, left, right, bindings)
    case .less(let left, let right): return relation(.less, left, right, bindings)
    case .lessOrEqual(let left, let right): return relation(.lessOrEqual, left, right, bindings)
    case .add(let left, let right):
      return program.intern(.add(ground(left, bindings), ground(right, bindings)))
    case .subtract(let left, let right):
      return program.intern(.subtract(ground(left, bindings), ground(right, bindings)))
    case .ifThenElse(let condition, let then, let otherwise):
      return program.intern(
        .ifThenElse(
          ground(condition, bindings), ground(then, bindings), ground(otherwise, bindings)))
    case .make(let type, let name, let arguments): return make(type, name, arguments, bindings)
    case .test(let operand, let type, let cases): return test(operand, type, cases, bindings)
    case .payload(let operand, let type, let field):
      return payload(operand, type, field, bindings)
    }
  }

  private func node(of parameter: Parameter, _ bindings: Bindings) -> NodeID {
    guard let node = bindings[parameter.name] else {
      preconditionFailure("'\(parameter.name)' is not bound")
    }
    return node
  }

  private mutating func relation(
    _ relation: GroundNode.Relation, _ left: Expression, _ right: Expression, _ bindings: Bindings
  ) -> NodeID {
    program.intern(.relation(relation, ground(left, bindings), ground(right, bindings)))
  }

  /// A conjunction; what follows a constantly false operand is not looked at.
  private mutating func all(_ operands: [(Expression, Bindings)]) -> NodeID {
    var nodes: [NodeID] = []
    for (operand, bindings) in operands {
      let node = ground(operand, bindings)
      if program.constantValue(node) == 0 { return node }
      nodes.append(node)
    }
    return program.intern(.and(nodes))
  }

  private mutating func any(_ operands: [(Expression, Bindings)]) -> NodeID {
    var nodes: [NodeID] = []
    for (operand, bindings) in operands {
      let node = ground(operand, bindings)
      if let value = program.constantValue(node), value != 0 { return node }
      nodes.append(node)
    }
    return program.intern(.or(nodes))
  }
}
