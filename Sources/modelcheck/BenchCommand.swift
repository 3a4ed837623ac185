import ArgumentParser
import Checking
import Explicit
import Reporting
import TransitionSystem

/// `modelcheck bench`: what `make bench` asks for, a line of JSON for each search.
struct BenchCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Time each search; for make bench.", shouldDisplay: false)

  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var overrideOptions: OverrideOptions
  @Flag(help: "Visit all states, also those that differ only by the names of elements.")
  var noSymmetry = false
  @Flag(help: "Store as few states as possible, and look again for what was found.")
  var allReductions = false
  @Flag(help: "Time the search to the depth of each violation, too.")
  var first = false
  @Option(help: "How many threads a search has.")
  var threads = 1

  func validate() throws { try RunLimits.validate([("--threads", threads)]) }

  func perform(on console: Console) throws -> ExitStatus {
    let files = try SpecFiles.load(paths, console)
    let overrides = try overrideOptions.overrides(files.names)
    let plan = try selection.plan(files, overrides)
    let assembly = Assembly(files.specification, overrides)
    try CheckRun.requireFeasible(plan, assembly)
    let limits = RunLimits(
      threads: threads, symmetry: !noSymmetry, reducesAll: allReductions
    ).limits(console)
    var options = limits.searchOptions
    options.memoryLimit = limits.memory
    options.threads = { [threads] in threads }
    for search in plan.searches {
      let (system, scope) = try assembly.system(of: search)
      let timed = TimedSearch(
        search: search, system: Assembly.reduced(system, of: search), scope: scope, options: options
      )
      try console.print(timed.json(first: first).line(Style(isASCII: true)))
    }
    return .asExpected
  }
}

/// A search and how long it takes.
private struct TimedSearch {
  let search: Plan.Search
  let system: TransitionSystem
  let scope: Scope
  let options: SearchOptions

  private func timed(depth: Int? = nil) -> (result: SearchResult, microseconds: Int) {
    var options = options
    options.maximumDepth = depth
    let start = ContinuousClock.now
    let result = explore(system, scope: scope, options: options)
    return (result, Int((ContinuousClock.now - start) / .microseconds(1)))
  }

  /// In how many orders the elements of these sorts can stand.
  private func orders(of sorts: [String]) -> Int {
    sorts.map { (1...max(1, scope[$0])).reduce(1, *) }.reduce(1, *)
  }

  func json(first: Bool) -> JSON {
    let (result, microseconds) = timed()
    var members: [JSON.Member] = [
      .init("place", .string(search.column.place)),
      .init("kernel", .optional(search.column.kernel)),
      .init("design", .string(search.column.design)),
      .init("variant", .optional(search.column.variant)),
      .init("workload", .string(search.workload)),
      .init("properties", .array(search.properties.map { .string($0) })),
      .init("isComplete", .bool(result.outcome == .exhausted)),
      .init("states", .integer(result.distinctStates)),
      .init("transitions", .integer(result.generatedTransitions)),
      .init("depth", .integer(result.diameter)), .init("bytes", .integer(result.usedBytes)),
      .init("microseconds", .integer(microseconds)),
      .init("orders", .integer(orders(of: result.reducedSorts))),
    ]
    let violations = result.violations.sorted { $0.key < $1.key }.map { name, violation in
      let steps = violation.trace.steps.count
      // An upper bound: the search to this depth looks at the whole last level, too.
      let time: JSON = first ? .integer(timed(depth: steps).microseconds) : .null
      return JSON.object([
        .init("property", .string(name)), .init("steps", .integer(steps)),
        .init("microseconds", time),
      ])
    }
    members.append(.init("violations", .array(violations)))
    return .object(members)
  }
}
