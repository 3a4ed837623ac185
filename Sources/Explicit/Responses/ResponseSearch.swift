internal import TransitionSystem

/// Decides the `leadsTo` properties of a system on the graph of its states.
///
/// Symmetry is left aside: a permutation may map one task to another on the way around a loop, and
/// what is fair to both in the quotient need not be so to either.
struct ResponseSearch {
  private let system: TransitionSystem
  private let scope: Scope
  private let options: SearchOptions
  private let evaluator: Evaluator

  init(_ system: TransitionSystem, scope: Scope, options: SearchOptions) {
    self.system = system
    self.scope = scope
    self.options = options
    evaluator = Evaluator(system: system, scope: scope)
  }

  /// Adds what is found to the result of a search for everything else.
  func run(_ result: inout SearchResult) {
    for property in system.properties {
      guard case .leadsTo(let response) = property.kind else { continue }
      guard result.specError == nil else { return }
      if case .stopped = result.outcome { return }
      run(property.name, response, &result)
    }
  }

  private func run(_ name: String, _ response: Response, _ result: inout SearchResult) {
    let values = evaluator.assignments(of: response.parameters, extending: [:])
    let conditions = values.flatMap { bindings in
      let constants = response.parameters.reduce(into: [String: Expression]()) {
        $0[$1.name] = evaluator.layout.constant(bindings[$1.name] ?? 0, $1.type)
      }
      return [response.trigger, response.goal].map { $0.substituting(constants) }
    }
    let initial: State
    do throws(EvaluationError) { initial = try evaluator.initialState() } catch {
      return fail(error, Trace(steps: []), &result)
    }
    var search = GraphSearch(system, scope: scope, conditions: conditions, options: options)
    let end = search.run(from: initial)
    note(search.graph, search.firings, &result)
    switch end {
    case .stopped(let reason): result.outcome = .stopped(reason)
    case .trapped(let number):
      fail(search.error(in: number), trace(search.graph.path(to: number), search.firings), &result)
    case .exhausted, .found: decide(name, response, search.graph, search.firings, &result)
    }
  }

  private func fail(_ error: EvaluationError, _ trace: Trace, _ result: inout SearchResult) {
    result.specError = .init(error: error, trace: trace)
    result.outcome = .stopped(.specError(error, trace))
  }

  private func note(_ graph: StateGraph, _ firings: [Firing], _ result: inout SearchResult) {
    result.distinctStates = max(result.distinctStates, graph.stateCount)
    result.orbitStates = result.distinctStates
    result.generatedTransitions = max(result.generatedTransitions, graph.targets.count)
    result.diameter = max(result.diameter, Int(graph.depths.last ?? 0))
    let labels = Set(graph.labels)
    result.firedActions.formUnion(labels.map { firings[Int($0)].action })
  }

  private func decide(
    _ name: String, _ response: Response, _ graph: StateGraph, _ firings: [Firing],
    _ result: inout SearchResult
  ) {
    let assumptions = FairnessAssumptions(response.fairness, evaluator)
    let fair = FairGraph(graph, assumptions, firings)
    let searches = stride(from: 0, to: graph.truths.count, by: 2).map {
      LassoSearch(fair, trigger: graph.truths[$0], goal: graph.truths[$0 + 1])
    }
    let strengths = assumptions.assumptions.map { Optional($0.strength) }
    let lassos = searches.compactMap { $0.lasso(strengths) }
    var finding = SearchResult.ResponseFinding(
      isTriggered: stride(from: 0, to: graph.truths.count, by: 2).contains {
        graph.truths[$0].contains(true)
      }, needed: [])
    if let lasso = lassos.min(by: { $0.distance < $1.distance }) {
      var trace = trace(lasso.stem + lasso.loop, firings)
      trace.loopStart = lasso.stem.count
      result.violations[name] = .init(trace: trace, claim: .violatesResponse)
    } else {
      for declared in response.fairness {
        let others = assumptions.assumptions.map {
          $0.name == declared.name ? nil : Optional($0.strength)
        }
        if searches.contains(where: { $0.isViolated(others) }) {
          finding.needed.append(declared.name)
        }
      }
    }
    result.responses[name] = finding
  }

  private func trace(_ labels: [Int], _ firings: [Firing]) -> Trace {
    Trace(
      steps: labels.map { label in
        Trace.Step(
          action: system.actions[firings[label].action].name, arguments: firings[label].arguments)
      })
  }
}

extension Layout {
  /// The expression that has this value.
  fileprivate func constant(_ value: Int, _ type: ValueType) -> Expression {
    switch type {
    case .bool: return .bool(value != 0)
    case .integer: return .integer(value)
    case .sort(let name): return .element(sort: name, value)
    case .variant(let name):
      let variant = variantLayout(name)
      let (index, payload) = variant.decompose(value)
      let item = variant.type.cases[index]
      let parts = zip(payload, item.fields).map { content, field in
        constant(Evaluator.decoded(content, field.type), field.type)
      }
      return .make(type: name, case: item.name, parts)
    }
  }
}
