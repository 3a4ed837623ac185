internal import TransitionSystem

/// Which sorts' elements a system never tells apart, except in its initial state.
///
/// Permuting the elements of such a sort in a reachable state's past and future gives a run of the
/// same system, up to the choice of the initial state.
struct SymmetricSorts {
  private let system: TransitionSystem
  private var broken: Set<String> = []

  /// The names of the symmetric sorts, in the order of their declaration.
  static func find(in system: TransitionSystem) -> [String] {
    var search = SymmetricSorts(system)
    search.visit()
    return system.sorts.map(\.name).filter { !search.broken.contains($0) }
  }

  private init(_ system: TransitionSystem) { self.system = system }

  private mutating func visit() {
    for action in system.actions {
      visit(action.guardCondition)
      for check in action.checks { visit(check.condition) }
      for update in action.updates { visit(update) }
    }
    for property in system.properties {
      switch property.kind {
      case .always(let expression), .reachable(let expression): visit(expression)
      case .stepwise, .leadsTo: continue
      }
    }
    if let quiescent = system.quiescent { visit(quiescent) }
  }

  private mutating func visit(_ update: Update) {
    visitIndices(of: update.variable, update.indices)
    for expression in update.indices + [update.condition] { visit(expression) }
    guard let value = update.value else { return }
    visit(value)
    visitMeeting(value, system.variable(update.variable).map { [$0.type] } ?? [])
    // When several values of a bound variable write the same cell, the last one wins, which tells
    // elements apart. It does not matter if they all write the same, that is, if the value depends
    // only on bound variables that are themselves an index of the cell.
    let free = Set(update.bound).subtracting(
      update.bound.filter { update.indices.contains(.variable($0)) })
    guard !value.freeVariables.isDisjoint(with: free) else { return }
    for parameter in free { breakSorts(of: [parameter.type]) }
  }

  private mutating func visit(_ expression: Expression) {
    switch expression {
    case .element(let sort, _), .last(let sort): broken.insert(sort)
    case .less(let left, let right), .lessOrEqual(let left, let right):
      breakSorts(of: types(of: left) + types(of: right))
    case .equal(let left, let right):
      visitMeeting(left, types(of: right))
      visitMeeting(right, types(of: left))
    case .read(let name, let indices), .isDefined(let name, let indices):
      visitIndices(of: name, indices)
    case .make(let type, let name, let arguments):
      let fields = system.variant(type)?.cases.first { $0.name == name }?.fields ?? []
      for (argument, field) in zip(arguments, fields) { visitMeeting(argument, [field.type]) }
    case .add(let left, let right), .subtract(let left, let right):
      breakSorts(of: types(of: left) + types(of: right))
    case .bool, .integer, .variable, .option, .not, .and, .or, .implies, .ifThenElse, .forAll,
      .exists, .test, .payload:
      break
    }
    for child in expression.children { visit(child) }
  }

  private mutating func visitIndices(of name: String, _ indices: [Expression]) {
    for (index, sort) in zip(indices, system.variable(name)?.indices ?? []) {
      visitMeeting(index, [.sort(sort)])
    }
  }

  /// A plain number where an element is meant names that element.
  private mutating func visitMeeting(_ expression: Expression, _ expected: [ValueType]) {
    if types(of: expression).isEmpty { breakSorts(of: expected) }
  }

  private mutating func breakSorts(of types: [ValueType]) {
    for type in types { broken.formUnion(type.sorts(in: system)) }
  }

  /// The types that an expression may have, none for numbers and truth values.
  private func types(of expression: Expression) -> [ValueType] {
    switch expression {
    case .variable(let parameter): return elementful([parameter.type])
    case .read(let name, _): return elementful(system.variable(name).map { [$0.type] } ?? [])
    case .element(let sort, _), .last(let sort): return [.sort(sort)]
    case .make(let type, _, _): return [.variant(type)]
    case .ifThenElse(_, let then, let otherwise):
      let (one, other) = (types(of: then), types(of: otherwise))
      return one.isEmpty || other.isEmpty ? [] : one + other
    case .payload(_, let type, let field):
      let fields = system.variant(type)?.cases.flatMap(\.fields) ?? []
      return elementful(fields.filter { $0.name == field }.map(\.type))
    case .bool, .integer, .isDefined, .option, .not, .and, .or, .implies, .equal, .less,
      .lessOrEqual, .add, .subtract, .forAll, .exists, .test:
      return []
    }
  }

  private func elementful(_ types: [ValueType]) -> [ValueType] {
    types.filter {
      switch $0 {
      case .bool, .integer: false
      case .sort, .variant: true
      }
    }
  }
}

extension ValueType {
  /// The sorts whose elements occur in its values.
  func sorts(in system: TransitionSystem) -> Set<String> {
    switch self {
    case .bool, .integer: return []
    case .sort(let name): return [name]
    case .variant(let name):
      let fields = system.variant(name)?.cases.flatMap(\.fields) ?? []
      return fields.reduce(into: []) { $0.formUnion($1.type.sorts(in: system)) }
    }
  }
}
