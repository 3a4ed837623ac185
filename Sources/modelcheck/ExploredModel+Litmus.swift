import Checking
import DaxModel
import Foundation
import Reporting
import SpecLanguage
import TransitionSystem

/// A run as a litmus test.
extension ExploredModel {
  /// The text of a test whose tasks make the calls of the run, and which allows their results.
  ///
  /// It is run before it is given: a text that does not say what it should is none.
  /// - Throws: `Failure`, where there is no such test, or the run does not end between calls.
  func litmus(_ replayed: ReplayedTrace, name: String) throws -> String {
    guard let kernel = search.column.kernel else {
      throw Failure.usage("a litmus test is about a kernel; '\(search.column.title)' is a model")
    }
    guard search.scope.copies == 1 else {
      throw Failure.usage("a litmus test has no copies of a workload")
    }
    let text = try text(replayed, name, kernel)
    let source = SourceText(name: name, text: text)
    let (specification, diagnostics) = SpecLanguage.check(
      files.sources + [source], library: DaxModel.library)
    let test = specification.litmusTests.last { $0.name == name }
    guard !diagnostics.hasErrors, let test else {
      let told = DiagnosticRenderer(sources: files.sources + [source]).render(diagnostics)
      throw Failure.usage("no litmus test can say this:\n\(told)")
    }
    let run = LitmusRun(assembly: Assembly(specification, Overrides()), limits: limits)
    guard try run.result(of: test, on: kernel).holds else {
      throw Failure.usage(
        "the litmus test does not allow these results: it begins in another state, or the workload "
          + "does what its calls alone do not")
    }
    return SpecLanguage.Formatter.format(source).0 ?? text
  }

  private func text(
    _ replayed: ReplayedTrace, _ name: String, _ kernel: String
  ) throws(Failure) -> String {
    let column = search.column
    var lines = ["litmus \(quoted(name)) on \(quoted(kernel)) {"]
    lines.append("  source \"modelcheck explore\";")
    let variant = column.variant.map { " variant \(quoted($0))" } ?? ""
    lines.append("  design \(quoted(column.design))\(variant);")
    lines.append("  workload \(quoted(search.workload));")
    for setting in settings { lines.append("  set \(setting.name) = \(setting.value);") }
    let left = ["calls", "copies", "layout", "task"]
    let scope = search.scope.entries.filter { !left.contains($0.key) && $0.value > 0 }
      .sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    if !scope.isEmpty { lines.append("  scope \(scope.joined(separator: ", "));") }
    var results: [String] = []
    for (task, calls) in try programs(replayed) {
      var statements: [String] = []
      for call in calls {
        guard let result = call.result else {
          statements.append("\(call.text);")
          continue
        }
        statements.append("r\(results.count) = \(call.text);")
        results.append("r\(results.count) == \(result);")
      }
      lines.append("  task \(task) { \(statements.joined(separator: " ")) }")
    }
    if results.isEmpty { results = ["true;"] }
    return (lines + ["  allows { \(results.joined(separator: " ")) }", "}"])
      .joined(separator: "\n") + "\n"
  }

  /// A call, and its result if it has one.
  private struct Call {
    var text: String
    var result: String?
  }

  /// The calls of each task that made any, in order.
  private func programs(
    _ replayed: ReplayedTrace
  ) throws(Failure) -> [(task: String, calls: [Call])] {
    guard let cell = search.cells.first, let last = replayed.states.last else { return [] }
    let view = CallerView(evaluator, roles: files.specification.roles(of: cell))
    var calls: [Int: [Call]] = [:]
    for (step, transition) in replayed.transitions.enumerated() {
      for event in view.events(
        transition.firing, replayed.states[step], replayed.states[step + 1])
      {
        guard let task = event.task else {
          throw .usage("a run with '\(event.text)' is written as no litmus test")
        }
        switch event.kind {
        case .call: calls[task, default: []].append(Call(text: event.text))
        case .result:
          guard let position = calls[task]?.indices.last,
            let range = event.text.range(of: " = ", options: .backwards)
          else { continue }
          calls[task]?[position].result = String(event.text[range.upperBound...])
        case .crash: continue
        }
      }
    }
    guard !calls.isEmpty else { throw .usage("no task has made a call yet") }
    var programs: [(task: String, calls: [Call])] = []
    for (task, mine) in calls.sorted(by: { $0.key < $1.key }) {
      let name = evaluator.system.sort("task")?.elementName(task) ?? "P\(task)"
      guard view.isIdle(task, in: last) else {
        throw .usage("\(name) is inside of \(mine.last?.text ?? "a call"): go on until it returns")
      }
      programs.append((name, mine))
    }
    return programs
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.replacingOccurrences(of: "\\", with: "\\\\")
      .replacingOccurrences(of: "\"", with: "\\\"")
    return "\"\(escaped)\""
  }
}
