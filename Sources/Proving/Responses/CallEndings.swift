import TransitionSystem

/// What the program itself says of calls: that they have no loops, and that nobody waits for a lock
/// in vain.
struct CallEndings {
  private let system: TransitionSystem
  private var steps: [Step] = []
  /// What no other task changes: locals, and who plays which role.
  private let own: Set<String>
  private let locks: [Lock]

  /// What a task does in one action.
  private struct Step {
    var role: String
    var source: String
    var target: String
    var begins: Bool
    var call: String?
    /// Whether the guard asks for more than the place.
    var isGuarded: Bool
    /// The locks whose state the guard asks for.
    var asks: Set<String> = []
    var takes: Set<String> = []
    var drops: Set<String> = []
    var asksForSharers: Set<String> = []
    var shares: Set<String> = []
    /// How many locks it takes.
    var takenCount = 0
    /// The parts of the guard that hold as soon as locks are free.
    var waits: Set<Expression> = []
  }

  init(_ system: TransitionSystem) {
    self.system = system
    locks = Set(system.variables.compactMap { Lock.lock(of: $0.name) }).sorted()
      .map { Lock($0, []) }
    own = Set(
      system.variables.filter { $0.role == .local || $0.name.hasPrefix("cast.") }.map(\.name))
    steps = system.actions.compactMap(step)
  }

  /// Why the rule does not apply; nil: calls end if whoever can go on does.
  func objection(_ call: ResponseRule.Call, crashes: [ResponseRule.Crash]) -> String? {
    let starts = steps.filter { $0.begins && $0.role == call.role && $0.call == call.callee }
    guard !starts.isEmpty else { return "no task of '\(call.role)' makes the call" }
    if starts.contains(where: \.isGuarded) {
      return "the call '\(call.callee)' cannot always be begun"
    }
    if let crash = crashes.first(where: { !$0.isRare }) {
      return "'\(crash.name)' may end every call that helps"
    }
    if let crash = crashes.first?.name,
      system.casts.contains(where: { $0.role == call.role && !$0.restarts })
    {
      return "'\(call.role)' makes no call after '\(crash)'"
    }
    if let place = placeInLoop { return "'\(place)' is in a loop, so a call may not end" }
    return objectionToLocks
  }

  /// The locks that are waited for.
  var awaited: [String] { Set(steps.flatMap(\.asks)).sorted() }

  private var idle: Set<String> { Set(system.casts.map(\.idle)) }

  private var placeInLoop: String? {
    let inner = steps.filter { !$0.begins && !idle.contains($0.target) }
    return cycle(inner.map { ($0.source, $0.target) })
  }

  private var objectionToLocks: String? {
    if let step = steps.first(where: { $0.takenCount > 1 || $0.asks.count > 1 }) {
      return "several locks are needed at once at '\(step.source)'"
    }
    // Whenever what all of them wait for is there, some way is open: that the rest of some guard
    // holds is a premise of its own.
    let waiting = Dictionary(grouping: steps.filter { !$0.waits.isEmpty }, by: \.source)
    if let place = waiting.filter({ Set($0.value.map(\.waits)).count > 1 }).keys.min() {
      return "the task waits for one lock or another at '\(place)'"
    }
    let held = locksHeld
    var edges: [(String, String)] = []
    for step in steps {
      for lock in held[step.source] ?? [] { edges += step.asks.map { (lock, $0) } }
    }
    if let lock = cycle(edges) {
      return "a task may wait for '\(lock)' while another one with it waits"
    }
    let shared = Set(steps.flatMap(\.shares))
    let starved = steps.flatMap(\.asksForSharers).first(where: shared.contains)
    return starved.map {
      "'\($0)' is shared: who waits for it alone may wait for ever while others take turns"
    }
  }

  /// The locks that a task may hold at each place.
  private var locksHeld: [String: Set<String>] {
    var held: [String: Set<String>] = [:]
    var changed = true
    while changed {
      changed = false
      for step in steps {
        let after = (held[step.source] ?? []).subtracting(step.drops).union(step.takes)
        guard !after.isSubset(of: held[step.target] ?? []) else { continue }
        held[step.target, default: []].formUnion(after)
        changed = true
      }
    }
    return held
  }

  /// A node of a cycle.
  private func cycle(_ edges: [(String, String)]) -> String? {
    var left = edges
    while true {
      let (sources, targets) = (Set(left.map(\.0)), Set(left.map(\.1)))
      let kept = left.filter { targets.contains($0.0) && sources.contains($0.1) }
      if kept.count == left.count { return kept.first?.0 }
      left = kept
    }
  }

  private func step(_ action: Action) -> Step? {
    guard let origin = action.origin, let role = origin.role else { return nil }
    let parts = action.guardCondition.conjuncts
    var source: String?
    var others: [Expression] = []
    for part in parts {
      if case .test(.read("pc", _), _, let cases) = part, cases.count == 1, source == nil {
        source = cases[0]
      } else {
        others.append(part)
      }
    }
    guard let source else { return nil }
    var target = source
    for case .make(_, let place, _)? in action.updates.filter({ $0.variable == "pc" }).map(\.value)
    {
      target = place
    }
    var begins = false
    var call: String?
    if case .call(let callee) = origin.kind { (begins, call) = (true, callee) }
    var step = Step(
      role: role, source: source, target: target, begins: begins, call: call,
      isGuarded: !others.allSatisfy { $0.stateVariables.allSatisfy { $0.hasPrefix("cast.") } })
    let read = others.reduce(into: Set<String>()) { $0.formUnion($1.stateVariables) }
    step.waits = Set(others.filter(isAboutLocks))
    for lock in locks {
      let holders = [lock.exclusiveHolders, lock.sharedHolders]
      if read.contains(lock.sharedHolders) { step.asksForSharers.insert(lock.name) }
      if !read.isDisjoint(with: holders + [lock.held]) { step.asks.insert(lock.name) }
      for update in action.updates where holders.contains(update.variable) {
        if update.value == .bool(false) {
          step.drops.insert(lock.name)
        } else {
          step.takes.insert(lock.name)
          step.takenCount += 1
          if update.variable == lock.sharedHolders { step.shares.insert(lock.name) }
        }
      }
    }
    return step
  }

  private func isAboutLocks(_ condition: Expression) -> Bool {
    let read = condition.stateVariables.subtracting(own)
    return !read.isEmpty && read.allSatisfy { Lock.lock(of: $0) != nil }
  }
}

extension Expression {
  /// The operands of a conjunction, however it is nested; of anything else, itself.
  var conjuncts: [Expression] {
    if case .and(let operands) = self { return operands.flatMap(\.conjuncts) }
    return [self]
  }
}
