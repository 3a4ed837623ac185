package import Checking
import SpecLanguage
import TransitionSystem

/// Known bugs, what puts each back, and what fails then.
package struct KnownBugReport {
  let results: [KnownBugResult]
  let style: Style

  package init(_ results: [KnownBugResult], style: Style) {
    self.results = results
    self.style = style
  }

  package var lines: [String] {
    (results.enumerated().flatMap { lines($0.element, number: $0.offset + 1) + [""] } + [summary])
      .map(style.plain)
  }

  private func lines(_ result: KnownBugResult, number: Int) -> [String] {
    let bug = result.bug
    var lines = "\(number)  \(bug.name)".hanging(4, in: ClaimReport.width)
    if !bug.source.isEmpty { lines += field("from", bug.source) }
    lines += field("put back", Self.settings(bug))
    for group in groups(result) {
      lines += field(group.isShown ? "fails" : "open", group.text)
    }
    return lines
  }

  private static func settings(_ bug: KnownBug) -> String {
    let printer = PseudoCode([])
    return bug.settings.map { "\($0.name) = \(printer.text($0.value))" }.joined(separator: ", ")
  }

  private func field(_ name: String, _ text: String) -> [String] {
    text.beside(name, indentation: 4, in: ClaimReport.width)
  }

  /// What came out, and where, once for all kernels on which it is alike.
  private func groups(_ result: KnownBugResult) -> [(text: String, isShown: Bool)] {
    var found: [(text: String, isShown: Bool, kernels: [String])] = []
    for kernel in result.kernels {
      for (text, isShown) in outcomes(kernel) {
        if let index = found.firstIndex(where: { $0.text == text }) {
          found[index].kernels.append(kernel.kernel)
        } else {
          found.append((text, isShown, [kernel.kernel]))
        }
      }
    }
    return found.map { ("\($0.text), on \($0.kernels.joined(separator: ", "))", $0.isShown) }
  }

  private func outcomes(_ kernel: KnownBugResult.OnKernel) -> [(String, Bool)] {
    let early = kernel.without.filter { $0.isSo != true }
    guard early.isEmpty else {
      return early.map { (Self.words($0) + " is not so without the bug either", false) }
    }
    guard kernel.broken.isEmpty else {
      return kernel.broken.map { result in
        let steps = result.steps.map { " (\(ClaimReport.counted($0, "step")))" } ?? ""
        return (Self.words(result) + steps, true)
      }
    }
    return [("nothing fails with the bug", false)]
  }

  /// What is asked.
  private static func words(_ result: ClaimEvidenceResult) -> String {
    switch result.outcome {
    case .litmus(let found):
      "\"\(found.test.title.isEmpty ? found.test.name : found.test.title)\""
    case .cells(_, let statement):
      "\(statement.properties.joined(separator: ", ")) of "
        + Column(kernel: nil, design: statement.design, variant: statement.variant).title
    case .declared(_, let words): words
    case .notModelled(let reason): "not modelled: \(reason)"
    case .failed(let error): "error: \(error.message)"
    }
  }

  private var summary: String {
    let shown = results.count { $0.isShown == true }
    let all = results.count
    return shown == all
      ? "\(all) known bugs, each shown: what it breaks holds without it and fails with it"
      : "\(all) known bugs, \(shown) shown"
  }
}
