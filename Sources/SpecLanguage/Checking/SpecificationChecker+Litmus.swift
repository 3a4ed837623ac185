internal import TransitionSystem

/// Litmus tests.
extension SpecificationChecker {
  func checkLitmus(_ item: ItemSyntax) {
    var test = LitmusTest(name: item.name.text)
    (test.title, test.source) = texts(item.members)
    (test.site, test.documentation) = (site(item.name.range), item.documentation)
    let design = self.design(of: item, &test)
    guard let context = context(item, design, &test) else { return }
    let checker = FragmentChecker(
      .litmus, item.name.text, inherited: context, sources: sources, log: log)
    checker.check(item.members)
    test.settings = settings(item.members, checker)
    test.scope = scope(item.members, checker.declarations, allBudgets)
    test.initialization = prepared(item.members) + checker.fragment.initialization
    checker.fragment.initialization = []
    addTasks(of: item, checker, &test)
    addConditions(of: item, checker, &test)
    test.fragment = checker.fragment
    specification.litmusTests.append(test)
  }

  /// The design that is named, if any; a note of what it was seen on is taken on the way.
  private func design(of item: ItemSyntax, _ test: inout LitmusTest) -> Name? {
    var found: Name?
    for case .litmus(let member) in item.members.map(\.kind) {
      switch member {
      case .observed(let text):
        if !test.observed.isEmpty { log.report(.duplicateText("observed", text.range)) }
        test.observed = text.text
      case .design(let design, let variant):
        if found != nil { log.report(.duplicateText("design", design.range)) }
        found = design
        (test.design, test.variant) = (design.text, variant?.text)
        guard let known = self.design(design) else { continue }
        if let variant, !known.variants.contains(where: { $0.name == variant.text }) {
          let near = Suggestion.nearest(to: variant.text, among: known.variants.map(\.name))
          log.report(.unknownItem("variant", variant, near: near))
        }
      case .task, .condition: break
      }
    }
    return found
  }

  /// What the test's texts may name: what its first kernel offers, or the design on it.
  private func context(
    _ item: ItemSyntax, _ design: Name?, _ test: inout LitmusTest
  ) -> Declarations? {
    for name in item.kernels {
      guard let kernel = specification.kernels.first(where: { $0.name == name.text }) else {
        let near = Suggestion.nearest(to: name.text, among: names(.kernel))
        log.report(.unknownItem("kernel", name, near: near))
        continue
      }
      if kernel.isAbstract { log.report(.abstractKernel(name)) }
      if test.kernels.contains(name.text) {
        log.report(.duplicateName(name, kind: "a kernel of the litmus test", notes: []))
        continue
      }
      if let design, let known = specification.designs.first(where: { $0.name == design.text }),
        !known.kernels.contains(name.text)
      {
        log.report(.designNotOnKernel(design, name))
      }
      if !kernel.isAbstract { test.kernels.append(name.text) }
    }
    guard let first = test.kernels.first else { return nil }
    return design.flatMap { designContexts[$0.text] } ?? kernelContexts[first]
  }

  /// The initial state of the workload that is named.
  private func prepared(_ members: [MemberSyntax]) -> [Statement] {
    members.flatMap { member -> [Statement] in
      guard case .workload(let name) = member.kind else { return [] }
      if let found = specification.workloads.first(where: { $0.name == name.text }) {
        return found.initialization
      }
      let near = Suggestion.nearest(to: name.text, among: names(.workload))
      log.report(.unknownItem("workload", name, near: near))
      return []
    }
  }

  private func addTasks(
    of item: ItemSyntax, _ checker: FragmentChecker, _ test: inout LitmusTest
  ) {
    var programs = LitmusPrograms(checker)
    for case .litmus(.task(let task)) in item.members.map(\.kind) {
      if test.roles.contains(where: { $0.name == task.name.text }) {
        log.report(.duplicateName(task.name, kind: "a task", notes: []))
        continue
      }
      test.roles.append(programs.role(task))
    }
    if test.roles.isEmpty { log.report(.emptyLitmus(item.name, "task")) }
    test.registers = programs.registers
    let isInterrupted = test.roles.contains(where: \.restarts) || (test.scope["crash"] ?? 0) > 0
    if isInterrupted { programs.watchCrashes() }
  }

  private func addConditions(
    of item: ItemSyntax, _ checker: FragmentChecker, _ test: inout LitmusTest
  ) {
    for case .litmus(.condition(let syntax)) in item.members.map(\.kind) {
      guard let quantifier = LitmusTest.Quantifier(rawValue: syntax.quantifier.rawValue) else {
        continue
      }
      let alternatives = syntax.alternatives.map { demands in
        Expression.and(
          demands.compactMap { demand in
            BodyChecker(checker, .condition).condition(demand, "what a final state is tested for")
              .map { Self.demanded($0, test.registers) }
          })
      }
      test.conditions.append(.init(quantifier, alternatives, site: site(syntax.range)))
    }
    if test.conditions.isEmpty { log.report(.emptyLitmus(item.name, "condition")) }
  }

