package import SMT
package import TransitionSystem

/// Looks for traces of bounded length with Z3: the cross-check of the explicit engine.
///
/// Bounded model checking (Biere, Cimatti, Clarke, Zhu, "Symbolic model checking without BDDs",
/// 1999) over a concrete initial state. The encoding shares nothing with the reference evaluator or
/// the explicit engine but the system itself. Its one deviation: an error of the spec (an undefined
/// read, say) yields some value instead of an end; a trace that runs into one is reported as such.
package struct BoundedChecker: Sendable {
  package let evaluator: Evaluator
  package var options: Options
  let ground: GroundSystem

  /// How to ask Z3, and how long.
  package struct Options: Sendable {
    package var solver: Solver.Kind
    /// The steps that one query may cost; the same in every run.
    package var resourceLimit: UInt32?
    /// The time that one query may take.
    package var timeout: Duration?
    package var stop: StopSignal

    package init(
      solver: Solver.Kind = .finiteDomain, resourceLimit: UInt32? = nil, timeout: Duration? = nil,
      stop: StopSignal = StopSignal()
    ) {
      self.solver = solver
      self.resourceLimit = resourceLimit
      self.timeout = timeout
      self.stop = stop
    }
  }

  package init(
    system: TransitionSystem, scope: Scope, options: Options = Options()
  ) throws(BoundedCheckError) {
    evaluator = Evaluator(system: system, scope: scope)
    self.options = options
    do { ground = try GroundSystem(system: system, scope: scope) } catch {
      throw .initialState(error)
    }
  }

  /// A shortest trace that violates the property, or that witnesses it if it is `reachable`.
  package func shortestViolation(
    of property: String, maximumDepth: Int, deadline: ContinuousClock.Instant? = nil
  ) throws(BoundedCheckError) -> BoundedResult {
    let claim = try claim(of: property)
    return try shortestTrace(
      claiming: claim, of: property, maximumDepth: maximumDepth, deadline: deadline)
  }

  /// A shortest trace that shows this of the property; deadlocks and errors are not looked for.
  package func shortestTrace(
    claiming claim: Trace.Claim, of property: String, maximumDepth: Int,
    deadline: ContinuousClock.Instant? = nil
  ) throws(BoundedCheckError) -> BoundedResult {
    try search([Goal(property: property, claim: claim)], maximumDepth, deadline)
  }

  /// Makes sure that no run of up to `depth` steps violates one of the properties.
  ///
  /// One search for all of them. For a `reachable` property, a witness counts as a finding.
  package func noViolation(
    of properties: [String], toDepth depth: Int, deadline: ContinuousClock.Instant? = nil
  ) throws(BoundedCheckError) -> BoundedResult {
    var goals: [Goal] = []
    for property in properties {
      goals.append(Goal(property: property, claim: try claim(of: property)))
    }
    return try search(goals, depth, deadline)
  }

  /// Whether the trace is as short as possible: no shorter one shows the same, one as long does.
  package func confirmsShortest(
    length: Int, claim: Trace.Claim, property: String, deadline: ContinuousClock.Instant? = nil
  ) throws(BoundedCheckError) -> Agreement {
    let result = try shortestTrace(
      claiming: claim, of: property, maximumDepth: length, deadline: deadline)
    switch result {
    case .found(let finding) where finding.length == length: return .confirmed
    case .found(let finding):
      return .disagrees("a trace of \(finding.length) steps shows it too, not only \(length)")
    case .none: return .disagrees("no trace of up to \(length) steps shows it")
    case .stopped(_, let reason): return .unknown(reason)
    }
  }

  /// What a trace shows of a property that is not as it should be, or is reached.
  private func claim(of property: String) throws(BoundedCheckError) -> Trace.Claim {
    switch ground.properties[property] {
    case .always: return .violatesAlways
    case .reachable: return .witnesses
    case .stepwise: return .violatesStepwise
    case nil: throw .unknownProperty(property)
    }
  }

  private func search(
    _ goals: [Goal], _ maximumDepth: Int, _ deadline: ContinuousClock.Instant?
  ) throws(BoundedCheckError) -> BoundedResult {
    for goal in goals where ground.properties[goal.property] == nil {
      throw .unknownProperty(goal.property)
    }
    do {
      var search = try BoundedSearch(self, goals: goals, deadline: deadline)
      return try search.run(toDepth: maximumDepth)
    } catch let error as SMTError {
      throw .solver(error)
    } catch let error as BoundedCheckError {
      throw error
    } catch { preconditionFailure("only solver and check errors are thrown here") }
  }
}

/// What a search looks for.
struct Goal {
  var property: String
  var claim: Trace.Claim
}
