import Checking
import TransitionSystem

/// Why a run violates a property: the demand that failed, and what made it so.
package struct Explanation {
  let run: Run
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
    for (step, cells) in Causes(run).steps(behind: facts, in: failed.step) {
      let after = replayed.states[step + 1]
      let list = cells.map { readable.assignment(ofCell: $0, in: after) }
      result.append("step \(step + 1) (\(teller(step))) made " + list.joined(separator: ", "))
    }
    if let site = failed.site {
      // The name alone: a path would not fit into a mail, and differs between machines.
      let name = site.file.split(separator: "/").last.map(String.init) ?? site.file
      result.append("demanded in \(name), line \(site.line)")
    }
    return result
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
