package import Relational
package import TransitionSystem

/// Makes the obligations of a system and a set of clauses that is to be its invariant.
package struct ObligationBuilder: Sendable {
  package let system: RelationalSystem
  /// Assumed together before a step.
  package let invariant: [Clause]
  let afterwards: [PostState]
  let initially: PostState
  /// One for each totality.
  let cells: [TotalityCell]
  /// The axioms, and with them the clauses: thousands of obligations begin with these.
  private let axioms: [Obligation.Assertion]
  private let hypotheses: [Obligation.Assertion]

  /// Fails with the first formula of the system that is outside the fragment.
  package init(_ system: RelationalSystem, invariant: [Clause]) throws(AlternationError) {
    if let error = system.fragmentErrors.first { throw error }
    self.system = system
    self.invariant = invariant
    afterwards = system.actions.map { PostState(of: $0, in: system) }
    initially = PostState(initialOf: system)
    cells = TotalityCell.all(of: system)
    axioms = system.axioms.enumerated().map { .init(.axiom($0), $1.formula) }
    hypotheses = axioms + invariant.enumerated().map { .init(.hypothesis($0), $1.formula) }
  }

  /// What the proof consists of, in order: initiation, consecution, checks, goals.
  ///
  /// Without the steps that keep a clause or a totality by the look of it: they define none of its
  /// relations anew, and what they clear is only ever denied in it.
  package var conditions: [Condition] {
    var all = invariant.map(Condition.initiation)
    all += system.totalities.indices.filter { !system.isAxiom(system.totalities[$0]) }
      .map(Condition.totalityInitiation)
    for (index, action) in system.actions.enumerated() {
      let state = afterwards[index]
      all += invariant.filter { state.mayBreak($0) }
        .map { .consecution(action: index, $0) }
      for (position, totality) in system.totalities.enumerated()
      where state.defines(totality.domain) || state.changes(totality.relation) {
        all.append(.totality(action: index, position))
      }
      all += action.checks.indices.filter { action.checks[$0].kind == .require }
        .map { .check(action: index, check: $0) }
    }
    return all + system.goals.indices.map(Condition.goal)
  }

  /// The assertions that the condition says contradict each other.
  package func obligation(_ condition: Condition) -> Obligation {
    let action = condition.action.map { system.actions[$0] }
    var constants = action?.parameters ?? []
    let taken = Set(constants.map(\.name))
    let goal = goal(of: condition, avoiding: taken)
    constants += goal.constants
    var assertions = condition.isInitial ? axioms : hypotheses
    let negated = Expression.not(goal.formula)
    if let action { assertions.append(.init(.guardCondition, action.guardCondition)) }
    let readers = [action?.guardCondition ?? .bool(true), negated]
    for cell in cells where cell.isAxiom || !condition.isInitial {
      assertions += cell.keys(in: readers).map { key in
        .init(.totality(cell.position), cell.totality.formula(at: key, in: system))
      }
    }
    assertions.append(.init(.negatedGoal, negated))
    return Obligation(condition: condition, constants: constants, assertions: assertions)
  }

  /// A formula over the state before the step, and its free variables besides the action's.
  struct Goal {
    var constants: [Parameter]
    var formula: Expression

    init(constants: [Parameter], formula: Expression) {
      self.constants = constants
      self.formula = formula
    }

    /// The variables of the outermost quantifier, if it is universal, become constants.
    init(opening formula: Expression) {
      (constants, self.formula) = ([], formula)
      if case .forAll(let bound, let body) = formula { (constants, self.formula) = (bound, body) }
    }
  }

  func goal(of condition: Condition, avoiding taken: Set<String>) -> Goal {
    switch condition {
    case .initiation(let clause): clauseGoal(clause, initially, avoiding: taken)
    case .consecution(let action, let clause):
      clauseGoal(clause, afterwards[action], avoiding: taken)
    case .check(let action, let check):
      Goal(constants: [], formula: system.actions[action].checks[check].condition)
    case .goal(let index): Goal(opening: system.goals[index].formula)
    case .totalityInitiation(let index): totalityGoal(index, initially, avoiding: taken)
    case .totality(let action, let index):
      totalityGoal(index, afterwards[action], avoiding: taken)
    }
  }

  private func clauseGoal(
    _ clause: Clause, _ state: PostState, avoiding taken: Set<String>
  ) -> Goal {
    var replacements: [String: Expression] = [:]
    let (constants, _) = clause.variables.map(\.parameter)
      .renamed(avoiding: taken, recordedIn: &replacements)
    let body = Expression.or(clause.literals.map(\.expression)).replacing(replacements)
    return Goal(constants: constants, formula: state.formula(body))
  }

  private func totalityGoal(
    _ index: Int, _ state: PostState, avoiding taken: Set<String>
  ) -> Goal {
    let totality = system.totalities[index]
    let sorts = system.relation(totality.domain)?.sorts ?? []
    var replacements: [String: Expression] = [:]
    let (constants, _) = sorts.enumerated().map { Parameter("KEY\($0)", .sort($1)) }
      .renamed(avoiding: taken, recordedIn: &replacements)
    let formula = totality.formula(at: constants.map(Expression.variable), in: system)
    return Goal(constants: constants, formula: state.formula(formula))
  }
}

extension Clause {
  /// The relations that it speaks of, each once for each literal.
  package var relations: [String] {
    literals.compactMap { literal in
      if case .holds(let relation, _) = literal.atom { relation } else { nil }
    }
  }
}

extension Totality {
  /// That a value exists at the key if the domain holds of it.
  package func formula(at key: [Expression], in system: RelationalSystem) -> Expression {
    let sorts = (system.relation(relation)?.sorts ?? []).dropFirst(key.count)
    let used = key.reduce(into: Set<String>()) { $0.formUnion($1.variableNames) }
    var replacements: [String: Expression] = [:]
    let (values, _) = sorts.enumerated().map { Parameter("VALUE\($0)", .sort($1)) }
      .renamed(avoiding: used, recordedIn: &replacements)
    let holds = Expression.read(relation, key + values.map(Expression.variable))
    return .implies(.read(domain, key), values.isEmpty ? holds : .exists(values, holds))
  }
}
