extension GraphBuilder {
  /// Adds statements that go on at `next`; returns where they start.
  mutating func build(
    _ statements: [Statement], next: Int, _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    var entry = next
    for statement in statements.reversed() {
      entry = try build(statement, next: entry, &frame)
    }
    return entry
  }

  private mutating func build(
    _ statement: Statement, next: Int, _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    switch statement {
    case .declare(_, nil, _): return next
    case .declare(let parameter, let value?, let site), .assign(let parameter, let value, let site):
      let target = try assignable(parameter, site, frame)
      let assignment = Operation.assign(target, localized(value, frame))
      return reading([value], site, frame, next: perform([assignment], next: next))
    case .write(let update, let site):
      let start = perform([.write(localized(update, frame), site)], next: next)
      // What observers and tests note is no step.
      if names.variables[update.variable]?.role == .ghost { return start }
      return boundary(.step, "write \(update.variable)", site, frame, next: start)
    case .conditional(let condition, let then, let otherwise, let site):
      return try branch(condition, then, otherwise, site, next: next, &frame)
    case .choose(let parameter, let condition, let body, let otherwise, let site):
      return try choose(parameter, condition, body, otherwise, site, next: next, &frame)
    case .call(let call, let site): return try build(call: call, site, next: next, &frame)
    case .with(let mode, let lock, let indices, let body, let site):
      return try hold(mode, lock, indices, body, site, next: next, &frame)
    case .iterate(let parameter, let body, let site):
      return try iterate(parameter, body, site, next: next, &frame)
    case .atomic(let body, let site):
      var inner = frame
      inner.isAtomic = true
      let start = try build(body, next: next, &inner)
      return boundary(.step, "atomic", site, frame, next: start)
    case .await(let condition, let site):
      let start = perform([.await(localized(condition, frame))], next: next)
      return boundary(.step, "wait", site, frame, next: start)
    case .returning(let value, let site): return leave(value, site, frame)
    case .retry(let site):
      guard let target = frame.retryTo else {
        throw CompositionError("'retry' outside of the else of a 'choose'", site)
      }
      return perform(frame.held.dropFirst(frame.heldByRetry).reversed(), next: target)
    case .emit(_, let arguments, let site):
      let start = perform(try operations([statement], frame), next: next)
      return reading(arguments, site, frame, next: start)
    case .require, .cover:
      return perform(try operations([statement], frame), next: next)
    }
  }

  private func assignable(
    _ parameter: Parameter, _ site: SourceSite?, _ frame: Frame
  ) throws(CompositionError) -> Parameter {
    guard case .variable(let unique) = frame.locals[parameter.name] else {
      throw CompositionError("'\(parameter.name)' is not a local that can be assigned", site)
    }
    return unique
  }

  /// A boundary before a statement that reads shared state outside of a step.
  private mutating func reading(
    _ expressions: [Expression], _ site: SourceSite?, _ frame: Frame, next: Int
  ) -> Int {
    let variables = expressions.flatMap { names.sharedState(localized($0, frame)) }
    guard let first = variables.min() else { return next }
    return boundary(.read, "read \(first)", site, frame, next: next)
  }

  private mutating func branch(
    _ condition: Expression, _ then: [Statement], _ otherwise: [Statement], _ site: SourceSite?,
    next: Int, _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    let test = localized(condition, frame)
    if case .bool(let value) = test {
      return try build(value ? then : otherwise, next: next, &frame)
    }
    let yes = try build(then, next: next, &frame)
    let no = try build(otherwise, next: next, &frame)
    let start = graph.add(.branch(test, then: yes, otherwise: no))
    return reading([condition], site, frame, next: start)
  }

  private mutating func choose(
    _ parameter: Parameter, _ condition: Expression, _ body: [Statement],
    _ otherwise: [Statement]?, _ site: SourceSite?, next: Int, _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    let retries = otherwise?.containsRetry ?? false
    var second: Int?
    if retries {
      let pruned = otherwise?.withoutRetry
      second = try choose(parameter, condition, body, pruned, site, next: next, &frame)
    }
    let unique = try assignable(parameter, site, frame)
    let start = try build(body, next: next, &frame)
    var absent: Int?
    if let otherwise {
      let outer = (frame.retryTo, frame.heldByRetry)
      (frame.retryTo, frame.heldByRetry) = (second, frame.held.count)
      absent = try build(otherwise, next: next, &frame)
      (frame.retryTo, frame.heldByRetry) = outer
    }
    let note = Operation.Note(text: "choose \(parameter.name)", values: [], isMinor: true)
    let node = graph.add(
      .choose(
        unique, where: localized(condition, frame), next: start, otherwise: absent, note,
        isJoined: !frame.isAtomic))
    return boundary(.choose, "choose \(parameter.name)", site, frame, next: node)
  }

