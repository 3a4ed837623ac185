internal import TransitionSystem

/// The programs of a litmus test's tasks, as recipes that note what their calls return.
struct LitmusPrograms {
  let checker: FragmentChecker
  private(set) var registers: [Parameter] = []

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
    let finished = Statement.write(Update(LitmusTest.done(name), [], .bool(true)), nil)
    checker.fragment.callables.append(
      Callable(
        .recipe, name, site: checker.site(task.name.range),
        body: declarations + noted(lowered, own, finished) + [finished]))
    let crashed = task.followsCrash ? Expression.read(LitmusTest.crashed, []) : nil
    return Role(
      name, calls: 1, restarts: task.followsCrash, condition: crashed,
      menu: [Role.MenuEntry(name, [])], site: checker.site(task.name.range))
  }

  private mutating func add(_ register: Name, _ type: ValueType) {
    guard checker.claim(register, .value) else { return }
    registers.append(Parameter(register.text, type))
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
      case .block(let body), .atomic(let body), .iterate(_, _, let body):
        add(results(in: body, locals))
      case .choose(_, _, let body, let otherwise):
        add(results(in: body + (otherwise ?? []), locals))
      case .update, .with, .wait, .returning, .retry, .call, .emit, .require, .cover: break
      }
    }
    return found
  }

  /// The statements, each register also kept where the conditions can see it, and every end noted.
  private func noted(
    _ statements: [Statement], _ own: [String: Parameter], _ finished: Statement
  ) -> [Statement] {
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
          .conditional(
            condition, then: noted(then, own, finished),
            otherwise: noted(otherwise, own, finished), site)
        ]
      case .atomic(let body, let site): return [.atomic(noted(body, own, finished), site)]
      case .choose(let local, let condition, let body, let otherwise, let site):
        return [
          .choose(
            local, where: condition, body: noted(body, own, finished),
            otherwise: otherwise.map { noted($0, own, finished) }, site)
        ]
      case .iterate(let local, let body, let site):
        return [.iterate(local, body: noted(body, own, finished), site)]
      case .returning: return [finished, statement]
      case .declare, .write, .with, .await, .retry, .emit, .require, .cover: return [statement]
      }
    }
  }
}
