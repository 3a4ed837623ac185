package import SpecLanguage
import TransitionSystem

/// Decides the readings of claims.
package struct ClaimRun: Sendable {
  package let assembly: Assembly
  package let limits: Limits

  package init(assembly: Assembly, limits: Limits) {
    (self.assembly, self.limits) = (assembly, limits)
  }

  /// One piece of evidence on one kernel, under an assumption or none.
  struct Job: Sendable {
    /// The positions of the claim, of the reading in it, and of the kernel among the reading's.
    var claim: Int
    var reading: Int
    var place: Int
    var kernel: String
    /// The position of the evidence in the reading.
    var number: Int
    var evidence: ClaimEvidence
    var assumption: ClaimAssumption?
  }

  /// What the model says of each claim, in order.
  ///
  /// Assumptions are tried only where a reading does not hold without them.
  /// - Throws: `InternalError`, if a run cannot be repeated.
  package func run(_ claims: [Claim]) async throws -> [ClaimVerdict] {
    var verdicts = claims.map(Self.undecided)
    let plain = jobs(verdicts) { _, _ in [nil] }
    for (job, result) in zip(plain, try await decide(plain)) {
      verdicts[job.claim].readings[job.reading].kernels[job.place].evidence.append(result)
    }
    let assumed = jobs(verdicts) { $0.fails ? $1.assumptions : [] }
    let results = try await decide(assumed)
    for (job, result) in zip(assumed, results) {
      guard let assumption = job.assumption else { continue }
      verdicts[job.claim].readings[job.reading].kernels[job.place].add(result, under: assumption)
    }
    return verdicts
  }

  /// A claim whose readings have their kernels, and no evidence yet.
  private static func undecided(_ claim: Claim) -> ClaimVerdict {
    ClaimVerdict(
      claim: claim,
      readings: claim.readings.map { reading in
        let kernels = claim.kernels.filter { kernel in
          reading.evidence.contains { $0.kernels.contains(kernel) }
        }
        return ReadingVerdict(
          reading: reading, kernels: kernels.map { .init(kernel: $0, evidence: []) })
      })
  }

  /// Every piece of evidence on every kernel, under each of the assumptions that are chosen.
  private func jobs(
    _ verdicts: [ClaimVerdict],
    under assumptions: (ReadingVerdict.OnKernel, ClaimReading) -> [ClaimAssumption?]
  ) -> [Job] {
    var jobs: [Job] = []
    for (claim, verdict) in verdicts.enumerated() {
      for (reading, item) in verdict.readings.enumerated() {
        for (place, kernel) in item.kernels.enumerated() {
          for assumption in assumptions(kernel, item.reading) {
            for (number, evidence) in item.reading.evidence.enumerated()
            where evidence.kernels.contains(kernel.kernel) {
              jobs.append(
                Job(
                  claim: claim, reading: reading, place: place, kernel: kernel.kernel,
                  number: number, evidence: evidence, assumption: assumption))
            }
          }
        }
      }
    }
    return jobs
  }

  func decide(_ jobs: [Job]) async throws -> [ClaimEvidenceResult] {
    let counter = Counter()
    return try await inParallel(jobs, atMost: limits.threads) { job in
      defer { counter.increment() }
      return Result { try decide(job, limits(counter, of: jobs.count)) }
    }.map { try $0.get() }
  }

  /// The limits of one of so many searches.
  private func limits(_ counter: Counter, of total: Int) -> Limits {
    var limits = limits
    guard let report = limits.progress else { return limits }
    limits.progress = { progress in
      var progress = progress
      (progress.finished, progress.total) = (counter.value, total)
      report(progress)
    }
    return limits
  }

  private func decide(_ job: Job, _ limits: Limits) throws -> ClaimEvidenceResult {
    let assembly = assembly.assuming(job.assumption)
    let outcome: ClaimEvidenceResult.Outcome
    switch job.evidence.kind {
    case .litmus(let test, _):
      let run = LitmusRun(assembly: assembly, limits: limits)
      outcome = .litmus(try run.result(of: test, on: job.kernel))
    case .verdict(let statement):
      outcome = try cells(statement, job.kernel, assembly, limits)
    case .declared(let declared):
      let facts = DeclaredFacts(assembly.specification, declared, job.kernel)
      outcome = .declared(facts.isSo, facts.words)
    case .notModelled(let reason): outcome = .notModelled(reason)
    }
    return ClaimEvidenceResult(
      number: job.number, evidence: job.evidence, outcome: outcome)
  }

  /// The cells that a statement names, each by a search of its own: so what is said of one claim
  /// does not depend on which others are decided with it.
  private func cells(
    _ statement: ClaimStatement, _ kernel: String, _ assembly: Assembly, _ limits: Limits
  ) throws -> ClaimEvidenceResult.Outcome {
    let selection = Selection(
      kernels: [kernel], designs: [statement.design], properties: statement.properties,
      variants: statement.variant.map { [$0] } ?? [], models: false)
    let plan = Plan(assembly.specification, selection, assembly.overrides)
    var decided: [ClaimEvidenceResult.DecidedCell] = []
    for search in plan.searches.flatMap({ search in search.properties.map(search.about) }) {
      let campaign = Campaign(
        assembly: assembly, plan: Plan(searches: [search]), limits: limits)
      switch campaign.explore(search) {
      case .decided(let results, _):
        decided += try results.map { try self.decided($0, search, assembly) }
      case .failed(let error): return .failed(error)
      case .broken(let error): throw error
      }
    }
    return .cells(decided, statement)
  }

  /// The cell with the run that it was decided by, repeated.
  private func decided(
    _ result: CellResult, _ search: Plan.Search, _ assembly: Assembly
  ) throws -> ClaimEvidenceResult.DecidedCell {
    var cell = ClaimEvidenceResult.DecidedCell(result: result)
    guard let (trace, claim) = result.counterexample else { return cell }
    let (system, scope) = try assembly.system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    let property = result.cell.property
    let replayed = try evaluator.replay(trace, claiming: claim, property: property)
    cell.run = LitmusResult.Shown(replayed: replayed, claim: claim, property: property)
    cell.evaluator = evaluator
    return cell
  }
}

extension ReadingVerdict.OnKernel {
  /// Adds what was found under an assumption.
  fileprivate mutating func add(
    _ result: ClaimEvidenceResult, under assumption: ClaimAssumption
  ) {
    if let index = assumed.firstIndex(where: { $0.assumption.text == assumption.text }) {
      assumed[index].evidence.append(result)
    } else {
      assumed.append((assumption, [result]))
    }
  }
}

extension ClaimStatement {
  /// The properties that it names.
  package var properties: [String] {
    switch assertion {
    case .keeps(let names), .breaks(let names): names
    case .keepsAtLeast, .breaksSomething: []
    }
  }
}

extension Assembly {
  /// The same with the settings and the scope of an assumption.
  func assuming(_ assumption: ClaimAssumption?) -> Assembly {
    guard let assumption else { return self }
    var overrides = overrides
    overrides.scope.merge(assumption.scope) { $1 }
    overrides.options += assumption.settings
    return Assembly(specification, overrides)
  }
}