  private mutating func iterate(
    _ parameter: Parameter, _ body: [Statement], _ site: SourceSite?, next: Int,
    _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    guard case .sort(let sort) = parameter.type else {
      throw CompositionError("'for' needs a sort", site)
    }
    let current = try assignable(parameter, site, frame)
    let following = Parameter("next.\(current.name)", parameter.type)
    let between = Parameter("between", parameter.type)
    let here = Expression.variable(current)
    let isNext: Expression = .and([
      .less(here, .variable(following)),
      .forAll(
        [between],
        .or([
          .lessOrEqual(.variable(between), here),
          .lessOrEqual(.variable(following), .variable(between)),
        ])),
    ])
    let head = graph.add(.finish)
    let start = try build(body, next: head, &frame)
    let advance = perform([.assign(current, .variable(following))], next: start)
    let rounds = StepGraph.Node.choose(
      following, where: isNext, next: advance, otherwise: next)
    guard graph.reaches(head, from: start) else {
      graph.replace(head, with: rounds)
      return perform([.assign(current, .element(sort: sort, 0))], next: start)
    }
    // A round may pass without a step; then going on to the next one is a step of its own, or a
    // path would have as many rounds as the scope has elements.
    guard !frame.isAtomic else {
      throw CompositionError("a 'for' cannot stand in an atomic step; 'forall' can", site)
    }
    let place = "\(frame.place): next \(parameter.name)"
    let next = graph.add(rounds)
    graph.replace(head, with: .boundary(.init(kind: .read, place: place, site: site), next: next))
    return perform([.assign(current, .element(sort: sort, 0))], next: start)
  }

  private mutating func leave(_ value: Expression?, _ site: SourceSite?, _ frame: Frame) -> Int {
    var operations: [Operation] = []
    if let value, let result = frame.result {
      operations.append(.assign(result, localized(value, frame)))
    }
    operations += frame.held.reversed()
    let start = perform(operations, next: frame.returnTo)
    return reading(value.map { [$0] } ?? [], site, frame, next: start)
  }

  private mutating func hold(
    _ mode: Statement.LockMode, _ name: String, _ indices: [Expression], _ body: [Statement],
    _ site: SourceSite?, next: Int, _ frame: inout Frame
  ) throws(CompositionError) -> Int {
    guard let lock = names.locks[name] else {
      throw CompositionError("no lock is named '\(name)'", site)
    }
    let place = indices.map { localized($0, frame) }
    guard place.allSatisfy(names.isStable) else {
      throw CompositionError("the index of lock '\(name)' must be a local", site)
    }
    let holders = mode == .exclusive ? lock.exclusiveHolders : lock.sharedHolders
    let other = Parameter("holder", .sort("task"))
    var free: [Expression] = [.not(.read(lock.held, place))]
    if mode == .exclusive {
      free.append(
        .forAll([other], .not(.read(lock.sharedHolders, place + [.variable(other)]))))
    }
    func set(_ value: Bool) -> [Operation] {
      var updates = [Update(holders, place + [task], .bool(value))]
      if mode == .exclusive { updates.append(Update(lock.held, place, .bool(value))) }
      return updates.map { .write($0, site) }
    }
    frame.held += set(false)
    let start = try build(body, next: perform(set(false), next: next), &frame)
    frame.held.removeLast(set(false).count)
    let word = mode == .exclusive ? "exclusive" : "shared"
    let note = Operation.Note(
      text: "\(word) \(name)" + String(repeating: "[{}]", count: place.count), values: place)
    let entry = perform([.await(.and(free))] + set(true) + [.note(note)], next: start)
    return boundary(.lock, "\(word) \(name)", site, frame, next: entry)
  }
}
