package import Checking
package import Proofs
package import Relational
package import TransitionSystem

/// Proves properties for every size, with no lemma written by a person.
///
/// Reached states of a few copies propose small clauses, `Houdini` keeps those that all actions
/// keep together, ``Strengthening`` adds larger ones where a demand does not follow, and Z3 decides
/// every condition of the proof anew, with quantifiers.
package struct Prover: Sendable {
  package let assembly: Assembly
  package let threads: Int
  package let shouldStop: @Sendable () -> Verdict.Reason?
  /// Divides how much is sampled: less is faster and finds fewer proofs.
  package var thrift = 1
  /// How often larger clauses are tried at most.
  package var mostRounds = 400
  /// Clauses that were of use elsewhere, and may be here; they are filtered like all others.
  package var suggestions: [Clause] = []
  /// What proofs of other properties need: candidates, if the suggestions alone do not suffice.
  package var neighbours: [Clause] = []
  /// Asked before larger clauses are looked for: what makes that vain.
  package var obstacle: (@Sendable () async -> Obstacle)?
  /// Asked if the suggestions alone do not suffice: what other proofs say of places that run the
  /// same code.
  package var retellings: (@Sendable () -> [Clause])?
  /// Told what is under way, from any thread.
  package var progress: (@Sendable (String) -> Void)?

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
    /// Nothing more was tried because of what `obstacle` found.
    case inVain(CellProof)
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
  }

  /// What a search for an invariant has cost.
  package struct Statistics: Hashable, Sendable {
    package var candidates = 0
    package var kept = 0
    package var questions = 0
    /// How often larger clauses were tried.
    package var rounds = 0
    package var conditions = 0
    /// The templates whose atoms were too many to be all tried.
    package var capped: [String] = []
  }

  /// Tries to prove a property of a search.
  package func prove(_ search: Plan.Search, _ property: String) async -> Outcome {
    let outcome = await found(search, property)
    guard case .outside(let outside) = outcome else { return outcome }
    return .outside(assembly.placed(outside, search, property))
  }

  private func found(_ search: Plan.Search, _ property: String) async -> Outcome {
    do throws(OutsideFragment) {
      let system = try assembly.relational(search, property)
      if let outcome = await retold(system, suggestions) { return outcome }
      if let more = retellings?() {
        let all = (suggestions + neighbours + more).distinct
        if let outcome = await retold(system, all) { return outcome }
      }
      progress?("sampling states")
      return await prove(system, try sampling(search, property).drawn(from: system))
    } catch {
      return .outside(error)
    }
  }

  /// Tries to prove what a system demands, with the states of a property's search as samples.
  func prove(
    _ system: RelationalSystem, sampledBy search: Plan.Search, _ property: String
  ) async -> Outcome {
    do throws(OutsideFragment) {
      return await prove(system, try sampling(search, property).drawn(from: system))
    } catch { return .outside(error) }
  }

  func sampling(_ search: Plan.Search, _ property: String) -> Sampling {
    Sampling(
      assembly: assembly, search: search, property: property, thrift: thrift,
      shouldStop: shouldStop)
  }

  /// What the suggestions alone come to; nil if they do not suffice.
  private func retold(_ system: RelationalSystem, _ suggestions: [Clause]) async -> Outcome? {
    guard !suggestions.isEmpty else { return nil }
    progress?("filtering \(suggestions.count) suggestions")
    do {
      let houdini = try houdini(system, suggestions)
      guard let fixpoint = await houdini.run() else { return .stopped(reason) }
      guard fixpoint.failures.isEmpty, fixpoint.undecided.isEmpty else { return nil }
      var statistics = Statistics()
      statistics.candidates = suggestions.count
      statistics.questions = fixpoint.statistics.decided
      return await minimized(system, houdini, fixpoint, statistics)
    } catch {
      return .outside(OutsideFragment(error, in: system))
    }
  }

  /// Small clauses about everything.
  ///
  /// Most proofs need some hundreds of them, and larger ones about little; there are ten times as
  /// many of the next size.
  private static let small: CandidateOptions = {
    var options = CandidateOptions()
    options.globalVariables = 4
    options.locatedLiterals = 1
    options.extraSorts = 0
    options.hasPairs = false
    return options
  }()

  private func prove(_ system: RelationalSystem, _ drawn: Sampling.Drawn) async -> Outcome {
    if let reason = shouldStop() { return .stopped(reason) }
    progress?("looking for clauses")
    var small = Self.small
    small.unsharedSorts = system.chosenSorts
    let found = CandidateSearch(options: small, known: system.structure)
      .candidates(in: drawn.samples) { shouldStop() != nil }
    let rare = Transfer(system: system, unseen: found.report.unseenLocations)
    let candidates =
      found.clauses + Dependencies(system: system).clauses
      + rare.clauses(from: found.clauses + system.structure) + suggestions + neighbours
    var statistics = Statistics()
    statistics.candidates = candidates.count
    statistics.capped = found.report.cappedTemplates.map(\.name)
    progress?("filtering \(candidates.count) clauses")
    do {
      return try await filtered(system, candidates, drawn, statistics)
    } catch {
      return .outside(OutsideFragment(error, in: system))
    }
  }

  private func filtered(
    _ system: RelationalSystem, _ candidates: [Clause], _ drawn: Sampling.Drawn,
    _ before: Statistics
  ) async throws(AlternationError) -> Outcome {
    var statistics = before
    var houdini = try houdini(system, candidates)
    guard var fixpoint = await houdini.run() else { return .stopped(reason) }
    statistics.questions = fixpoint.statistics.decided
    if !fixpoint.failures.isEmpty {
      let obstacle = await obstacle?()
      if let found = obstacle?.found { return .inVain(found) }
      var strengthening = try Strengthening(
        system, drawn, obstacle?.visit, fixpoint, threads: threads, progress: progress
      ) { shouldStop() != nil }
      await strengthening.run(mostRounds)
      statistics.rounds = strengthening.rounds
      statistics.candidates += strengthening.candidates
      statistics.questions += strengthening.questions
      // Once more from nothing: for a smallest invariant every proof is needed.
      houdini = try self.houdini(system, strengthening.fixpoint.clauses)
      guard let again = await houdini.run() else { return .stopped(reason) }
      fixpoint = again
    }
    return await minimized(system, houdini, fixpoint, statistics)
  }

  /// The proof with no more clauses than it needs, if the demands follow.
  private func minimized(
    _ system: RelationalSystem, _ houdini: Houdini, _ fixpoint: Fixpoint, _ before: Statistics
  ) async -> Outcome {
    var statistics = before
    statistics.kept = fixpoint.clauses.count
    guard fixpoint.failures.isEmpty, fixpoint.undecided.isEmpty else {
      return .notFound(
        Attempt(
          system: system, failures: fixpoint.failures, undecided: fixpoint.undecided,
          statistics: statistics, kept: fixpoint.clauses))
    }
    progress?("minimizing \(fixpoint.clauses.count) clauses")
    guard let invariant = await houdini.minimize(for: fixpoint.proved) else {
      return .stopped(reason)
    }
    return checked(Proof(system: system, invariant: invariant, statistics: statistics))
  }

  private func houdini(
    _ system: RelationalSystem, _ candidates: [Clause]
  ) throws(AlternationError) -> Houdini {
    try Houdini(system, candidates: candidates, workers: threads) { shouldStop() != nil }
  }

  private var reason: Verdict.Reason { shouldStop() ?? .interrupted }

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
            system: proof.system, failures: check.refuted, undecided: check.undecided,
            statistics: proof.statistics))
      }
      return .proved(proof)
    } catch {
      return .outside(OutsideFragment("Z3 does not take it: \(error)"))
    }
  }
}

extension RelationalSystem {
  /// The sorts of what tasks choose, and do not have by their role; values are for all.
  fileprivate var chosenSorts: Set<String> {
    let initial = Cast(role: Cast.initialRole).variable
    let given = relations.filter { $0.kind == .rigid && $0.name != initial }.flatMap(\.sorts)
    return Set(sorts.map(\.name)).subtracting(given + ["task", "data"])
  }
}
