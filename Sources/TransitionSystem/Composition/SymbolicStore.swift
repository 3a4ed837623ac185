/// The effect of a path so far, as expressions over the state before its first step.
///
/// Executing an operation never forks: what depends on a condition becomes a conditional value or a
/// conditional update, so that a step with ten `if`s is one action and not a thousand.
struct SymbolicStore: Sendable {
  var locals: [String: Expression] = [:]
  /// What is written, in order.
  ///
  /// A later write wins. All expressions are over the state before the path.
  private(set) var writes: [Update] = []
  private(set) var guards: [Expression] = []
  private(set) var checks: [Check] = []
  private(set) var notes: [Operation.Note] = []
  private(set) var knowledge = Simplifier.Knowledge()
  var parameters: [Parameter] = []
  let simplifier: Simplifier

  init(simplifier: Simplifier) { self.simplifier = simplifier }

  /// The expression in terms of the state before the path.
  func resolve(_ expression: Expression) throws(CompositionError) -> Expression {
    try resolve(expression, bound: [])
  }

  /// The path goes on only where the condition holds; false: it never does.
  mutating func assume(_ condition: Expression) -> Bool {
    let simple = simplifier.simplify(condition, knowledge)
    if simple == .bool(false) { return false }
    if simple != .bool(true) { guards.append(simple) }
    knowledge = simplifier.learning(simple, is: true, knowledge)
    return true
  }

  /// Runs operations; false when the path cannot be taken.
  mutating func execute(_ operations: [Operation]) throws(CompositionError) -> Bool {
    var possible = true
    _ = try execute(operations, live: .bool(true), result: nil, &possible)
    return possible
  }

  /// Runs operations where `live` holds, and says where it still holds after them.
  private mutating func execute(
    _ operations: [Operation], live: Expression, result: Parameter?, _ possible: inout Bool
  ) throws(CompositionError) -> Expression {
    var live = live
    for operation in operations {
      if live == .bool(false) || !possible { break }
      switch operation {
      case .assign(let local, let value): assign(local, try resolve(value), live)
      case .write(let update, let site): try write(update, live, site)
      case .conditional(let condition, let then, let otherwise):
        let test = try resolve(condition)
        let yes = simplified(.and([live, test]))
        let no = simplified(.and([live, .not(test)]))
        let afterYes = try execute(then, live: yes, result: result, &possible)
        let afterNo = try execute(otherwise, live: no, result: result, &possible)
        if afterYes != yes || afterNo != no { live = simplified(.or([afterYes, afterNo])) }
      case .scope(let body, let inner):
        _ = try execute(body, live: live, result: inner, &possible)
      case .returning(let value):
        if let value, let result { assign(result, try resolve(value), live) }
        live = .bool(false)
      case .await(let condition):
        let test = try resolve(condition)
        possible = possible && assume(simplifier.simplify(.implies(live, test), knowledge))
      case .check(let check): try record(check, live)
      case .note(let note): try record(note, live)
      }
    }
    return live
  }

  private func simplified(_ expression: Expression) -> Expression {
    simplifier.simplify(expression, knowledge)
  }

  private mutating func assign(_ local: Parameter, _ value: Expression, _ live: Expression) {
    guard live != .bool(true), let old = locals[local.name] else {
      locals[local.name] = value
      return
    }
    locals[local.name] = simplified(.ifThenElse(live, value, old))
  }

  private mutating func write(
    _ update: Update, _ live: Expression, _ site: SourceSite?
  ) throws(CompositionError) {
    let names = Set(update.bound.map(\.name))
    var indices: [Expression] = []
    for index in update.indices { indices.append(try resolve(index, bound: names)) }
    let condition = try resolve(update.condition, bound: names)
    var value: Expression?
    if let expression = update.value { value = try resolve(expression, bound: names) }
    let combined = simplified(.and([live, condition]))
    guard combined != .bool(false) else { return }
    writes.append(Update(bound: update.bound, update.variable, indices, when: combined, value))
  }

