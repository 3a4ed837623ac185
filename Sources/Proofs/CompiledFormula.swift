import TransitionSystem

/// A formula over numbered variables, to be evaluated often.
indirect enum CompiledFormula: Sendable {
  case constant(Bool)
  case holds(PatternAtom)
  case equal(PatternTerm, PatternTerm)
  case not(CompiledFormula)
  case and([CompiledFormula])
  case or([CompiledFormula])
  case ifThenElse(CompiledFormula, CompiledFormula, CompiledFormula)
  /// Variables with their sorts.
  case forAll([(variable: Int, sort: Int)], CompiledFormula)
  case exists([(variable: Int, sort: Int)], CompiledFormula)
}

extension CompiledFormula {
  /// Whether it holds of the facts where its variables have these values.
  func holds(_ facts: Facts, _ values: inout [Int]) -> Bool {
    switch self {
    case .constant(let value): return value
    case .holds(let atom):
      var key = AtomKey(atom.relation)
      for place in atom.terms.indices {
        key[place] = facts.representatives[atom.terms[place].value(values)]
      }
      return facts.contains(key)
    case .equal(let left, let right):
      return facts.representatives[left.value(values)]
        == facts.representatives[right.value(values)]
    case .not(let operand): return !operand.holds(facts, &values)
    case .and(let operands):
      for operand in operands where !operand.holds(facts, &values) { return false }
      return true
    case .or(let operands):
      for operand in operands where operand.holds(facts, &values) { return true }
      return false
    case .ifThenElse(let condition, let then, let otherwise):
      return (condition.holds(facts, &values) ? then : otherwise).holds(facts, &values)
    case .forAll(let bound, let body):
      return !Self.exists(bound, .not(body)).holds(facts, &values)
    case .exists(let bound, let body): return body.someHolds(bound[...], facts, &values)
    }
  }

  private func someHolds(
    _ bound: ArraySlice<(variable: Int, sort: Int)>, _ facts: Facts, _ values: inout [Int]
  ) -> Bool {
    guard let first = bound.first else { return holds(facts, &values) }
    for element in facts.universe[first.sort] {
      values[first.variable] = element
      if someHolds(bound.dropFirst(), facts, &values) { return true }
    }
    return false
  }
}

/// Numbers the variables of a formula.
struct FormulaCompiler {
  let vocabulary: Vocabulary
  /// What the free variables stand for.
  var terms: [String: PatternTerm]
  /// How many variables have a number.
  var variableCount: Int

  mutating func compile(_ formula: Expression) -> CompiledFormula {
    switch formula {
    case .bool(let value): return .constant(value)
    case .read(let name, let arguments): return .holds(atom(name, arguments))
    case .not(let operand): return .not(compile(operand))
    case .and(let operands): return .and(operands.map { compile($0) })
    case .or(let operands): return .or(operands.map { compile($0) })
    case .implies(let left, let right): return .or([.not(compile(left)), compile(right)])
    case .equal(let left, let right): return .equal(term(left), term(right))
    case .ifThenElse(let condition, let then, let otherwise):
      return .ifThenElse(compile(condition), compile(then), compile(otherwise))
    case .forAll(let bound, let body):
      let outer = terms
      defer { terms = outer }
      return .forAll(bind(bound), compile(body))
    case .exists(let bound, let body):
      let outer = terms
      defer { terms = outer }
      return .exists(bind(bound), compile(body))
    case .variable, .element, .integer, .last, .isDefined, .option, .less, .lessOrEqual, .add,
      .subtract, .make, .test, .payload:
      preconditionFailure("\(formula.description) is no relational formula")
    }
  }

  func atom(_ name: String, _ arguments: [Expression]) -> PatternAtom {
    PatternAtom(relation: vocabulary.relation(name), terms: arguments.map(term))
  }

  func term(_ expression: Expression) -> PatternTerm {
    switch expression {
    case .element(let sort, let number): return .constant(vocabulary.element(sort, number))
    case .variable(let parameter):
      guard let term = terms[parameter.name] else {
        preconditionFailure("\(parameter.name) is free")
      }
      return term
    default: preconditionFailure("\(expression.description) is no relational term")
    }
  }

  /// Gives the parameters numbers.
  mutating func bind(_ bound: [Parameter]) -> [(variable: Int, sort: Int)] {
    bound.map { parameter in
      defer { variableCount += 1 }
      terms[parameter.name] = .variable(variableCount)
      return (variableCount, vocabulary.sort(parameter.type.description))
    }
  }
}
