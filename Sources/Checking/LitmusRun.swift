import Explicit
package import SpecLanguage
package import TransitionSystem

/// What came of a litmus test on one kernel.
package struct LitmusResult: Sendable {
  package var test: LitmusTest
  package var kernel: String
  package var states = 0
  /// The different final states, each as the values of what the test speaks of.
  package var finalStates: [FinalState] = []
  package var conditions: [Condition] = []
  /// Why there is no answer.
  package var problem: Problem?
  /// With which runs of the result can be told again.
  package var evaluator: Evaluator?

  /// Whether all conditions are as the test says.
  package var holds: Bool { problem == nil && conditions.allSatisfy { $0.failure == nil } }

  /// The value of each register and cell that the test speaks of; nil where it has none.
  package struct FinalState: Hashable, Sendable {
    package var values: [Value]

    package struct Value: Hashable, Sendable {
      package var name: String
      package var text: String
    }
  }

  /// A condition, and why it is not as the test says; nil: it is.
  package struct Condition: Sendable {
    package var quantifier: LitmusTest.Quantifier
    package var failure: Failure?
    /// A run to a final state that is as the condition says, or one that is not.
    package var run: Shown?
  }

  package enum Failure: Hashable, Sendable {
    /// A final state is none of the alternatives, or one that is forbidden.
    case otherState
    /// No final state is this alternative, counted from 0.
    case missing(Int)
  }

  /// A run that the reference evaluator has repeated.
  package struct Shown: Sendable {
    package var replayed: ReplayedTrace
    package var claim: Trace.Claim
    package var property: String
  }

  package enum Problem: Sendable {
    case stopped(Verdict.Reason)
    /// The tasks never all end.
    case endless
    /// The tasks can get to where none of them can go on.
    case stuck(Shown)
    /// The spec has an error, and the run after which it shows, if any.
    case error(String, SourceSite?, Shown?)
  }
}

/// Runs litmus tests.
package struct LitmusRun: Sendable {
  package let assembly: Assembly
  package let limits: Limits

  package init(assembly: Assembly, limits: Limits) {
    (self.assembly, self.limits) = (assembly, limits)
  }

  /// Each test on each of its kernels, in order.
  package func run(
    _ tests: [(test: LitmusTest, kernel: String)]
  ) async throws -> [LitmusResult] {
    try await inParallel(tests, atMost: limits.threads) { item in
      Result { try result(of: item.test, on: item.kernel) }
    }.map { try $0.get() }
  }

  /// - Throws: `InternalError`, if a run cannot be repeated.
  package func result(of test: LitmusTest, on kernel: String) throws -> LitmusResult {
    var result = LitmusResult(test: test, kernel: kernel)
    do {
      let (system, scope, starts) = try assembly.prepared(test, on: kernel)
      let evaluator = Evaluator(system: system, scope: scope)
      result.evaluator = evaluator
      if let problem = impossibleStart(test, starts, evaluator) {
        result.problem = problem
        return result
      }
      try explore(system, scope, evaluator, &result)
    } catch let error as CompositionError {
      result.problem = .error(error.message, error.site ?? test.site, nil)
    }
    return result
  }

  /// Blocks are not permuted: each final state is told as it is.
  private var options: SearchOptions {
    var options = limits.searchOptions
    options.symmetricSorts = .off
    return options
  }

  private func explore(
    _ system: TransitionSystem, _ scope: Scope, _ evaluator: Evaluator,
    _ result: inout LitmusResult
  ) throws {
    let (found, states) = Explicit.visit(system, scope: scope, options: options)
    result.states = found.distinctStates
    if let error = found.specError {
      let shown = try shown(error.trace, .evaluationError, "", evaluator)
      result.problem = .error(error.error.message, result.test.site, shown)
      return
    }
    if case .stopped(let reason) = found.outcome {
      result.problem = .stopped(reason)
      return
    }
    if let trace = found.deadlock {
      result.problem = .stuck(try shown(trace, .deadlocks, "", evaluator))
      return
    }
    guard found.witnesses[LitmusProperties.ends] != nil else {
      result.problem = .endless
      return
    }
    result.conditions = try conditions(result.test, found, evaluator)
    result.finalStates = try finalStates(among: states, evaluator, result)
  }

  private func conditions(
    _ test: LitmusTest, _ found: SearchResult, _ evaluator: Evaluator
  ) throws -> [LitmusResult.Condition] {
    try test.conditions.enumerated().map { position, condition in
      var decided = LitmusResult.Condition(quantifier: condition.quantifier)
      let universal = LitmusProperties.universal(position)
      if let violation = found.violations[universal] {
        decided.failure = .otherState
        decided.run = try shown(violation.trace, violation.claim, universal, evaluator)
        return decided
      }
      guard condition.quantifier != .forbids else { return decided }
      for number in condition.alternatives.indices {
        let name = LitmusProperties.existential(position, number)
        guard let trace = found.witnesses[name] else {
          decided.failure = .missing(number)
          return decided
        }
        if decided.run == nil { decided.run = try shown(trace, .witnesses, name, evaluator) }
      }
      return decided
    }
  }

  private func shown(
    _ trace: Trace, _ claim: Trace.Claim, _ property: String, _ evaluator: Evaluator
  ) throws -> LitmusResult.Shown {
    do {
      let replayed = try evaluator.replay(trace, claiming: claim, property: property)
      return LitmusResult.Shown(replayed: replayed, claim: claim, property: property)
    } catch {
      throw InternalError("a run of a litmus test cannot be repeated: \(error.message)")
    }
  }

  /// What is wrong with the initial state, as the kernel's `possible_start` says.
  private func impossibleStart(
    _ test: LitmusTest, _ possible: [Definition], _ evaluator: Evaluator
  ) -> LitmusResult.Problem? {
    do throws(EvaluationError) {
      let initial = try evaluator.initialState()
      for definition in possible
      where try !evaluator.holds(definition.body, in: initial) {
        return .error(
          "the initial state is impossible: \(definition.documentation)", test.site, nil)
      }
      return nil
    } catch { return .error(error.message, test.site, nil) }
  }
}