  /// Nothing holds of a result that no call gave.
  private static func demanded(
    _ demand: Expression, _ registers: [LitmusTest.Register]
  ) -> Expression {
    let read = registers.map(\.name).filter(demand.stateVariables.contains)
    return .and(read.map { .isDefined($0, []) } + [demand])
  }
}

/// The programs of a litmus test's tasks, as recipes that note what their calls return.
private struct LitmusPrograms {
  let checker: FragmentChecker
  private(set) var registers: [LitmusTest.Register] = []

  init(_ checker: FragmentChecker) { self.checker = checker }

  /// The role that runs a task's program once.
  mutating func role(_ task: TaskSyntax) -> Role {
    let name = task.name.text
    let body = BodyChecker(checker, .callable(.recipe))
    body.owner = name
    var own: [String: Parameter] = [:]
    var declarations: [Statement] = []
    for (register, type) in results(in: task.body.statements, [:]) {
      add(register, type)
      let local = body.declareLocal(register, type)
      own[local.name] = Parameter(register.text, type)
      declarations.append(.declare(local, nil, nil))
    }
    let lowered = body.lower(task.body, guardedBy: nil)
    remember(LitmusTest.done(name), .bool, partial: false)
    let finished = Update(LitmusTest.done(name), [], .bool(true))
    checker.fragment.callables.append(
      Callable(
        .recipe, name, site: checker.site(task.name.range),
        body: declarations + noted(lowered, own) + [.write(finished, nil)]))
    let crashed = task.followsCrash ? Expression.read(LitmusTest.crashed, []) : nil
    return Role(
      name, calls: 1, restarts: task.followsCrash, condition: crashed,
      menu: [Role.MenuEntry(name, [])], site: checker.site(task.name.range))
  }

  private mutating func add(_ register: Name, _ type: ValueType) {
    guard checker.claim(register, .value) else { return }
    registers.append(.init(register.text, type))
    remember(register.text, type, partial: true)
  }

  private func remember(_ name: String, _ type: ValueType, partial: Bool) {
    let variable = StateVariable(
      name, [], type, partial: partial, initial: partial ? nil : .bool(false), role: .ghost,
      documentation: "what the litmus test remembers")
    checker.fragment.variables.append(variable)
    checker.declarations.variables[name] = variable
  }

  /// Notes that the machine has crashed.
  func watchCrashes() {
    remember(LitmusTest.crashed, .bool, partial: false)
    checker.fragment.handlers.append(
      Handler(
        owner: checker.item.name, trigger: .event("crash", []),
        body: [.write(Update(LitmusTest.crashed, [], .bool(true)), nil)]))
  }

  /// The names to which results are assigned that are no locals, with the types of the results.
  private func results(
    in statements: [StatementSyntax], _ outer: [String: Bool]
  ) -> [(Name, ValueType)] {
    var locals = outer
    var found: [(Name, ValueType)] = []
    func add(_ more: [(Name, ValueType)]) {
      for item in more where !found.contains(where: { $0.0.text == item.0.text }) {
        found.append(item)
      }
    }
    for statement in statements {
      switch statement.kind {
      case .declare(let local, _): locals[local.name.text] = true
      case .assign(let place, let value):
        guard case .name(let name) = place.kind, locals[name] == nil,
          case .call(let callee, _) = value.kind
        else { continue }
        let callable = checker.declarations.callables[callee.text]
        // Of a call that there is not, it is told where it stands.
        if callable == nil { checker.broken.insert(name) }
        if let type = callable?.returns { add([(Name(name, place.range), type)]) }
      case .conditional(_, let then, let otherwise):
        add(results(in: then, locals))
        add(results(in: otherwise, locals))
      case .block(let body), .atomic(let body): add(results(in: body, locals))
      case .update, .choose, .with, .iterate, .wait, .returning, .retry, .call, .emit, .require,
        .cover:
        break
      }
    }
    return found
  }

  /// The statements, each register also kept where the conditions can see it.
  private func noted(_ statements: [Statement], _ own: [String: Parameter]) -> [Statement] {
    statements.flatMap { statement -> [Statement] in
      func note(_ local: Parameter?) -> [Statement] {
        guard let local, let register = own[local.name] else { return [statement] }
        return [statement, .write(Update(register.name, [], .variable(local)), nil)]
      }
      switch statement {
      case .assign(let local, _, _): return note(local)
      case .call(let call, _): return note(call.result)
      case .conditional(let condition, let then, let otherwise, let site):
        return [
          .conditional(condition, then: noted(then, own), otherwise: noted(otherwise, own), site)
        ]
      case .atomic(let body, let site): return [.atomic(noted(body, own), site)]
      case .declare, .write, .choose, .with, .iterate, .await, .returning, .retry, .emit,
        .require, .cover:
        return [statement]
      }
    }
  }
}
