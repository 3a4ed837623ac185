import Explicit
import SpecLanguage
import TransitionSystem

/// Decides what properties demand of declarations.
struct StaticDecision {
  let assembly: Assembly
  let search: Plan.Search

  /// What came out, and why.
  struct Answer: Hashable {
    var isKept: Bool
    var reason: String
  }

  /// - Throws: `CompositionError`, if the parts of the column do not fit together.
  func answer(_ rule: StaticRule) throws(CompositionError) -> Answer {
    switch rule {
    case .lacks(let attribute, let recipe): return lacks(attribute, recipe)
    case .avoids(let target, let callee, let exemptions):
      return try avoids(target, callee, exemptions)
    case .addsNoStep(let calls): return try addsNoStep(calls)
    }
  }

  /// What is demanded of, as a vacuous verdict names it.
  static func subject(_ rule: StaticRule) -> String {
    switch rule {
    case .lacks(_, let callee), .avoids(_, let callee, _): callee
    case .addsNoStep(let calls): calls.joined(separator: ", ")
    }
  }

  private func lacks(_ attribute: Callable.Attribute, _ recipe: String) -> Answer {
    let calls = assembly.specification.calls(of: recipe, in: search.column)
    guard let offending = calls.first(where: { $0.attributes.contains(attribute) }) else {
      return Answer(isKept: true, reason: "no call of \(recipe) is \(attribute.rawValue)")
    }
    return Answer(
      isKept: false, reason: "\(recipe) calls \(offending.name), which is \(attribute.rawValue)")
  }

  private func avoids(
    _ target: String, _ callee: String, _ exemptions: [StaticRule.Exemption]
  ) throws(CompositionError) -> Answer {
    let reach = CallReach(try assembly.composition(of: search))
    let path = reach.path(from: callee, to: target) { callable in
      !exemptions.contains { $0.covers(callable) }
    }
    guard let path else {
      return Answer(isKept: true, reason: "\(callee) does not come to \(target)")
    }
    return Answer(
      isKept: false, reason: "\(path.map(\.name).joined(separator: " calls "))")
  }

  /// Each call runs from the workload's first state, and nothing beside it: it must not take longer
  /// than the kernel's own.
  private func addsNoStep(_ calls: [String]) throws(CompositionError) -> Answer {
    guard search.column.kernel != nil else {
      return Answer(isKept: true, reason: "there is no kernel to compare with")
    }
    let composition = try assembly.composition(of: search)
    let bare = bare(composition)
    let reach = CallReach(composition)
    let design = composition.layers.count - 1
    var taken: [String] = []
    for call in calls {
      let isChanged = reach.reached(from: call).contains { $0.layer == design }
      guard isChanged || composition.settings != bare.settings else { continue }
      guard let callable = reach.node(call).flatMap(reach.callable) else { continue }
      let with = try farthest(of: callable, composition)
      let without = try farthest(of: callable, bare)
      if with > without {
        taken.append("two calls of \(call) take \(with) steps and not \(without)")
      }
    }
    let list = calls.joined(separator: ", ")
    return taken.isEmpty
      ? Answer(isKept: true, reason: "where nothing is wrong the steps of \(list) are the kernel's")
      : Answer(isKept: false, reason: taken.joined(separator: ", "))
  }

  /// The kernel without its design.
  private func bare(_ composition: Composition) -> Composition {
    var bare = composition
    bare.layers.removeLast()
    bare.settings = [:]
    for kernel in assembly.specification.chain(of: search.column.kernel ?? "") {
      assembly.add(kernel.settings, &bare)
    }
    assembly.add(assembly.overrides.options, &bare)
    return bare
  }

  /// The steps to the farthest state of one task that makes the call twice: what the first call
  /// maps the second one finds.
  private func farthest(
    of call: Callable, _ composition: Composition
  ) throws(CompositionError) -> Int {
    var alone = composition
    alone.budgets = [:]
    alone.observers = []
    alone.properties = []
    let entry = Role.MenuEntry(call.name, call.parameters.map(Self.first))
    alone.workload?.roles = [Role("caller", calls: 2, menu: [entry])]
    let system = try Composer.compose(alone)
    var sizes = search.scope.sizes
    for (sort, least) in system.minimumSizes { sizes[sort] = max(sizes[sort] ?? 1, least) }
    return Explicit.explore(system, scope: Scope(sizes), options: SearchOptions()).diameter
  }

  private static func first(_ parameter: Parameter) -> Expression? {
    if case .sort(let sort) = parameter.type { return .element(sort: sort, 0) }
    return nil
  }
}

extension StaticRule.Exemption {
  fileprivate func covers(_ callable: Callable) -> Bool {
    switch self {
    case .attribute(let attribute): callable.attributes.contains(attribute)
    case .callable(let name): callable.name == name
    }
  }
}
