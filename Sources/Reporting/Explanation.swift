import Checking
import TransitionSystem

/// Why a run violates a property: the demand that failed, and what made it so.
///
/// A sentence names a step only if the property holds on the rest of the run once the step is left
/// out, leaves things as they were, or chooses otherwise (`Counterfactual`).
package struct Explanation {
  let run: Run
  /// More steps than this are no explanation.
  private static let mostSteps = 6
  private var evaluator: Evaluator { run.evaluator }
  private var replayed: ReplayedTrace { run.replayed }

  package init(_ run: Run) { self.run = run }

  /// The sentences in lines of at most 72 columns, `why:` before the first.
  package func lines(_ style: Style) -> [String] {
    var lines: [String] = []
    for sentence in sentences {
      let head = lines.isEmpty ? "why: " : "     "
      for (offset, line) in sentence.wrapped(to: TraceReport.width - 7).enumerated() {
        lines.append(style.plain((offset == 0 ? head : "       ") + line))
      }
    }
    return lines
  }

  /// Sentences, unwrapped.
  package var sentences: [String] {
    switch run.claim {
    case .violatesStepwise, .violatesAlways: return failed.map(sentences) ?? []
    case .violatesResponse: return UnansweredResponse(run).sentences
    case .deadlocks: return deadlock
    case .evaluationError: return error
    case .witnesses: return ["the last state satisfies '\(run.cell.property)'"]
    case .covers: return ["the last step is what '\(run.cell.property)' speaks of"]
    }
  }

  /// A demand that is false: read in `state`, the one after `step` steps.
  private struct Failure {
    var condition: Expression
    var message: String
    var site: SourceSite?
    var step: Int
    var bindings: Evaluator.Bindings
  }

  private func sentences(_ failed: Failure) -> [String] {
    let state = replayed.states[failed.step]
    let readable = Readable(evaluator: evaluator, state: state, property: run.cell.property)
    let facts = Facts(evaluator: evaluator, state: state).deciding(
      failed.condition, failed.bindings)
    var result: [String] = []
    if !failed.message.isEmpty { result.append(failed.message) }
    let told = facts.map { $0.text(readable) }
    if !told.isEmpty { result.append("here " + told.joined(separator: ", and ")) }
    let counterfactual = Counterfactual(run)
    let causes = Causes(run).steps(behind: facts, in: failed.step).filter { step, cells in
      counterfactual.matters(step, cells)
    }
    for (step, cells) in causes.prefix(Self.mostSteps) {
      let after = replayed.states[step + 1]
      let list = cells.map { readable.assignment(ofCell: $0, in: after) }
      result.append("step \(step + 1) (\(teller(step))) made " + list.joined(separator: ", "))
    }
    result += needed(counterfactual)
    if let site = failed.site {
      result.append("demanded in \(site.fileName), line \(site.line)")
    }
    return result
  }

  /// The steps of the environment without which the property would hold.
  func needed(_ counterfactual: Counterfactual) -> [String] {
    let steps = replayed.transitions.indices.filter { step in
      run.task(step) == nil && counterfactual.isKept(.without(step))
    }
    return steps.prefix(Self.mostSteps).map { step in
      "had step \(step + 1) (\(teller(step))) not happened, \(run.cell.property) would hold"
    }
  }

  private func teller(_ step: Int) -> String {
    run.task(step).map { "\(run.laneName($0)): \(run.words(step))" } ?? run.words(step)
  }

  private var failed: Failure? {
    let property = evaluator.system.property(run.cell.property)
    if case .always(let expression)? = property?.kind {
      return Failure(
        condition: expression, message: "", site: property?.site,
        step: replayed.states.count - 1, bindings: [:])
    }
    guard let last = replayed.transitions.last else { return nil }
    let checks = evaluator.system.actions[last.firing.action].checks
    guard let hit = last.violated.first(where: { checks[$0].property == run.cell.property }) else {
      return nil
    }
    return Failure(
      condition: checks[hit].condition, message: checks[hit].message, site: checks[hit].site,
      step: replayed.states.count - 2, bindings: evaluator.bindings(of: last.firing))
  }

  /// Where every task stands that cannot go on.
  private var deadlock: [String] {
    guard let state = replayed.states.last, evaluator.system.variable("pc") != nil else {
      return ["no step is possible"]
    }
    let places = run.roles.indices.map { task in
      let place = Expression.read("pc", [.element(sort: "task", task)])
      return "\(run.laneName(task)) waits at '\(evaluator.text(of: place, in: state, [:]))'"
    }
    return ["no step is possible: " + places.joined(separator: ", ")]
  }

  private var error: [String] {
    guard let state = replayed.states.last else { return [] }
    do throws(EvaluationError) {
      _ = try evaluator.transitions(from: state)
      return []
    } catch {
      let readable = Readable(evaluator: evaluator, state: state, property: run.cell.property)
      return ["in the state after the last step \(readable.text(error.message))"]
    }
  }
}
