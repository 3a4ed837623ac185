/// The scope of a cell as it is printed: sizes, tasks, calls and budgets.
package struct RunScope: Hashable, Sendable {
  package var sizes: [String: Int]
  package var calls: Int
  package var budgets: [String: Int]

  /// Sizes and calls that nobody names.
  package static let defaults = RunScope(
    sizes: ["block": 3, "file": 2, "page": 1, "data": 2], calls: 2, budgets: [:])

  package init(sizes: [String: Int], calls: Int, budgets: [String: Int]) {
    self.sizes = sizes
    self.calls = calls
    self.budgets = budgets
  }

  /// The scope with entries by name: a sort, `calls`, or else a budget.
  package func overridden(by entries: [String: Int], sorts: Set<String>) -> RunScope {
    var result = self
    for (name, value) in entries {
      if name == "calls" {
        result.calls = value
      } else if sorts.contains(name) {
        result.sizes[name] = value
      } else {
        result.budgets[name] = value
      }
    }
    return result
  }

  /// The scope in words: `3 blocks, 2 files, …, errors 1`.
  package func description(tasks: Int) -> String {
    let order = ["block", "file", "page", "data"]
    let others = sizes.keys.filter { !order.contains($0) && $0 != "task" }.sorted()
    let named = order.filter { sizes[$0] != nil } + others
    var parts = named.map { Self.counted(sizes[$0] ?? 1, $0) }
    if tasks > 0 {
      parts.append("\(Self.counted(tasks, "task")) of \(Self.counted(calls, "call"))")
    }
    for (name, value) in budgets.sorted(by: { $0.key < $1.key }) where value > 0 {
      parts.append("\(name) \(value)")
    }
    return parts.joined(separator: ", ")
  }

  private static func counted(_ number: Int, _ noun: String) -> String {
    let plural = noun == "data" ? "data values" : noun + "s"
    let singular = noun == "data" ? "data value" : noun
    return "\(number) \(number == 1 ? singular : plural)"
  }
}
