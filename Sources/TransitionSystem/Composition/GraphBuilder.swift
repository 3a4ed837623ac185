/// Builds the `StepGraph` of one menu entry of a role, from its end to its beginning.
struct GraphBuilder {
  let names: Names
  /// The task that runs it: a fixed element, or the parameter of all its actions.
  let task: Expression
  var graph = StepGraph()
  /// What the call of the role is given.
  private(set) var entryArguments: [Expression] = []
  private var instances = 0
  private var inlining: [String] = []

  /// The task parameter of the actions of roles that several tasks play.
  static let taskParameter = Parameter("task#", .sort("task"))

  /// One inlined callable.
  struct Frame {
    var callable: Callable
    /// How many definitions above this one were replaced (for `base`).
    var depth: Int
    var instance: Int
    /// What parameters and locals stand for.
    var locals: [String: Expression]
    /// Whether syscalls called here are calls of user space.
    var isUser: Bool
    var isAtomic: Bool
    var place: String
    var returnTo: Int
    var result: Parameter?
    /// The locks to drop on the way out, innermost last.
    var held: [Operation] = []
    var retryTo: Int?
    /// How many of the held locks a `retry` keeps: those around its `choose`.
    var heldByRetry = 0
  }

  init(names: Names, task: Expression) {
    self.names = names
    self.task = task
  }

  /// Adds a call by the role itself; returns where it starts.
  mutating func entry(_ menu: Role.MenuEntry, role: String) throws(CompositionError) -> Int {
    guard let callable = names.callable(menu.callee) else {
      throw CompositionError("no call is named '\(menu.callee)'", menu.site)
    }
    let finish = graph.add(.finish)
    instances += 1
    var caller = Frame(
      callable: Callable(.recipe, role, body: []), depth: 0, instance: instances, locals: [:],
      isUser: true, isAtomic: false, place: role, returnTo: finish)
    var free: [Parameter] = []
    var arguments: [Expression] = []
    for (parameter, argument) in zip(callable.parameters, menu.arguments) {
      let local = Parameter("\(parameter.name)#\(instances)", parameter.type)
      if argument == nil { free.append(local) }
      arguments.append(argument ?? .variable(local))
    }
    entryArguments = arguments
    let call = CallStatement(menu.callee, arguments)
    var start = try build(call: call, menu.site, next: finish, &caller)
    for local in free.reversed() {
      start = graph.add(
        .choose(local, where: .bool(true), next: start, otherwise: nil))
    }
    return start
  }

  mutating func newInstance() -> Int {
    instances += 1
    return instances
  }

  /// The expression with locals made unique and options resolved.
  func localized(_ expression: Expression, _ frame: Frame) -> Expression {
    names.simplifier.simplify(expression.substituting(frame.locals, options: names.options))
  }

  func localized(_ update: Update, _ frame: Frame) -> Update {
    let result = update.substituting(frame.locals, options: names.options)
    return Update(
      bound: result.bound, result.variable, result.indices.map { names.simplifier.simplify($0) },
      when: names.simplifier.simplify(result.condition),
      result.value.map { names.simplifier.simplify($0) })
  }

  /// The unique name of a local of the frame.
  func local(_ parameter: Parameter, _ frame: Frame) -> Parameter {
    Parameter("\(parameter.name)#\(frame.instance)", parameter.type)
  }

  mutating func perform(_ operations: [Operation], next: Int) -> Int {
    operations.isEmpty ? next : graph.add(.perform(operations, next: next))
  }

  mutating func boundary(
    _ kind: StepGraph.Boundary.Kind, _ what: String, _ site: SourceSite?, _ frame: Frame, next: Int
  ) -> Int {
    if frame.isAtomic { return next }
    let place = what.isEmpty ? frame.place : "\(frame.place): \(what)"
    return graph.add(.boundary(.init(kind: kind, place: place, site: site), next: next))
  }

  /// Inlines a callable; the arguments are in terms of unique locals already.
  mutating func inline(
    _ callable: Callable, depth: Int, arguments: [Expression], result: Parameter?, isUser: Bool,
    isAtomic: Bool, place: String, returnTo: Int, _ site: SourceSite?
  ) throws(CompositionError) -> Int {
    let key = "\(callable.name)/\(depth)"
    guard !inlining.contains(key) else {
      throw CompositionError("'\(callable.name)' calls itself", site)
    }
    inlining.append(key)
    defer { inlining.removeLast() }
    instances += 1
    var frame = Frame(
      callable: callable, depth: depth, instance: instances, locals: [:], isUser: isUser,
      isAtomic: isAtomic, place: place, returnTo: returnTo, result: result)
    let bindings = bind(callable, arguments, &frame)
    let body = try build(callable.body, next: returnTo, &frame)
    return perform(bindings, next: body)
  }

  /// Gives parameters and locals their meaning; a parameter that is never assigned simply stands
  /// for its argument, if that cannot change meanwhile.
  mutating func bind(
    _ callable: Callable, _ arguments: [Expression], _ frame: inout Frame
  ) -> [Operation] {
    let assigned = callable.body.assignedLocals
    for declared in callable.body.declaredLocals {
      frame.locals[declared.name] = .variable(local(declared, frame))
    }
    frame.locals["self"] = task
    var operations: [Operation] = []
    for (parameter, argument) in zip(callable.parameters, arguments) {
      if !assigned.contains(parameter.name) && names.isStable(argument) {
        frame.locals[parameter.name] = argument
      } else {
        let unique = local(parameter, frame)
        frame.locals[parameter.name] = .variable(unique)
        operations.append(.assign(unique, argument))
      }
    }
    return operations
  }
}
