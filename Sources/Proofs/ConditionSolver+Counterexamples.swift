import Relational
import TransitionSystem

/// What a refuting model says besides.
extension ConditionSolver {
  /// Prepares the evaluation of relations after the step.
  func compileChanges() {
    guard let post, case .step = moment else { return }
    let vocabulary = hypotheses.vocabulary
    for (number, relation) in vocabulary.relations.enumerated() where post.changes(relation.name) {
      let parameters = relation.sorts.enumerated().map { Parameter("post \($0)", .sort($1)) }
      var compiler = FormulaCompiler(
        vocabulary: vocabulary, terms: environment, variableCount: 0)
      _ = compiler.bind(parameters)
      let formula = compiler.compile(
        post.atom(relation.name, parameters.map(Expression.variable)))
      changedRelations.append((number, formula, compiler.variableCount))
    }
  }

  /// Those of the clauses that do not hold after the step from the facts.
  func refuted(_ clauses: [Int], by facts: Facts) -> [Int] {
    let after = afterStep(facts)
    return clauses.filter { PatternMatcher.isViolated(hypotheses.pattern($0), in: after) }
  }

  private func afterStep(_ facts: Facts) -> Facts {
    var after = facts
    for (relation, formula, variableCount) in changedRelations {
      after.removeAll(of: relation)
      let places = hypotheses.vocabulary.places[relation]
      var values = Array(repeating: 0, count: max(variableCount, places.count))
      func enumerate(_ place: Int) {
        guard place < places.count else {
          guard formula.holds(facts, &values) else { return }
          var key = AtomKey(relation)
          for place in places.indices { key[place] = values[place] }
          after.insert(key)
          return
        }
        for element in facts.universe[places[place]] {
          values[place] = element
          enumerate(place + 1)
        }
      }
      enumerate(0)
    }
    return after
  }

  /// The counterexample as a structure; `names` are those of the goal's constants.
  func counterexample(
    _ condition: Condition, _ facts: Facts, _ names: [String], _ goalConstants: [Int]
  ) -> CounterexampleToInduction {
    let structure = facts.structure(hypotheses.vocabulary)
    let positions = facts.positions
    func position(_ constant: Int) -> Int { positions[facts.representatives[constant]] ?? 0 }
    var values: [String: Int] = [:]
    for parameter in condition.action.map({ hypotheses.system.actions[$0].parameters }) ?? [] {
      values[parameter.name] = constantsByName[parameter.name].map(position)
    }
    for (name, constant) in zip(names, goalConstants) { values[name] = position(constant) }
    return CounterexampleToInduction(condition: condition, before: structure, values: values)
  }
}
