package import TransitionSystem

/// Shows one run to every state in which a property breaks, shortest first.
///
/// Runs that break it before their last step, or go on from where it broke, are left out. Of a
/// property of infinite runs nothing is shown.
///
/// - Parameters:
///   - property: A stepwise or `always` property of the system.
///   - system: A system without open options, whose names all resolve.
///   - scope: The size of each sort.
///   - options: How far to go, and what to identify.
///   - consider: Gets each run; the search ends when it answers false.
/// - Returns: Why the search ended.
package func violations(
  of property: String, in system: TransitionSystem, scope: Scope, options: SearchOptions,
  consider: (SearchResult.Violation) -> Bool
) -> ViolationsEnd {
  var search = ViolationSearch(property, system, scope: scope, options: options)
  return search.run(consider)
}

/// Why no more violations are shown.
package enum ViolationsEnd: Hashable, Sendable {
  /// Every state was looked at.
  case all
  /// Whoever looked had seen enough.
  case enough
  case stopped(Verdict.Reason)
}

/// Where a property breaks: what the program of its condition says of states, and which checks of
/// which actions are its demands.
struct Demands {
  /// The program of an `always` property.
  let entry: Int?
  private let checks: Set<Int>
  private let concerned: [Bool]

  init(_ property: String, _ program: CompiledSystem) {
    let system = program.system
    entry =
      program.stateProperties.first { state in
        guard case .always = system.properties[state.position].kind else { return false }
        return system.properties[state.position].name == property
      }?.entry
    var checks: Set<Int> = []
    var concerned: [Bool] = []
    for (index, action) in system.actions.enumerated() {
      let mine = action.checks.indices.filter {
        action.checks[$0].property == property && action.checks[$0].kind == .require
      }
      checks.formUnion(mine.map { program.firstChecks[index] + $0 })
      concerned.append(!mine.isEmpty)
    }
    self.checks = checks
    self.concerned = concerned
  }

  /// Whether steps of an instance may break the property.
  func concerns(_ instance: Instance) -> Bool { concerned[Int(instance.action)] }

  /// The demands of the property that the step just taken does not meet.
  func broken(_ machine: borrowing Machine) -> [Int] {
    (0..<machine.reportCount).map { Int(machine.reports[$0]) }.filter(checks.contains)
  }
}

private struct ViolationSearch: ~Copyable {
  private var search: BreadthFirstSearch
  private let demands: Demands
  /// For each state, whether the way to it breaks the property.
  private var isSpoilt: [Bool] = []
  private static let pollInterval = 1024

  init(_ property: String, _ system: TransitionSystem, scope: Scope, options: SearchOptions) {
    search = BreadthFirstSearch(system, scope: scope, options: options)
    demands = Demands(property, search.expansion.program)
  }

  mutating func run(_ consider: (SearchResult.Violation) -> Bool) -> ViolationsEnd {
    do throws(StorageFailure) { return try look(consider) } catch {
      return .stopped(.storage(error.message))
    }
  }

  private mutating func look(
    _ consider: (SearchResult.Violation) -> Bool
  ) throws(StorageFailure) -> ViolationsEnd {
    let outcome = search.run().outcome
    guard let initial = try? search.evaluator.initialState() else { return .all }
    isSpoilt = Array(repeating: false, count: search.store.count)
    for number in 0..<search.store.count {
      if number % Self.pollInterval == 0, let reason = search.options.shouldStop() {
        return .stopped(reason)
      }
      if isSpoilt[search.store.parent(of: number)] {
        isSpoilt[number] = true
        continue
      }
      if isBroken(number) {
        isSpoilt[number] = true
        let trace = try search.trace(to: number, from: initial)
        if !consider(.init(trace: trace, claim: .violatesAlways)) { return .enough }
      }
      for check in brokenChecks(after: number) {
        let trace = try search.trace(through: check, after: number, from: initial)
        if !consider(.init(trace: trace, claim: .violatesStepwise)) { return .enough }
      }
    }
    if case .stopped(let reason) = outcome { return .stopped(reason) }
    return .all
  }

  /// Whether the property, if it is one of states, is false in a stored state.
  private mutating func isBroken(_ number: Int) -> Bool {
    guard let entry = demands.entry else { return false }
    search.load(number)
    return search.expansion.machine.run(entry) == .rejected
  }

  /// The demands that steps from a stored state do not meet, each once.
  private mutating func brokenChecks(after number: Int) -> [Int] {
    var found: [Int] = []
    search.load(number)
    for candidate in 0..<search.expansion.candidateCount
    where demands.concerns(search.expansion.instance(candidate)) {
      guard search.expansion.fire(candidate) == .accepted else { continue }
      let broken = demands.broken(search.expansion.machine)
      guard !broken.isEmpty else { continue }
      found += broken.filter { !found.contains($0) }
      search.expansion.canonicalizeAlways()
      if let target = search.store.number(of: search.expansion.machine.words), target > number,
        search.store.parent(of: target) == number
      {
        isSpoilt[target] = true
      }
    }
    return found
  }
}
