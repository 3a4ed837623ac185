package import Checking
package import Proofs
package import Relational
package import TransitionSystem

/// Proves properties for every size, with no lemma written by a person.
///
/// Reached states of a few copies propose clauses, `Houdini` keeps those that all actions keep
/// together, and Z3 decides every condition of the proof anew, with quantifiers.
package struct Prover: Sendable {
  package let assembly: Assembly
  package let threads: Int
  package let shouldStop: @Sendable () -> Verdict.Reason?
  /// Divides how much is sampled: less is faster and finds fewer proofs.
  package var thrift = 1
  /// How often larger clauses are tried at most.
  package var mostStages = Int.max
  /// Told what is under way, from any thread.
  package var progress: (@Sendable (String) -> Void)?
  /// Told of each attempt that failed, before larger clauses are tried.
  package var failed: (@Sendable (Attempt) -> Void)?

  package init(
    _ assembly: Assembly, threads: Int = 2,
    shouldStop: @escaping @Sendable () -> Verdict.Reason? = { nil }
  ) {
    self.assembly = assembly
    self.threads = threads
    self.shouldStop = shouldStop
  }

  /// What came of an attempt.
  package enum Outcome: Sendable {
    case proved(Proof)
    /// The relational form cannot say it.
    case outside(OutsideFragment)
    /// No invariant was found; what kept the last attempt from being one.
    case notFound(Attempt)
    case stopped(Verdict.Reason)
  }

  /// An attempt that failed.
  package struct Attempt: Sendable {
    package var system: RelationalSystem
    package var failures: [CounterexampleToInduction]
    package var undecided: [Condition]
    package var statistics: Statistics
    /// What was inductive, and not enough.
    package var kept: [Clause] = []
    /// What was not, with the round and the action (by its position) that broke it.
    package var dropped: [(clause: Clause, round: Int, action: Int)] = []
  }

  /// What a search for an invariant has cost.
  package struct Statistics: Hashable, Sendable {
    package var candidates = 0
    package var kept = 0
    package var questions = 0
    package var widenings = 0
    package var conditions = 0
    /// The templates whose atoms were too many to be all tried.
    package var capped: [String] = []
  }

  /// Tries to prove a property of a search.
  package func prove(_ search: Plan.Search, _ property: String) async -> Outcome {
    do throws(OutsideFragment) {
      progress?("sampling states")
      let system = try assembly.relational(search, property)
      let samples = try Sampling(
        assembly: assembly, search: search, property: property, thrift: thrift,
        shouldStop: shouldStop
      ).samples(of: system)
      return await prove(system, samples)
    } catch {
      return .outside(error)
    }
  }

  /// How large the clauses are that are tried, one after the other: most proofs need small ones,
  /// and there are ten times as many of the next size.
  private static let stages: [CandidateOptions] = {
    var first = CandidateOptions()
    first.globalVariables = 4
    first.locatedLiterals = 1
    first.focusedLiterals = 1
    first.extraSorts = 0
    var second = first
    second.locatedLiterals = 2
    second.focusedLiterals = 2
    let third = CandidateOptions()
    return [first, second, third] + (third.widened().map { [$0] } ?? [])
  }()

  /// A later stage with more clauses than this is left out.
  private static let mostCandidates = 40_000

  private func prove(_ system: RelationalSystem, _ samples: CandidateSamples) async -> Outcome {
    var pending = Self.stages.prefix(mostStages)
    var statistics = Statistics()
    var last = Attempt(system: system, failures: [], undecided: [], statistics: statistics)
    while let current = pending.popFirst() {
      if let reason = shouldStop() { return .stopped(reason) }
      progress?("looking for clauses")
      let found = CandidateSearch(
        options: current, known: system.structure, focus: system.focus
      )
      .candidates(in: samples) { shouldStop() != nil }
      statistics.candidates = found.clauses.count
      statistics.capped = found.report.cappedTemplates.map(\.name)
      if statistics.widenings > 0, found.clauses.count > Self.mostCandidates { continue }
      let rare = Transfer(system: system, unseen: found.report.unseenLocations)
      let candidates =
        found.clauses + Dependencies(system: system).clauses
        + rare.clauses(from: found.clauses + system.structure)
      progress?("filtering \(candidates.count) clauses")
      switch await filtered(system, candidates, statistics) {
      case .notFound(let attempt):
        last = attempt
        failed?(attempt)
        statistics.widenings += 1
      case let outcome: return outcome
      }
    }
    return .notFound(last)
  }

  private func filtered(
    _ system: RelationalSystem, _ candidates: [Clause], _ before: Statistics
  ) async -> Outcome {
    let houdini: Houdini
    do {
      houdini = try Houdini(system, candidates: candidates, workers: threads) {
        shouldStop() != nil
      }
    } catch {
      return .outside(OutsideFragment("\(error)"))
    }
    guard let fixpoint = await houdini.run() else { return .stopped(shouldStop() ?? .interrupted) }
    var statistics = before
    statistics.kept = fixpoint.clauses.count
    statistics.questions = fixpoint.statistics.decided
    guard fixpoint.failures.isEmpty, fixpoint.undecided.isEmpty else {
      return .notFound(
        Attempt(
          system: system, failures: fixpoint.failures, undecided: fixpoint.undecided,
          statistics: statistics, kept: fixpoint.clauses, dropped: await houdini.dropped))
    }
    progress?("minimizing \(fixpoint.clauses.count) clauses")
    guard let invariant = await houdini.minimize(for: fixpoint.proved) else {
      return .stopped(shouldStop() ?? .interrupted)
    }
    let proof = Proof(system: system, invariant: invariant, statistics: statistics)
    return checked(proof)
  }

  /// Only what Z3 accepts is a proof.
  private func checked(_ proof: Proof) -> Outcome {
    var proof = proof
    progress?("checking \(proof.invariant.count) clauses")
    do {
      let check = try proof.check(shouldStop: { shouldStop() != nil })
      if let reason = shouldStop() { return .stopped(reason) }
      proof.statistics.conditions = check.conditions
      guard check.failed.isEmpty else {
        return .notFound(
          Attempt(
            system: proof.system, failures: [], undecided: check.failed,
            statistics: proof.statistics))
      }
      return .proved(proof)
    } catch {
      return .outside(OutsideFragment("\(error)"))
    }
  }
}

extension RelationalSystem {
  /// The relations that the demands speak of.
  fileprivate var focus: Set<String> {
    let checks = actions.flatMap(\.checks).filter { $0.kind == .require }.map(\.condition)
    let names = (checks + goals.map(\.formula)).reduce(into: Set<String>()) {
      $0.formUnion($1.stateVariables)
    }
    return names.filter { relation($0)?.kind != .location }
  }
}
