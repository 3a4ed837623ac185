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
    let tasks = group.scope.copies * roles.reduce(0) { $0 + $1.count }
    var parts = ["\(group.workload) (\(tasks) \(tasks == 1 ? "task" : "tasks"))"]
    let common = Self.commonSizes(results)
    for (sort, size) in group.scope.sizes.sorted(by: { $0.key < $1.key })
    where common[sort] == nil { parts.append("\(sort) \(size)") }
    for (budget, number) in group.scope.budgets.sorted(by: { $0.key < $1.key }) where number > 0 {
      parts.append("\(budget) \(number)")
    }
    return parts.joined(separator: ", ")
  }

  /// The tasks of a cell and the calls that they make: `2 tasks of 1 or 3 calls`; empty if none.
  static func work(_ cell: Cell, _ specification: Specification) -> String {
    let roles = specification.declaredRoles(of: cell)
    let tasks = cell.scope.copies * roles.reduce(0) { $0 + $1.count }
    guard tasks > 0 else { return "" }
    var calls: [String] = []
    for role in roles {
      let number = role.calls ?? cell.scope.calls
      let text = role.loops ? "any number of" : "\(number)"
      if !calls.contains(text) { calls.append(text) }
    }
    let noun = calls == ["1"] ? "call" : "calls"
    let number = calls.joined(separator: " or ")
    return "\(tasks) \(tasks == 1 ? "task" : "tasks") of \(number) \(noun)"
  }

  /// The scope of a cell in words, with the calls that its roles really make.
  package static func words(_ cell: Cell, _ specification: Specification) -> String {
    let scope = cell.scope.description(tasks: 0)
    return [scope, work(cell, specification)].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// The sizes, and the calls, that all results share.
  static func commonSizes(_ results: [CellResult]) -> [String: Int] {
    guard let first = results.first?.cell.scope else { return [:] }
    return first.sizes.filter { sort, size in
      results.allSatisfy { $0.cell.scope.sizes[sort] == size }
    }
  }

  /// The scope that all results share, in words.
  static func common(_ results: [CellResult], _ specification: Specification) -> String {
    guard let calls = results.first?.cell.scope.calls else { return "" }
    let sizes = RunScope(sizes: commonSizes(results), calls: calls, budgets: [:])
    let text = sizes.description(tasks: 0)
    // Where every role says how many calls it makes, the scope does not.
    let counts = results.contains { result in
      specification.declaredRoles(of: result.cell).contains { $0.calls == nil && !$0.loops }
    }
    guard counts, results.allSatisfy({ $0.cell.scope.calls == calls }) else { return text }
    return "\(text), \(calls) \(calls == 1 ? "call" : "calls") a task"
  }
}
