extension GraphBuilder {
  /// Adds a call in the frame.
  mutating func build(
    call: CallStatement, _ site: SourceSite?, next: Int, _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    let depth = call.callsBase ? frame.depth + 1 : 0
    let name = call.callsBase ? frame.callable.name : call.callee
    guard let callee = names.callable(name, below: depth) else {
      let what = call.callsBase ? "'\(name)' replaces nothing" : "no call is named '\(name)'"
      throw CompositionError(what, site)
    }
    guard callee.parameters.count == call.arguments.count else {
      throw CompositionError(
        "'\(name)' takes \(callee.parameters.count) arguments, not \(call.arguments.count)", site)
    }
    let arguments = call.arguments.map { localized($0, frame) }
    var result: Parameter?
    if let target = call.result {
      guard case .variable(let unique) = frame.locals[target.name] else {
        throw CompositionError("'\(target.name)' is not a local", site)
      }
      result = unique
    } else if let type = callee.returns {
      result = Parameter("\(callee.name)#\(newInstance())", type)
    }
    var after = try attempt(call, result, site, next: next, frame)
    if let target = result, arguments.contains(where: { $0.freeVariables.contains(target) }) {
      // `r = f(r)`: the call's return still speaks of the old argument.
      let fresh = Parameter("\(callee.name)#\(newInstance())", target.type)
      after = perform([.assign(target, .variable(fresh))], next: after)
      result = fresh
    }
    switch callee.kind {
    case .step:
      return try step(callee, depth, arguments, result, site, next: after, frame)
    case .routine:
      let place = "\(frame.place)/\(callee.name)"
      let start = try inline(
        callee, depth: depth, arguments: arguments, result: result, isUser: false,
        isAtomic: frame.isAtomic, place: place, returnTo: after, site)
      return reading(arguments, callee, site, frame, next: start)
    case .syscall, .recipe:
      let start = try visible(
        callee, depth, arguments, result, isUser: frame.isUser && !call.callsBase, site,
        next: after, frame)
      return reading(arguments, callee, site, frame, next: start)
    }
  }

  private mutating func reading(
    _ arguments: [Expression], _ callee: Callable, _ site: SourceSite?, _ frame: Frame, next: Int
  ) -> Int {
    guard arguments.contains(where: { !names.sharedState($0).isEmpty }) else { return next }
    return boundary(.read, callee.name, site, frame, next: next)
  }

  /// `try`: an error is returned at once.
  private mutating func attempt(
    _ call: CallStatement, _ result: Parameter?, _ site: SourceSite?, next: Int, _ frame: Frame
  ) throws(CompositionError) -> Int {
    guard call.isAttempt else { return next }
    guard let result, let errors = names.errorCases(of: result.type) else {
      throw CompositionError("'try' needs a call that may return an error", site)
    }
    var operations: [Operation] = []
    if let outer = frame.result { operations.append(.assign(outer, .variable(result))) }
    operations += frame.held.reversed()
    let failed = perform(operations, next: frame.returnTo)
    let test = Expression.test(.variable(result), type: errors.type, cases: errors.cases)
    return graph.add(.branch(test, then: failed, otherwise: next))
  }

  private mutating func step(
    _ callee: Callable, _ depth: Int, _ arguments: [Expression], _ result: Parameter?,
    _ site: SourceSite?, next: Int, _ frame: Frame
  ) throws(CompositionError) -> Int {
    let note = callNote(callee, arguments, result)
    if isSimple(callee.body) {
      let body = try inlined(callee, depth, arguments, result, frame)
      let start = perform(body + [.note(note)], next: next)
      return boundary(.step, callee.name, site, frame, next: start)
    }
    let told = perform([.note(note)], next: next)
    let start = try inline(
      callee, depth: depth, arguments: arguments, result: result, isUser: false, isAtomic: true,
      place: frame.place, returnTo: told, site)
    return boundary(.step, callee.name, site, frame, next: start)
  }

  func callNote(
    _ callee: Callable, _ arguments: [Expression], _ result: Parameter?
  ) -> Operation.Note {
    let places = Array(repeating: "{}", count: arguments.count).joined(separator: ", ")
    guard let result else {
      return Operation.Note(text: "\(callee.name)(\(places))", values: arguments)
    }
    return Operation.Note(
      text: "\(callee.name)(\(places)) = {}", values: arguments + [.variable(result)])
  }

  /// A syscall or recipe; if user space calls it, observers see its call and return.
  private mutating func visible(
    _ callee: Callable, _ depth: Int, _ arguments: [Expression], _ result: Parameter?,
    isUser: Bool, _ site: SourceSite?, next: Int, _ frame: Frame
  ) throws(CompositionError) -> Int {
    let place = "\(frame.place)/\(callee.name)"
    var after = next
    if isUser {
      let returned = try returnOperations(callee, arguments, result)
      let told = perform(returned, next: next)
      after = graph.add(
        .boundary(.init(kind: .returning, place: "\(place): return", site: callee.site), next: told)
      )
    }
    let start = try inline(
      callee, depth: depth, arguments: arguments, result: result,
      isUser: isUser && callee.kind == .recipe, isAtomic: frame.isAtomic, place: place,
      returnTo: after, site)
    guard isUser else { return start }
    let called = try callOperations(callee, arguments)
    return perform(called, next: start)
  }

  private mutating func callOperations(
    _ callee: Callable, _ arguments: [Expression]
  ) throws(CompositionError) -> [Operation] {
    var operations: [Operation] = []
    for handler in names.handlers {
      guard case .call(callee.name, let parameters, let task) = handler.trigger else { continue }
      operations += try reaction(handler, parameters, arguments, task, result: nil)
    }
    let places = Array(repeating: "{}", count: arguments.count).joined(separator: ", ")
    let note = Operation.Note(text: "call \(callee.name)(\(places))", values: arguments)
    return operations + [.note(note)]
  }

  private mutating func returnOperations(
    _ callee: Callable, _ arguments: [Expression], _ result: Parameter?
  ) throws(CompositionError) -> [Operation] {
    var operations: [Operation] = []
    for handler in names.handlers {
      guard
        case .returned(callee.name, let parameters, let bound, let condition, let task) =
          handler.trigger
      else { continue }
      var values: [String: Expression] = [:]
      if let bound, let result { values[bound.name] = .variable(result) }
      for (parameter, argument) in zip(parameters, arguments) { values[parameter.name] = argument }
      if let task { values[task.name] = self.task }
      let body = try reaction(
        handler, parameters, arguments, task,
        result: bound.flatMap { name in result.map { (name, .variable($0)) } })
      let test = names.simplifier.simplify(
        condition.substituting(values, options: names.options))
      operations.append(.conditional(test, body, []))
    }
    return operations + [.note(callNote(callee, arguments, result))]
  }
}
