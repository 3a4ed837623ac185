import TransitionSystem

/// Turns boolean expressions over the original state into formulas over relations.
struct Formulas {
  let shapes: [String: VariableShape]
  let variants: [String: VariantType]
  let simplifier: Simplifier
  /// Relations that are read as they are.
  let rigid: Set<String>
  var names: NameSupply

  init(
    _ shapes: [String: VariableShape], _ variants: [VariantType], rigid: Set<String> = []
  ) {
    self.shapes = shapes
    self.rigid = rigid
    self.variants = Dictionary(variants.map { ($0.name, $0) }) { first, _ in first }
    simplifier = Simplifier(variants: variants)
    names = NameSupply()
  }

  typealias Continuation = (inout Formulas, Expression) throws(FragmentError) -> Expression

  /// The formula of a boolean expression.
  mutating func formula(_ expression: Expression) throws(FragmentError) -> Expression {
    switch expression {
    case .bool: return expression
    case .not(let operand): return .not(try formula(operand))
    case .and(let operands): return .and(try formulas(operands))
    case .or(let operands): return .or(try formulas(operands))
    case .implies(let left, let right): return .or([.not(try formula(left)), try formula(right)])
    case .ifThenElse(let condition, let then, let otherwise):
      let test = try formula(condition)
      return choice(test, try formula(then), try formula(otherwise))
    case .forAll(let bound, let body): return try quantified(bound, body, universal: true)
    case .exists(let bound, let body): return try quantified(bound, body, universal: false)
    case .read(let name, let indices) where rigid.contains(name):
      return try withTerms(indices) { (_, terms) throws(FragmentError) in .read(name, terms) }
    case .read(let name, let indices):
      return try domain(name, indices, where: { $0.shape.label == "true" })
    case .isDefined(let name, let indices): return try domain(name, indices, where: { _ in true })
    case .test(let operand, _, let cases):
      return .or(
        try cases.map { (name) throws(FragmentError) in
          try self.isCase(operand, name)
        })
    case .equal(let left, let right): return try equality(left, right)
    case .lessOrEqual(let left, let right):
      return try order(left, right)
    case .less(let left, let right):
      return .not(try order(right, left))
    default:
      throw FragmentError("'\(expression.description)' has no relational form")
    }
  }

  mutating func formulas(_ list: [Expression]) throws(FragmentError) -> [Expression] {
    var result: [Expression] = []
    for item in list { result.append(try formula(item)) }
    return result
  }

  func choice(_ test: Expression, _ then: Expression, _ otherwise: Expression) -> Expression {
    simplifier.simplify(.or([.and([test, then]), .and([.not(test), otherwise])]))
  }

  /// Quantifiers over booleans and integers are spelt out.
  private mutating func quantified(
    _ bound: [Parameter], _ body: Expression, universal: Bool
  ) throws(FragmentError) -> Expression {
    if let index = bound.firstIndex(where: { if case .sort = $0.type { false } else { true } }) {
      var rest = bound
      let parameter = rest.remove(at: index)
      var parts: [Expression] = []
      for item in Shape(parameter.type, variants).cases {
        let payload = item.payload.map { names.fresh($0) }
        let value = item.value(payload.map(\.use))
        let inner = names.apart(body, [parameter.name: value])
        parts.append(
          try quantified(
            rest + payload, simplifier.simplify(inner), universal: universal))
      }
      return universal ? .and(parts) : .or(parts)
    }
    let inner = try formula(body)
    guard !bound.isEmpty else { return inner }
    return universal ? .forAll(bound, inner) : .exists(bound, inner)
  }

  /// That one of the selected cases of a variable's cell is the present one.
  private mutating func domain(
    _ name: String, _ indices: [Expression], where selected: (VariableShape.Case) -> Bool
  ) throws(FragmentError) -> Expression {
    guard let shape = shapes[name] else {
      throw FragmentError("'\(name)' has no relational form here")
    }
    let relations = shape.cases.filter(selected).map(\.domain.name)
    return try withTerms(indices) { (_, terms) throws(FragmentError) in
      .or(relations.map { .read($0, terms) })
    }
  }

  private mutating func order(
    _ left: Expression, _ right: Expression
  ) throws(FragmentError) -> Expression {
    guard case .sort(let sort)? = type(of: left) else { return try integerOrder(left, right) }
    return try withTerm(left) { (formulas, first) throws(FragmentError) in
      try formulas.withTerm(right) { (_, second) throws(FragmentError) in
        .read(RelationalSystem.orderName(sort), [first, second])
      }
    }
  }
}

extension RelationalSystem {
  /// The name of the relation that orders a sort.
  package static func orderName(_ sort: String) -> String { "\(sort).<=" }
}
