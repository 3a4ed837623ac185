package import TransitionSystem

/// How large a system is at a scope, before anything is allocated for it.
package struct ScopeEstimate: Hashable, Sendable {
  /// The cells of a state.
  package private(set) var cells = 0
  /// The values of the largest cell.
  package private(set) var values = 0
  /// The most instances of one action, of one bulk update or of one quantifier.
  package private(set) var instances = 0

  /// More of these are refused: an engine would run out of memory before the first state.
  private static let mostCells = 20_000
  private static let mostValues = 60_000
  private static let mostInstances = 50_000

  private let scope: Scope
  private let variants: [String: VariantType]

  package init(_ system: TransitionSystem, _ scope: Scope) {
    self.scope = scope
    variants = Dictionary(system.variants.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    for variable in system.variables {
      cells = cells.saturatingSum(product(variable.indices.map { scope[$0] }))
      values = max(values, count(of: variable.type))
    }
    for action in system.actions {
      instances = max(instances, count(of: action.parameters))
      for update in action.updates { instances = max(instances, count(of: update.bound)) }
      for check in action.checks { note(check.condition) }
      note(action.guardCondition)
    }
  }

  /// Why the scope is too large; nil if it is not.
  package var excess: String? {
    if cells > Self.mostCells { return "a state would have \(Self.words(cells)) cells" }
    if values > Self.mostValues { return "a cell would have \(Self.words(values)) values" }
    if instances > Self.mostInstances {
      return "one action would have \(Self.words(instances)) instances"
    }
    return nil
  }

  private static func words(_ number: Int) -> String {
    number == .max ? "more than 9e18" : "\(number)"
  }

  private mutating func note(_ expression: Expression) {
    switch expression {
    case .forAll(let bound, _), .exists(let bound, _):
      instances = max(instances, count(of: bound))
    default: break
    }
    for child in expression.children { note(child) }
  }

  private func count(of bound: [Parameter]) -> Int { product(bound.map { count(of: $0.type) }) }

  private func count(of type: ValueType) -> Int {
    switch type {
    case .bool: return 2
    case .integer(let range): return range.count
    case .sort(let name): return scope[name]
    case .variant(let name):
      // Payloads are never variants: this does not go deeper.
      return variants[name]?.cases.reduce(0) { sum, item in
        sum.saturatingSum(product(item.fields.map { count(of: $0.type) }))
      } ?? 1
    }
  }

  private func product(_ factors: [Int]) -> Int {
    factors.reduce(1) { product, factor in
      let (result, overflow) = product.multipliedReportingOverflow(by: factor)
      return overflow ? .max : result
    }
  }
}

extension Int {
  fileprivate func saturatingSum(_ other: Int) -> Int {
    let (result, overflow) = addingReportingOverflow(other)
    return overflow ? .max : result
  }
}
