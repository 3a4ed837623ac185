package import Relational
package import TransitionSystem

/// Whether an action, the initial states or the goals can break something: one question for all.
package struct GroundQuestion: Sendable {
  /// `initial states`, `goals`, or the name of the action.
  package var name: String
  /// What is assumed of every element: axioms and, but for the initial states, the invariant.
  package var hypotheses: GroundHypotheses
  /// The action's.
  package var parameters: [Parameter]
  package var guardCondition: Expression
  package var breaches: [Breach]

  /// One way to break something: the formula holds of some elements.
  package struct Breach: Sendable {
    package var name: String
    package var constants: [Parameter]
    package var formula: Expression
    /// The formula before the step; if it is the same for some elements, nothing breaks there.
    package var before: Expression?
  }
}

/// Clauses, and what questions that assume them have to know of all.
package struct GroundHypotheses: Sendable {
  package let clauses: [Clause]
  /// Up to which element of each sort they name some.
  let named: [String: Int]
  let sorts: Set<String>

  init(_ clauses: [Clause]) {
    var named: [String: Int] = [:]
    for clause in clauses { clause.formula.collectNamedElements(into: &named) }
    self.clauses = clauses
    self.named = named
    sorts = Set(clauses.flatMap(\.literals).flatMap(\.atom.terms).map(\.sort))
  }
}

extension GroundQuestion.Breach {
  /// Whether its form says that what is broken after the step was so before it.
  ///
  /// So it is with clauses that only lose tuples of relations that they have negated.
  fileprivate var isStronger: Bool {
    guard let before else { return false }
    return formula.conjuncts.isSuperset(of: before.conjuncts)
  }
}

extension Expression {
  var conjuncts: Set<Expression> {
    guard case .and(let operands) = self else { return [self] }
    return operands.reduce(into: []) { $0.formUnion($1.conjuncts) }
  }
}

extension GroundQuestion {
  /// The questions about a system and an invariant that are not settled by their form.
  ///
  /// A clause of whose relations an action changes none, it keeps; and one that it can only make
  /// weaker.
  ///
  /// - Throws: `CutoffError` for what is not in the decidable fragment.
  package static func all(
    _ system: RelationalSystem, _ invariant: [Clause]
  ) throws(CutoffError) -> [GroundQuestion] {
    var axioms: [Clause] = []
    for axiom in system.axioms {
      axioms += try Clausification.clauses(of: axiom.formula, place: "axiom \(axiom.name)")
    }
    let all = GroundHypotheses(axioms + invariant)
    var builder = QuestionBuilder(system: system, invariant: invariant)
    var found = [
      GroundQuestion(
        name: "initial states", hypotheses: GroundHypotheses(axioms), parameters: [],
        guardCondition: .bool(true), breaches: builder.initialBreaches())
    ]
    for action in system.actions {
      found.append(builder.question(action, hypotheses: all))
    }
    found.append(
      GroundQuestion(
        name: "goals", hypotheses: all, parameters: [],
        guardCondition: .bool(true), breaches: builder.goalBreaches()))
    return found.filter { !$0.breaches.isEmpty }
  }
}

private struct QuestionBuilder {
  private let system: RelationalSystem
  private let invariant: [Clause]
  private var rewriting: Rewriting
  /// The guard of the present action.
  private var guardCondition: Expression?

  init(system: RelationalSystem, invariant: [Clause]) {
    self.system = system
    self.invariant = invariant
    rewriting = Rewriting(system: system)
  }

  mutating func initialBreaches() -> [GroundQuestion.Breach] {
    invariant.enumerated().map { breach(of: $1, number: $0, .initial) }
      + system.totalities.enumerated().filter { !system.isAxiom($1) }
      .map { breach(of: $1, number: $0, .initial) }
  }

  mutating func question(
    _ action: RelationalAction, hypotheses: GroundHypotheses
  ) -> GroundQuestion {
    let parameters = action.parameters.map { Parameter("a:\($0.name)", $0.type) }
    let pairs = zip(action.parameters, parameters).map { ($0.name, $1.use) }
    let values = Dictionary(pairs) { $1 }
    let state = Rewriting.State.after(action, values)
    guardCondition = nil
    let condition = rewriting.formula(action.guardCondition, values)
    let assumed = withInstances(condition)
    guardCondition = condition
    var breaches: [GroundQuestion.Breach] = []
    for (index, clause) in invariant.enumerated() where action.mayBreak(clause, in: system) {
      let made = breach(of: clause, number: index, state)
      if !made.isStronger { breaches.append(made) }
    }
    for (index, totality) in system.totalities.enumerated()
    where action.mayBreak(totality, in: system) {
      breaches.append(breach(of: totality, number: index, state))
    }
    let requirements = action.checks.filter { $0.kind == .require }
    for (index, check) in requirements.enumerated() {
      let broken = Expression.not(rewriting.formula(check.condition, values))
      breaches.append(
        .init(name: "check \(index + 1)", constants: [], formula: withInstances(broken)))
    }
    return GroundQuestion(
      name: action.name, hypotheses: hypotheses, parameters: parameters,
      guardCondition: assumed, breaches: breaches)
  }

