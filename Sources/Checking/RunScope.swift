/// The scope of a cell as it is printed: sizes, tasks, calls and budgets.
package struct RunScope: Hashable, Sendable {
  package var sizes: [String: Int]
  package var calls: Int
  package var budgets: [String: Int]
  /// How many copies of the workload run side by side.
  package var copies = 1
  /// How they lie, as `Assembly.defaultCopies` numbers the ways from 1.
  package var layout = 1

  /// Sizes and calls that nobody names.
  package static let defaults = RunScope(
    sizes: ["block": 3, "file": 2, "page": 1, "data": 2], calls: 2, budgets: [:])

  package init(sizes: [String: Int], calls: Int, budgets: [String: Int]) {
    self.sizes = sizes
    self.calls = calls
    self.budgets = budgets
  }

  /// What is neither the size of a sort nor a budget, by the names that `--scope` takes.
  package static let counts = ["calls", "copies", "layout"]

  /// The scope with entries by name: one of `counts`, a sort, or else a budget.
  package func overridden(by entries: [String: Int], sorts: Set<String>) -> RunScope {
    var result = self
    for (name, value) in entries {
      switch name {
      case "calls": result.calls = value
      case "copies": result.copies = value
      case "layout": result.layout = value
      case _ where sorts.contains(name): result.sizes[name] = value
      default: result.budgets[name] = value
      }
    }
    return result
  }

  /// The entries that lead from one scope to the other.
  package func entries(differingFrom other: RunScope) -> [String: Int] {
    let (mine, others) = (entries, other.entries)
    return mine.filter { others[$0.key] != $0.value }
  }

  /// All entries by name; copies are not mentioned where there is one.
  package var entries: [String: Int] {
    var entries = sizes.merging(budgets) { $1 }
    entries["calls"] = calls
    if copies > 1 { entries.merge(["copies": copies, "layout": layout]) { $1 } }
    return entries
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
    if copies > 1 { parts.append("\(copies) copies of the workload, layout \(layout)") }
    return parts.joined(separator: ", ")
  }

  private static func counted(_ number: Int, _ noun: String) -> String {
    let plural = noun == "data" ? "data values" : noun + "s"
    let singular = noun == "data" ? "data value" : noun
    return "\(number) \(number == 1 ? singular : plural)"
  }
}
