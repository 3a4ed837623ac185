/// Takes granular sorts out of what a system is composed of.
///
/// A sort is granular if a model makes sense without it: pages of one sector each are pages that
/// are read, written and lost as a whole. With the sort go all indices, quantifiers, arguments and
/// loops over it, and the cases of variants that speak of its elements. What is left is what
/// somebody would have written who had never heard of the sort: not a variable, not a step more.
package struct Coarsening: Sendable {
  let sorts: Set<String>
  private let variables: [String: StateVariable]
  private let variants: [String: VariantType]
  private let signatures: [String: [Parameter]]
  private let events: [String: [Parameter]]
  private let locks: [String: [String]]
  private let simplifier: Simplifier

  /// - Parameters:
  ///   - sorts: The granular sorts that are to go.
  ///   - declarations: All that the parts refer to.
  package init(without sorts: Set<String>, in declarations: [Fragment]) {
    let all = declarations.reduce(Fragment()) { $0.merged(with: $1) }
    func table<Item>(_ items: [Item], _ name: (Item) -> String) -> [String: Item] {
      Dictionary(items.map { (name($0), $0) }, uniquingKeysWith: { $1 })
    }
    self.sorts = sorts
    variables = table(all.variables) { $0.name }
    variants = table(all.variants) { $0.name }
    signatures = table(all.callables) { $0.name }.mapValues(\.parameters)
    events = table(all.events) { $0.name }.mapValues(\.parameters)
    var indices = table(all.locks) { $0.name }.mapValues(\.indices)
    for lock in all.locks {
      indices[lock.held] = lock.indices
      for holders in [lock.exclusiveHolders, lock.sharedHolders] {
        indices[holders] = lock.indices + ["task"]
      }
    }
    locks = indices
    simplifier = Simplifier(variants: all.variants)
  }

  func isGone(_ type: ValueType) -> Bool {
    if case .sort(let name) = type { sorts.contains(name) } else { false }
  }

  func kept(_ parameters: [Parameter]) -> [Parameter] { parameters.filter { !isGone($0.type) } }

  /// The arguments whose parameters stay.
  func kept<Argument>(_ arguments: [Argument], _ parameters: [Parameter]?) -> [Argument] {
    guard let parameters else { return arguments }
    return zip(arguments, parameters).filter { !isGone($0.1.type) }.map(\.0)
  }

  func parameters(of callee: String) -> [Parameter]? { signatures[callee] }
  func parameters(ofEvent event: String) -> [Parameter]? { events[event] }

  /// The indices of a variable or lock that stay.
  func kept(_ indices: [Expression], of name: String) -> [Expression] {
    guard let declared = variables[name]?.indices ?? locks[name] else { return indices }
    return zip(indices, declared).filter { !sorts.contains($0.1) }.map { expression($0.0) }
  }

  /// Whether a case of a variant speaks of the sort, and of nothing but the sort.
  func isGone(_ item: VariantType.Case) -> Bool {
    !item.fields.isEmpty && item.fields.allSatisfy { isGone($0.type) }
  }

  private func isGone(_ name: String, of type: String) -> Bool {
    variants[type]?.cases.first { $0.name == name }.map { isGone($0) } ?? false
  }

  /// Whether the value of an expression is an element of the sort.
  func isGone(_ expression: Expression) -> Bool {
    switch expression {
    case .element(let sort, _), .last(let sort): sorts.contains(sort)
    case .variable(let parameter): isGone(parameter.type)
    case .read(let name, _): variables[name].map { isGone($0.type) } ?? false
    case .payload(_, let type, let field):
      variants[type]?.cases.flatMap(\.fields).first { $0.name == field }.map { isGone($0.type) }
        ?? false
    case .ifThenElse(_, let then, _): isGone(then)
    default: false
    }
  }

  /// The expression without the sort.
  package func expression(_ expression: Expression) -> Expression {
    switch expression {
    case .read(let name, let indices): return .read(name, kept(indices, of: name))
    case .isDefined(let name, let indices): return .isDefined(name, kept(indices, of: name))
    case .equal(let left, _) where isGone(left): return .bool(true)
    case .less(let left, _) where isGone(left): return .bool(false)
    case .lessOrEqual(let left, _) where isGone(left): return .bool(true)
    case .forAll(let bound, let body):
      let rest = kept(bound)
      return rest.isEmpty ? self.expression(body) : .forAll(rest, self.expression(body))
    case .exists(let bound, let body):
      let rest = kept(bound)
      return rest.isEmpty ? self.expression(body) : .exists(rest, self.expression(body))
    case .make(let type, let name, let arguments):
      let fields = variants[type]?.cases.first { $0.name == name }?.fields
      let rest = fields.map { fields in
        zip(arguments, fields).filter { !isGone($0.1.type) }.map(\.0)
      }
      return .make(type: type, case: name, (rest ?? arguments).map { self.expression($0) })
    case .test(let operand, let type, let cases):
      let rest = cases.filter { !isGone($0, of: type) }
      if rest.isEmpty { return .bool(false) }
      return .test(self.expression(operand), type: type, cases: rest)
    default: return expression.mapChildren { self.expression($0) }
    }
  }

  /// The condition; what is always so once the sort is gone, or never, is written as a constant.
  func condition(_ condition: Expression) -> Expression {
    let coarse = expression(condition)
    if case .bool(let value) = simplifier.simplify(coarse) { return .bool(value) }
    return coarse
  }
}
