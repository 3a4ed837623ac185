import Relational
import TransitionSystem

/// Universal formulas as clauses.
struct Clausification {
  /// The variables that stand for bound ones so far, by sort.
  private var counts: [String: Int] = [:]
  private let place: String

  /// More clauses are no assumption that a person wrote.
  private static let most = 500

  /// The clauses whose conjunction is the closed formula.
  ///
  /// - Throws: `CutoffError` if it has an existential or too many clauses.
  static func clauses(
    of formula: Expression, place: String
  ) throws(CutoffError) -> [Clause] {
    var state = Clausification(place: place)
    return try state.clauses(formula, true, [:]).map(Clause.init)
  }

  private init(place: String) { self.place = place }

  private mutating func clauses(
    _ formula: Expression, _ isPositive: Bool, _ values: [String: ClauseTerm]
  ) throws(CutoffError) -> [[Clause.Literal]] {
    switch formula {
    case .bool(let value): return value == isPositive ? [] : [[]]
    case .not(let operand): return try clauses(operand, !isPositive, values)
    case .and(let operands):
      return try join(operands.map { ($0, isPositive) }, isPositive, values)
    case .or(let operands):
      return try join(operands.map { ($0, isPositive) }, !isPositive, values)
    case .implies(let left, let right):
      return try join([(left, !isPositive), (right, isPositive)], !isPositive, values)
    case .ifThenElse(let condition, let then, let otherwise):
      let one = try join([(condition, false), (then, isPositive)], false, values)
      return one + (try join([(condition, true), (otherwise, isPositive)], false, values))
    case .forAll(let bound, let body), .exists(let bound, let body):
      var isUniversal = isPositive
      if case .exists = formula { isUniversal = !isPositive }
      guard isUniversal || bound.isEmpty else {
        throw CutoffError(
          place: place, message: "an existential: \(FormulaText.text(formula))")
      }
      var inner = values
      for parameter in bound {
        let sort = parameter.type.description
        inner[parameter.name] = .variable(sort: sort, counts[sort, default: 0])
        counts[sort, default: 0] += 1
      }
      return try clauses(body, isPositive, inner)
    case .equal(let left, let right):
      let atom = Clause.Atom.equal(try term(left, values), try term(right, values))
      return [[Clause.Literal(isPositive, atom)]]
    case .read(let relation, let terms):
      var written: [ClauseTerm] = []
      for each in terms { written.append(try term(each, values)) }
      return [[Clause.Literal(isPositive, .holds(relation, written))]]
    default: throw unsupported(formula)
    }
  }

  /// All clauses of a conjunction; of a disjunction one of each operand, in every combination.
  private mutating func join(
    _ operands: [(Expression, Bool)], _ isConjunction: Bool, _ values: [String: ClauseTerm]
  ) throws(CutoffError) -> [[Clause.Literal]] {
    var found: [[Clause.Literal]] = isConjunction ? [] : [[]]
    for (operand, isPositive) in operands {
      let parts = try clauses(operand, isPositive, values)
      found = isConjunction ? found + parts : found.flatMap { one in parts.map { one + $0 } }
      guard found.count <= Self.most else {
        throw CutoffError(place: place, message: "more than \(Self.most) clauses")
      }
    }
    return found
  }

  private func term(
    _ term: Expression, _ values: [String: ClauseTerm]
  ) throws(CutoffError) -> ClauseTerm {
    switch term {
    case .variable(let parameter):
      guard let value = values[parameter.name] else { throw unsupported(term) }
      return value
    case .element(let sort, let number): return .element(sort: sort, number)
    default: throw unsupported(term)
    }
  }

  private func unsupported(_ formula: Expression) -> CutoffError {
    CutoffError(place: place, message: "what no relational formula has: \(formula.description)")
  }
}
