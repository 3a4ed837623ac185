package import Checking
package import SpecLanguage
import TransitionSystem

/// Which workload and which budgets each verdict is about.
package struct ScopeReport {
  let specification: Specification
  let results: [CellResult]
  let style: Style

  package init(specification: Specification, results: [CellResult], style: Style) {
    self.specification = specification
    self.results = results
    self.style = style
  }

  private struct Group: Hashable {
    var workload: String
    var scope: RunScope
  }

  /// A line for each workload and scope: `owner, errors 1: in_place, …`.
  package var lines: [String] {
    var order: [Group] = []
    var properties: [Group: [String]] = [:]
    for result in results where result.cell.column.kernel != nil {
      let group = Group(workload: result.cell.workload, scope: result.cell.scope)
      if properties[group] == nil { order.append(group) }
      if properties[group]?.contains(result.cell.property) == true { continue }
      properties[group, default: []].append(result.cell.property)
    }
    guard !order.isEmpty else { return [] }
    return ["workloads and budgets; what is not named is off:"]
      + order.map { group in
        let names = (properties[group] ?? []).joined(separator: ", ")
        return style.plain("  \(words(group)): \(names)")
      }
  }

  private func words(_ group: Group) -> String {
    let roles = specification.workloads.first { $0.name == group.workload }?.roles ?? []
    let tasks = roles.reduce(0) { $0 + $1.count }
    var parts = ["\(group.workload) (\(tasks) \(tasks == 1 ? "task" : "tasks"))"]
    let common = Self.commonSizes(results)
    for (sort, size) in group.scope.sizes.sorted(by: { $0.key < $1.key })
    where common[sort] == nil { parts.append("\(sort) \(size)") }
    for (budget, number) in group.scope.budgets.sorted(by: { $0.key < $1.key }) where number > 0 {
      parts.append("\(budget) \(number)")
    }
    return parts.joined(separator: ", ")
  }

  /// The sizes, and the calls, that all results share.
  static func commonSizes(_ results: [CellResult]) -> [String: Int] {
    guard let first = results.first?.cell.scope else { return [:] }
    return first.sizes.filter { sort, size in
      results.allSatisfy { $0.cell.scope.sizes[sort] == size }
    }
  }

  /// The scope that all results share, in words.
  static func common(_ results: [CellResult]) -> String {
    guard let calls = results.first?.cell.scope.calls else { return "" }
    let sizes = RunScope(sizes: commonSizes(results), calls: calls, budgets: [:])
    let text = sizes.description(tasks: 0)
    let same = results.allSatisfy { $0.cell.scope.calls == calls }
    return same ? "\(text), \(calls) \(calls == 1 ? "call" : "calls") a task" : text
  }
}
