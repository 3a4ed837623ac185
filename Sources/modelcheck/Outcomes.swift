import Checking
import Explicit
import SpecLanguage
import TransitionSystem

/// What a call can return, by the situation of its position when it was called.
///
/// An observer of our own notes the situation at the call and covers each result at the return;
/// the workloads in which the call occurs are explored, and the shortest witness of each counts.
struct Outcomes {
  let specification: Specification
  let overrides: Overrides
  let limits: Limits
  let column: Column
  let callable: Callable

  /// What was found.
  struct Table {
    var column: Column
    var callable: Callable
    var situations: [String]
    var results: [String]
    /// The steps of the shortest witness, by situation and result.
    var steps: [[Int?]]
    /// Whether some workload makes the call at all, and all could be explored to the end.
    var isComplete: Bool
  }

  private static let property = "outcomes"
  private static let situation = "outcomes.situation"
  private static let caller = Parameter("caller'", .sort("task"))
  private static let result = "result'"

  private struct Situation {
    var name: String
    /// Over the call's parameters, in the state in which it is called.
    var condition: Expression
  }

  func table() throws -> Table? {
    let situations = self.situations
    let results = self.results
    var table = Table(
      column: column, callable: callable, situations: situations.map(\.name), results: results,
      steps: situations.map { _ in results.map { _ in nil } }, isComplete: true)
    let searches = self.searches
    guard !searches.isEmpty else { return nil }
    let assembly = Assembly(observed(situations, results), overrides)
    for search in searches {
      let (system, scope) = try assembly.system(of: search)
      if let excess = ScopeEstimate(system, scope).excess {
        throw Failure.usage("the scope is too large: \(excess)")
      }
      let reduced = Assembly.reduced(system, of: search)
      let options = SearchOptions(
        symmetricSorts: .automatic(["block"]), memoryLimit: limits.memory,
        shouldStop: limits.shouldStop)
      let found = Explicit.explore(reduced, scope: scope, options: options)
      if case .stopped = found.outcome { table.isComplete = false }
      for (key, trace) in found.covers {
        let parts = key.message.split(separator: " ").compactMap { Int($0) }
        guard parts.count == 2 else { continue }
        let known = table.steps[parts[0]][parts[1]] ?? .max
        table.steps[parts[0]][parts[1]] = min(known, trace.steps.count)
      }
    }
    return table
  }

  /// The explorations of the column's table in which the call can occur.
  private var searches: [Plan.Search] {
    let selection = Selection(
      kernels: column.kernel.map { [$0] } ?? [], designs: [column.design],
      variants: column.variant.map { [$0] } ?? [], models: column.kernel == nil)
    var found: [Plan.Search] = []
    for search in Plan(specification, selection, overrides).searches where search.column == column {
      let roles =
        column.kernel == nil
        ? specification.models.first { $0.name == column.design }?.roles
        : specification.workloads.first { $0.name == search.workload }?.roles
      let menus = (roles ?? []).flatMap(\.menu).map(\.callee)
      guard menus.contains(where: reaches) else { continue }
      var observed = search
      observed.properties = [Self.property]
      if !found.contains(observed) { found.append(observed) }
    }
    return found
  }

  private var layers: [Fragment] { specification.layers(of: column) }

  /// Whether a call is, or a recipe makes, the call in question.
  private func reaches(_ name: String) -> Bool {
    var pending = [name]
    var seen: Set<String> = []
    while let next = pending.popLast() {
      if next == callable.name { return true }
      guard seen.insert(next).inserted,
        let recipe = layers.flatMap(\.callables).last(where: { $0.name == next }),
        recipe.kind == .recipe
      else { continue }
      for case .call(let call, _) in recipe.body.flattened { pending.append(call.callee) }
    }
    return false
  }

  private var results: [String] {
    guard case .variant(let name)? = callable.returns,
      let variant = layers.flatMap(\.variants).last(where: { $0.name == name })
    else { return ["returns"] }
    return variant.cases.map(\.name)
  }

  /// Of a call on a position what the extent map says of it; of any other just that it was called.
  private var situations: [Situation] {
    let variables = layers.flatMap(\.variables).map(\.name)
    let file = callable.parameters.first { $0.type == .sort("file") }
    let page = callable.parameters.first { $0.type == .sort("page") }
    guard let file, let page, variables.contains("extent"), variables.contains("poison") else {
      return [Situation(name: "called", condition: .bool(true))]
    }
    let extent = Expression.read("extent", [.variable(file), .variable(page)])
    func has(_ name: String) -> Expression { .test(extent, type: "extent", cases: [name]) }
    let lost = Expression.read("poison", [.payload(extent, type: "extent", field: "b")])
    return [
      Situation(name: "hole", condition: has("hole")),
      Situation(name: "unwritten", condition: has("unwritten")),
      Situation(name: "written", condition: .and([has("written"), .not(lost)])),
      Situation(name: "lost", condition: .and([has("written"), lost])),
    ]
  }

  /// The specification with the observing property.
  private func observed(_ situations: [Situation], _ results: [String]) -> Specification {
    var fragment = Fragment()
    fragment.variables = [
      StateVariable(
        Self.situation, ["task"], .integer(0...situations.count), initial: .integer(0),
        role: .ghost)
    ]
    fragment.handlers = [noting(situations), covering(situations, results)]
    var property = PropertyDeclaration(name: Self.property, demand: .stepwise)
    property.fragment = fragment
    var result = specification
    if let index = result.models.firstIndex(where: { $0.name == column.design }),
      column.kernel == nil
    {
      result.models[index].properties.append(property)
    } else {
      result.properties.append(property)
    }
    return result
  }

  private func noting(_ situations: [Situation]) -> Handler {
    let writes = situations.enumerated().map { offset, situation in
      Statement.write(
        Update(
          Self.situation, [.variable(Self.caller)], when: situation.condition,
          .integer(offset + 1)), nil)
    }
    return Handler(
      owner: Self.property,
      trigger: .call(callable.name, callable.parameters, task: Self.caller), body: writes)
  }

  private func covering(_ situations: [Situation], _ results: [String]) -> Handler {
    let bound = callable.returns.map { Parameter(Self.result, $0) }
    let noted = Expression.read(Self.situation, [.variable(Self.caller)])
    var body: [Statement] = []
    for row in situations.indices {
      for (number, name) in results.enumerated() {
        var parts = [Expression.equal(noted, .integer(row + 1))]
        if let bound, case .variant(let type) = bound.type {
          parts.append(.test(.variable(bound), type: type, cases: [name]))
        }
        body.append(.cover(.and(parts), message: "\(row) \(number)", nil))
      }
    }
    return Handler(
      owner: Self.property,
      trigger: .returned(
        callable.name, callable.parameters, result: bound, when: .bool(true), task: Self.caller),
      body: body)
  }
}
