import Relational
import SMT
import TransitionSystem

/// From formulas to clauses.
extension ConditionSolver {
  /// A literal that makes a formula true, and the constants that are to be looked at with it.
  struct Encoded {
    var literal: Literal
    var witnesses: [Int]
    /// What is to be assumed with it: the totalities at the keys that the formula reads.
    var gates: [Literal] = []
    /// Whether some of them stand for existential quantifiers of this formula.
    var hasOwnWitnesses = false
  }

  /// What an encoding in progress knows.
  struct Encoding {
    /// Formulas that are used together have different slots, so that their witnesses differ.
    var slot: Int
    var environment: [String: PatternTerm]
    var witnesses: [Int] = []
    var witnessCounts: [Int: Int] = [:]

    init(slot: Int, environment: [String: PatternTerm]) {
      self.slot = slot
      self.environment = environment
    }
  }

  /// A literal that implies the formula, which is in negation normal form.
  func encode(
    _ formula: Expression, _ encoding: inout Encoding
  ) throws(InstantiationError) -> Literal {
    switch formula {
    case .bool(let value):
      let literal = Literal(makeVariable())
      solver.add([value ? literal : !literal])
      return literal
    case .not(let operand): return try !encode(operand, &encoding)
    case .read(let name, let terms):
      return Literal(variable(of: atom(name, terms, encoding)))
    case .equal(let left, let right):
      return equality(constant(left, encoding), constant(right, encoding))
    case .and(let operands):
      let gate = Literal(makeVariable())
      for operand in operands { solver.add([!gate, try encode(operand, &encoding)]) }
      return gate
    case .or(let operands):
      let gate = Literal(makeVariable())
      var clause = [!gate]
      for operand in operands { clause.append(try encode(operand, &encoding)) }
      solver.add(clause)
      return gate
    case .exists(let bound, let body):
      let outer = encoding.environment
      defer { encoding.environment = outer }
      for parameter in bound {
        let witness = try witness(of: parameter, &encoding)
        encoding.environment[parameter.name] = .constant(witness)
      }
      return try encode(body, &encoding)
    case .forAll(let bound, let body):
      let gate = Literal(makeVariable())
      var normalizer = ClauseNormalizer(hypotheses.vocabulary, encoding.environment)
      for pattern in try normalizer.patterns(of: .forAll(bound, body)) {
        localPatterns.append((gate, pattern))
      }
      return gate
    default: preconditionFailure("\(formula.description) is not in negation normal form")
    }
  }

  private func witness(
    of parameter: Parameter, _ encoding: inout Encoding
  ) throws(InstantiationError) -> Int {
    let sort = hypotheses.vocabulary.sort(parameter.type.description)
    let number = encoding.witnessCounts[sort, default: 0]
    encoding.witnessCounts[sort] = number + 1
    let made = try constant("\(sort) \(encoding.slot) \(number)", sort)
    encoding.witnesses.append(made)
    return made
  }

  func constant(_ term: Expression, _ encoding: Encoding) -> Int {
    FormulaCompiler(
      vocabulary: hypotheses.vocabulary, terms: encoding.environment, variableCount: 0
    ).term(term).value([])
  }

  private func atom(_ name: String, _ terms: [Expression], _ encoding: Encoding) -> AtomKey {
    var key = AtomKey(hypotheses.vocabulary.relation(name))
    for (place, term) in terms.enumerated() { key[place] = constant(term, encoding) }
    return key
  }

  func variable(of key: AtomKey) -> Int32 {
    if let known = atomVariables[key] { return known }
    let made = makeVariable(for: key)
    atomVariables[key] = made
    return made
  }

  /// That two constants are the same.
  func equality(_ left: Int, _ right: Int) -> Literal {
    let (low, high) = (min(left, right), max(left, right))
    let key = low * AtomKey.constantLimit + high
    if let known = equalities[key] { return Literal(known) }
    let literal = Literal(makeVariable())
    equalities[key] = literal.variable
    if low == high {
      solver.add([literal])
    } else if high < hypotheses.vocabulary.elementSorts.count {
      solver.add([!literal])
    }
    return literal
  }
}