  mutating func goalBreaches() -> [GroundQuestion.Breach] {
    guardCondition = nil
    return system.goals.enumerated().map { index, goal in
      var (bound, body) = ([Parameter](), goal.formula)
      if case .forAll(let parameters, let inner) = body { (bound, body) = (parameters, inner) }
      let constants = bound.map { Parameter("g:\($0.name)", $0.type) }
      let pairs = zip(bound, constants).map { ($0.name, $1.use) }
      let formula = Expression.not(rewriting.formula(body, Dictionary(pairs) { $1 }))
      return .init(
        name: "goal \(index + 1)", constants: constants, formula: withInstances(formula))
    }
  }

  private mutating func breach(
    of clause: Clause, number: Int, _ state: Rewriting.State
  ) -> GroundQuestion.Breach {
    var (constants, values) = ([Parameter](), [String: Expression]())
    for case .variable(let sort, let index) in clause.variables {
      constants.append(Parameter("c:\(sort):\(index)", .sort(sort)))
      let name = ClauseTerm.variable(sort: sort, index).parameter.name
      values[name] = constants[constants.count - 1].use
    }
    let negations = clause.literals.map(\.negated.expression)
    let after = negations.map { rewriting.formula($0, values, state) }
    let isFirst = if case .initial = state { true } else { false }
    return .init(
      name: "clause \(number + 1)", constants: constants,
      formula: withInstances(.and(after), axiomsOnly: isFirst),
      before: isFirst ? nil : .and(negations.map { rewriting.formula($0, values) }))
  }

  private mutating func breach(
    of totality: Totality, number: Int, _ state: Rewriting.State
  ) -> GroundQuestion.Breach {
    let sorts = system.relation(totality.relation)?.sorts ?? []
    let keys = system.relation(totality.domain)?.sorts ?? []
    let constants = keys.enumerated().map { Parameter("k:\($0)", .sort($1)) }
    let domain = Expression.read(totality.domain, constants.map(\.use))
    let value = some(totality, constants.map(\.use), Array(sorts.dropFirst(keys.count)))
    let formula = Expression.and([
      rewriting.formula(domain, [:], state), .not(rewriting.formula(value, [:], state)),
    ])
    let isFirst = if case .initial = state { true } else { false }
    return .init(
      name: "totality \(number + 1)", constants: constants,
      formula: withInstances(formula, axiomsOnly: isFirst))
  }

  private func some(
    _ totality: Totality, _ key: [Expression], _ sorts: [String]
  ) -> Expression {
    let values = sorts.enumerated().map { Parameter("y:\($0)", .sort($1)) }
    return .exists(values, .read(totality.relation, key + values.map(\.use)))
  }

  /// The formula and the instances of totalities at the keys of constants at which it has a
  /// relation of the cell, with whatever value.
  ///
  /// Those that the guard has already are left out.
  private mutating func withInstances(
    _ formula: Expression, axiomsOnly: Bool = false
  ) -> Expression {
    var parts = [formula]
    for totality in system.totalities where !axiomsOnly || system.isAxiom(totality) {
      let sorts = system.relation(totality.relation)?.sorts ?? []
      let count = system.relation(totality.domain)?.sorts.count ?? 0
      let cell = Set(system.cell(of: totality).map(\.name))
      let known = guardCondition?.keys(of: cell, count) ?? []
      for key in formula.keys(of: cell, count) where !known.contains(key) {
        let value = some(totality, key, Array(sorts.dropFirst(key.count)))
        parts.append(
          .implies(.read(totality.domain, key), rewriting.formula(value, [:])))
      }
    }
    return parts.count == 1 ? formula : .and(parts)
  }
}

extension Expression {
  /// The keys without bound variables at which one of the relations is read, each once.
  fileprivate func keys(of cell: Set<String>, _ count: Int) -> [[Expression]] {
    var found: [[Expression]] = []
    if case .read(let relation, let terms) = self, cell.contains(relation),
      terms.prefix(count).allSatisfy(\.isConstant)
    {
      found = [Array(terms.prefix(count))]
    }
    for child in children {
      for key in child.keys(of: cell, count) where !found.contains(key) { found.append(key) }
    }
    return found
  }

  private var isConstant: Bool {
    if case .variable(let parameter) = self { return !parameter.name.hasPrefix("b:") }
    return true
  }
}
