package import SpecLanguage
import TransitionSystem

/// What came of putting a known bug back.
package struct KnownBugResult: Sendable {
  package var bug: KnownBug
  package var kernels: [OnKernel]

  package struct OnKernel: Sendable {
    package var kernel: String
    /// The evidence as the kernel is.
    package var without: [ClaimEvidenceResult] = []
    /// The evidence with the bug.
    package var with: [ClaimEvidenceResult] = []

    /// Whether everything is so without the bug, and something is not so with it; nil: not known.
    package var isShown: Bool? {
      let before = without.map(\.isSo)
      if before.contains(false) { return false }
      if before.contains(nil) { return nil }
      return broken.isEmpty ? (with.contains { $0.isSo == nil } ? nil : false) : true
    }

    /// What is not so with the bug.
    package var broken: [ClaimEvidenceResult] { with.filter { $0.isSo == false } }
  }

  /// Whether the bug is shown on each of its kernels; nil: not known of some.
  package var isShown: Bool? {
    let answers = kernels.map(\.isShown)
    if answers.contains(false) { return false }
    return answers.contains(nil) ? nil : true
  }

  /// Whether the specs have an error that shows here.
  package var isError: Bool {
    kernels.contains { ($0.without + $0.with).contains(where: \.isError) }
  }
}

/// Puts known bugs back, one at a time.
package struct KnownBugRun: Sendable {
  package let assembly: Assembly
  package let limits: Limits

  package init(assembly: Assembly, limits: Limits) {
    (self.assembly, self.limits) = (assembly, limits)
  }

  /// Each bug on each of its kernels, with the settings and without them.
  /// - Throws: `InternalError`, if a run cannot be repeated.
  package func run(_ bugs: [KnownBug]) async throws -> [KnownBugResult] {
    var found = bugs.map { bug in
      KnownBugResult(bug: bug, kernels: bug.kernels.map { .init(kernel: $0) })
    }
    let jobs = self.jobs(bugs)
    let results = try await ClaimRun(assembly: assembly, limits: limits).decide(jobs)
    for (job, result) in zip(jobs, results) {
      if job.assumption == nil {
        found[job.claim].kernels[job.place].without.append(result)
      } else {
        found[job.claim].kernels[job.place].with.append(result)
      }
    }
    return found
  }

  private func jobs(_ bugs: [KnownBug]) -> [ClaimRun.Job] {
    var jobs: [ClaimRun.Job] = []
    for (number, bug) in bugs.enumerated() {
      let put = ClaimAssumption(bug.name, settings: bug.settings, scope: [:])
      for (place, kernel) in bug.kernels.enumerated() {
        for (position, evidence) in bug.evidence.enumerated()
        where evidence.kernels.contains(kernel) {
          for assumption in [nil, put] {
            jobs.append(
              ClaimRun.Job(
                claim: number, reading: 0, place: place, kernel: kernel, number: position,
                evidence: evidence, assumption: assumption))
          }
        }
      }
    }
    return jobs
  }
}
