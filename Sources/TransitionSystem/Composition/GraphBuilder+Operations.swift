extension GraphBuilder {
  /// Whether statements can be one block of operations: nothing in them chooses or waits for locks.
  func isSimple(_ statements: [Statement]) -> Bool {
    statements.allSatisfy { statement in
      switch statement {
      case .declare, .assign, .write, .await, .returning, .emit, .require, .cover: true
      case .conditional(_, let then, let otherwise, _): isSimple(then) && isSimple(otherwise)
      case .atomic(let body, _): isSimple(body)
      case .call(let call, _):
        !call.isAttempt && !call.callsBase
          && (names.callable(call.callee).map { $0.kind == .step && isSimple($0.body) } ?? false)
      case .choose, .with, .iterate, .retry: false
      }
    }
  }

  /// The operations of simple statements.
  mutating func operations(
    _ statements: [Statement], _ frame: Frame
  ) throws(CompositionError) -> [Operation] {
    var result: [Operation] = []
    for statement in statements { result += try operations(statement, frame) }
    return result
  }

  private mutating func operations(
    _ statement: Statement, _ frame: Frame
  ) throws(CompositionError) -> [Operation] {
    switch statement {
    case .declare(_, nil, _): return []
    case .declare(let parameter, let value?, _), .assign(let parameter, let value, _):
      guard case .variable(let unique) = frame.locals[parameter.name] else { return [] }
      return [.assign(unique, localized(value, frame))]
    case .write(let update, let site): return [.write(localized(update, frame), site)]
    case .conditional(let condition, let then, let otherwise, _):
      let test = localized(condition, frame)
      if case .bool(let value) = test { return try operations(value ? then : otherwise, frame) }
      return [.conditional(test, try operations(then, frame), try operations(otherwise, frame))]
    case .atomic(let body, _): return try operations(body, frame)
    case .await(let condition, _): return [.await(localized(condition, frame))]
    case .returning(let value, _): return [.returning(value.map { localized($0, frame) })]
    case .emit(let event, let arguments, _):
      return try reactions(to: event, arguments.map { localized($0, frame) })
    case .require(let condition, let message, let site):
      return [.check(check(.require, condition, message, site, frame))]
    case .cover(let condition, let message, let site):
      return [.check(check(.cover, condition, message, site, frame))]
    case .call(let call, let site):
      guard let callee = names.callable(call.callee) else {
        throw CompositionError("no call is named '\(call.callee)'", site)
      }
      var result: Parameter?
      if let target = call.result, case .variable(let unique) = frame.locals[target.name] {
        result = unique
      }
      return try inlined(
        callee, 0, call.arguments.map { localized($0, frame) }, result, frame)
    case .choose(_, _, _, _, let site), .with(_, _, _, _, let site), .iterate(_, _, let site),
      .retry(let site):
      throw CompositionError("this cannot stand in a step or observer", site)
    }
  }

  private func check(
    _ kind: Check.Kind, _ condition: Expression, _ message: String, _ site: SourceSite?,
    _ frame: Frame
  ) -> Check {
    Check(
      property: frame.callable.name, kind: kind, condition: localized(condition, frame),
      message: message, site: site)
  }

  /// A simple step as a scope of operations.
  mutating func inlined(
    _ callee: Callable, _ depth: Int, _ arguments: [Expression], _ result: Parameter?,
    _ outer: Frame
  ) throws(CompositionError) -> [Operation] {
    var frame = Frame(
      callable: callee, depth: depth, instance: newInstance(), locals: [:], isUser: false,
      isAtomic: true, place: outer.place, returnTo: 0, result: result)
    let bindings = bind(callee, arguments, &frame)
    return [.scope(bindings + (try operations(callee.body, frame)), result: result)]
  }

  /// What the observers do about an event.
  mutating func reactions(
    to event: String, _ arguments: [Expression]
  ) throws(CompositionError) -> [Operation] {
    var result: [Operation] = []
    for handler in names.handlers {
      guard case .event(event, let parameters) = handler.trigger else { continue }
      result += try reaction(handler, parameters, arguments, nil, result: nil)
    }
    return result
  }

  /// A handler's body with its parameters bound.
  mutating func reaction(
    _ handler: Handler, _ parameters: [Parameter], _ arguments: [Expression], _ task: Parameter?,
    result: (Parameter, Expression)?
  ) throws(CompositionError) -> [Operation] {
    let body = Callable(.step, handler.owner, parameters, site: handler.site, body: handler.body)
    var frame = Frame(
      callable: body, depth: 0, instance: newInstance(), locals: [:], isUser: false,
      isAtomic: true, place: handler.owner, returnTo: 0)
    let bindings = bind(body, arguments, &frame)
    if let task { frame.locals[task.name] = self.task }
    if let result { frame.locals[result.0.name] = result.1 }
    return [.scope(bindings + (try operations(handler.body, frame)), result: nil)]
  }
}