  private mutating func record(_ check: Check, _ live: Expression) throws(CompositionError) {
    var resolved = check
    let condition = try resolve(check.condition)
    switch check.kind {
    case .require: resolved.condition = simplified(.implies(live, condition))
    case .cover: resolved.condition = simplified(.and([live, condition]))
    }
    let idle: Expression = check.kind == .require ? .bool(true) : .bool(false)
    if resolved.condition != idle { checks.append(resolved) }
  }

  private mutating func record(
    _ note: Operation.Note, _ live: Expression
  ) throws(CompositionError) {
    guard live == .bool(true) else { return }
    var resolved = note
    resolved.values = []
    for value in note.values { resolved.values.append(try resolve(value)) }
    notes.append(resolved)
  }
}

extension SymbolicStore {
  private func resolve(
    _ expression: Expression, bound: Set<String>
  ) throws(CompositionError) -> Expression {
    var replacements = locals
    for name in bound { replacements[name] = nil }
    let substituted = expression.substituting(replacements)
    let read = writes.isEmpty ? substituted : try readThrough(substituted, originally: expression)
    return simplifier.simplify(read, bound.isEmpty ? knowledge : hiding(bound))
  }

  private func hiding(_ names: Set<String>) -> Simplifier.Knowledge {
    // Bound names of updates are the author's and never those of locals, which have a `#`.
    names.contains { $0.contains("#") } ? Simplifier.Knowledge() : knowledge
  }

  /// Replaces reads of cells that were written on the path.
  ///
  /// The expression's own locals have been
  /// replaced by values over the state *before* the path, which must not be read through again; so
  /// this walks the original expression beside the substituted one.
  private func readThrough(
    _ substituted: Expression, originally original: Expression
  ) throws(CompositionError) -> Expression {
    if case .variable = original { return substituted }
    var failure: CompositionError?
    var parts = zip(substituted.children, original.children).map { pair in
      do throws(CompositionError) {
        return try readThrough(pair.0, originally: pair.1)
      } catch {
        failure = error
        return pair.0
      }
    }.makeIterator()
    let rebuilt = substituted.mapChildren { parts.next() ?? $0 }
    if let failure { throw failure }
    switch rebuilt {
    case .read(let name, let indices):
      return try reading(name, indices, base: rebuilt) { update throws(CompositionError) in
        guard let value = update.value else {
          throw CompositionError(
            "'\(rebuilt.description)' is read in the atomic step that has made it undefined")
        }
        return value
      }
    case .isDefined(let name, let indices):
      return try reading(name, indices, base: rebuilt) { .bool($0.value != nil) }
    default: return rebuilt
    }
  }

  /// The value of a cell after the writes, given the one before them.
  private func reading(
    _ name: String, _ indices: [Expression], base: Expression,
    _ value: (Update) throws(CompositionError) -> Expression
  ) throws(CompositionError) -> Expression {
    var result = base
    for update in writes where update.variable == name {
      let (binding, computed) = update.matching(indices)
      guard update.bound.allSatisfy({ binding[$0.name] != nil }) else {
        throw CompositionError(
          "'\(name)' is read in the atomic step that writes it at a computed index")
      }
      // The reader's indices may use the names that the write binds; they stay as they are.
      let equal = computed.map { pair in
        Expression.equal(pair.target.substituting(binding), pair.index)
      }
      let condition = update.condition.substituting(binding)
      let hit = simplifier.simplify(.and(equal + [condition]), knowledge)
      if hit == .bool(false) { continue }
      var bound = update
      bound.value = update.value?.substituting(binding)
      result = simplifier.simplify(.ifThenElse(hit, try value(bound), result), knowledge)
    }
    return result
  }
}

extension Update {
  /// What its bound names stand for in a cell that is read, and the further indices that must be
  /// equal for it to be a cell that is written.
  fileprivate func matching(
    _ read: [Expression]
  ) -> (binding: [String: Expression], computed: [(target: Expression, index: Expression)]) {
    var binding: [String: Expression] = [:]
    var computed: [(target: Expression, index: Expression)] = []
    for (target, index) in zip(indices, read) {
      if case .variable(let parameter) = target, bound.contains(parameter),
        binding[parameter.name] == nil
      {
        binding[parameter.name] = index
      } else {
        computed.append((target, index))
      }
    }
    return (binding, computed)
  }
}
