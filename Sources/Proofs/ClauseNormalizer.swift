import TransitionSystem

/// Turns a universal formula in negation normal form into clauses, by distribution.
struct ClauseNormalizer {
  private let vocabulary: Vocabulary
  private var compiler: FormulaCompiler
  private var sorts: [Int] = []

  /// More clauses than this are not made of one formula.
  static let limit = 4_096

  init(_ vocabulary: Vocabulary, _ environment: [String: PatternTerm]) {
    self.vocabulary = vocabulary
    compiler = FormulaCompiler(vocabulary: vocabulary, terms: environment, variableCount: 0)
  }

  /// Patterns that together say what the formula says.
  mutating func patterns(of formula: Expression) throws(InstantiationError) -> [Pattern] {
    let clauses = try clauses(of: formula)
    return clauses.map { Pattern(variableSorts: sorts, $0).compacted }
  }

  private mutating func clauses(
    of formula: Expression
  ) throws(InstantiationError) -> [[PatternLiteral]] {
    switch formula {
    case .bool(let value): return value ? [] : [[]]
    case .read(let name, let terms):
      return [[.holds(isPositive: true, compiler.atom(name, terms))]]
    case .not(.read(let name, let terms)):
      return [[.holds(isPositive: false, compiler.atom(name, terms))]]
    case .equal(let left, let right):
      return [[.equal(isPositive: true, compiler.term(left), compiler.term(right))]]
    case .not(.equal(let left, let right)):
      return [[.equal(isPositive: false, compiler.term(left), compiler.term(right))]]
    case .and(let operands):
      var all: [[PatternLiteral]] = []
      for operand in operands { all += try clauses(of: operand) }
      return all
    case .or(let operands):
      var product: [[PatternLiteral]] = [[]]
      for operand in operands {
        let parts = try clauses(of: operand)
        guard product.count * parts.count <= Self.limit else { throw InstantiationError.clauses }
        product = product.flatMap { clause in parts.map { clause + $0 } }
      }
      return product
    case .forAll(let bound, let body):
      let outer = compiler.terms
      sorts += compiler.bind(bound).map(\.sort)
      let all = try clauses(of: body)
      compiler.terms = outer
      return all
    default: preconditionFailure("\(formula.description) is not universal")
    }
  }
}

extension Pattern {
  /// Without the variables that do not occur, which would only multiply instances.
  var compacted: Pattern {
    var numbers: [Int: Int] = [:]
    var sorts: [Int] = []
    func renumber(_ term: PatternTerm) -> PatternTerm {
      guard let variable = term.variable else { return term }
      if numbers[variable] == nil {
        numbers[variable] = sorts.count
        sorts.append(variableSorts[variable])
      }
      return .variable(numbers[variable] ?? 0)
    }
    func renumber(_ atom: PatternAtom) -> PatternAtom {
      PatternAtom(relation: atom.relation, terms: atom.terms.map { renumber($0) })
    }
    var result = self
    result.required = required.map { renumber($0) }
    result.forbidden = forbidden.map { renumber($0) }
    result.requiredEqual = requiredEqual.map { (renumber($0), renumber($1)) }
    result.requiredDistinct = requiredDistinct.map { (renumber($0), renumber($1)) }
    result.variableSorts = sorts
    return result
  }
}
