import SMT
import TransitionSystem

/// A run and the solver that knows its constraints.
struct Query: ~Copyable {
  var unrolling: Unrolling
  private var writer: ClauseWriter
  private let options: BoundedChecker.Options
  private let deadline: ContinuousClock.Instant?
  private let interrupter: Interrupter

  /// The answer to a query.
  enum Answer {
    case possible
    case impossible
    case unknown(Verdict.Reason)
  }

  init(
    _ checker: BoundedChecker, deadline: ContinuousClock.Instant?
  ) throws(SMTError) {
    unrolling = Unrolling(checker.ground)
    options = checker.options
    self.deadline = deadline
    let context = Context()
    interrupter = context.interrupter
    writer = ClauseWriter(
      try Solver(checker.options.solver, in: context), circuit: unrolling.circuit)
  }

  /// Tells the solver what the run has become.
  mutating func flush() throws(SMTError) {
    for constraint in unrolling.constraints { try writer.assert(constraint) }
    unrolling.constraints = []
  }

  mutating func assert(_ literal: Literal) throws(SMTError) { try writer.assert([literal]) }

  /// Whether some run has the literal.
  mutating func isPossible(_ literal: Literal) throws(SMTError) -> Answer {
    if literal == .false { return .impossible }
    if let reason = reasonToStop { return .unknown(reason) }
    try writer.solver.limit(resources: options.resourceLimit, milliseconds: remaining)
    let assumptions = literal == .true ? [] : [try writer.formula(literal)]
    let result = try options.stop.whileRunning(interrupter) { () throws(SMTError) -> CheckResult in
      try writer.solver.check(assuming: assumptions)
    }
    switch result {
    case .satisfiable: return .possible
    case .unsatisfiable: return .impossible
    case .unknown(let reason): return .unknown(translated(reason))
    case nil: return .unknown(.interrupted)
    }
  }

  /// Why the next query should not be asked.
  var reasonToStop: Verdict.Reason? {
    if options.stop.isStopped { return .interrupted }
    if let deadline, ContinuousClock.now >= deadline { return .deadline }
    return nil
  }

  /// The milliseconds that a query may take.
  private var remaining: UInt32? {
    let bounds = [options.timeout, deadline.map { ContinuousClock.now.duration(to: $0) }]
    guard let least = bounds.compactMap({ $0 }).min() else { return nil }
    let milliseconds = max(1, least / .milliseconds(1))
    return milliseconds < Double(UInt32.max) ? UInt32(milliseconds) : nil
  }

  /// Z3 does not always say which limit it met, so the limits themselves are asked.
  private func translated(_ reason: UnknownReason) -> Verdict.Reason {
    switch reason {
    case .timeout: return .deadline
    case .interrupted: return .interrupted
    case .memory: return .memoryLimit
    case .resourceLimit: return .solver("the resource limit of a query is spent")
    case .canceled:
      if let reason = reasonToStop { return reason }
      return options.resourceLimit == nil || options.timeout != nil
        ? .deadline : .solver("the resource limit of a query is spent")
    case .other(let text): return .solver(text)
    }
  }

  /// The run that the last possible query found.
  mutating func decodedTrace() throws(SMTError) -> Trace {
    let model = try writer.solver.model()
    let system = unrolling.system
    var steps: [Trace.Step] = []
    for step in unrolling.steps {
      var taken: Int?
      for choice in step.choices where try holds(choice.isTaken, model) { taken = choice.action }
      guard let taken else { preconditionFailure("a step of a run takes exactly one action") }
      var arguments: [Int] = []
      for slot in system.actions[taken].slots {
        arguments.append(try number(step.slots[slot], model))
      }
      let name = system.layout.system.actions[taken].name
      steps.append(Trace.Step(action: name, arguments: arguments))
    }
    return Trace(steps: steps)
  }

  private mutating func number(
    _ value: GuardedValue, _ model: borrowing Model
  ) throws(SMTError) -> Int {
    for alternative in value.alternatives where try holds(alternative.condition, model) {
      return alternative.number
    }
    preconditionFailure("a slot of a taken action has exactly one value")
  }

  private mutating func holds(
    _ literal: Literal, _ model: borrowing Model
  ) throws(SMTError) -> Bool {
    if literal.isConstant { return literal == .true }
    return try model.holds(try writer.formula(literal))
  }
}
