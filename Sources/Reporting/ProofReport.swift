package import Checking
import SpecLanguage
import TransitionSystem

/// What is known of cells beyond their scope, where the table has no room for it.
package struct ProofReport {
  let results: [CellResult]
  let style: Style

  package init(results: [CellResult], style: Style) {
    self.results = results
    self.style = style
  }

  /// Violations beyond the scope, proofs that are rejected, out of date or not checked.
  package var lines: [String] {
    var lines: [String] = []
    var late: [Verdict.Reason: Int] = [:]
    for result in results {
      switch result.standing {
      case .beyond(let steps, let scope):
        lines.append(
          "\(Findings.place(result)) holds at scope, violated beyond it in "
            + "\(steps) \(steps == 1 ? "step" : "steps") (\(scope))")
      case .rejected(let file, let reason):
        lines.append("\(Findings.place(result)) proof rejected: \(file): \(reason)")
      case .notChecked(let reason): late[reason, default: 0] += 1
      case .proved, .outOfDate, .outside, .unproved, nil: break
      }
    }
    lines += late.map { "\($0.value) proofs were not checked (\($0.key.words))" }.sorted()
    return (lines + outOfDate).map(style.plain)
  }

  /// A line a column with the command that proves again.
  private var outOfDate: [String] {
    var order: [Column] = []
    var properties: [Column: [String]] = [:]
    for result in results where result.standing == .outOfDate {
      let column = result.cell.column
      if properties[column] == nil { order.append(column) }
      properties[column, default: []].append(result.cell.property)
    }
    return order.map { column in
      let names = properties[column] ?? []
      return "proof out of date: " + Self.command(column, names.count == 1 ? names : [])
    }
  }

  /// The command that proves the properties of a column, or all.
  package static func command(_ column: Column, _ properties: [String]) -> String {
    var words = ["modelcheck prove"]
    if let kernel = column.kernel { words.append("--kernel \(quoted(kernel))") }
    words.append("--design \(quoted(column.design))")
    if let variant = column.variant { words.append("--variant \(quoted(variant))") }
    return (words + properties.map { "--property \(quoted($0))" }).joined(separator: " ")
  }

  private static func quoted(_ name: String) -> String {
    name.contains { !($0.isLetter || $0.isNumber || "+-_.".contains($0)) } ? "'\(name)'" : name
  }

  /// Why each cell that holds is not proved.
  package var reasons: [String] {
    let unproved = results.filter { $0.isProvable && $0.standing != nil }
      .compactMap { result in
        reason(result).map { "  \(Findings.place(result)) \($0)" }
      }
    return (unproved.isEmpty ? [] : ["holds at scope only:"] + unproved).map(style.plain)
  }

  private func reason(_ result: CellResult) -> String? {
    switch result.standing {
    case .proved, nil: nil
    case .outOfDate: "the proof is out of date"
    case .rejected: "the proof is rejected"
    case .beyond: "violated beyond the scope"
    case .outside(let message, let site):
      "not provable: \(site.map { "\($0.description): " } ?? "")\(message)"
    case .notChecked(let reason): "the proof was not checked (\(reason.words))"
    case .unproved: "no proof"
    }
  }
}
