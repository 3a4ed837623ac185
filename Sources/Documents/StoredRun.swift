/// What runs of `check` and `claims` have found, as their files keep it.
///
/// Deciding the table takes minutes and pages seconds, so that pages do not decide: they say what a
/// run has found, and which.
package struct StoredRun: Sendable {
  package var verdicts: [StoredVerdict] = []
  /// By identity.
  package var traces: [String: StoredTrace] = [:]
  package var claims: [StoredClaim] = []
  /// The version of modelcheck that decided the verdicts.
  package var version = ""

  package init() {}

  /// Why a file is no such report: the place inside and what is expected there.
  package struct Failure: Error, Hashable, Sendable {
    package var message: String
  }
}

/// One cell of the table.
package struct StoredVerdict: Hashable, Sendable {
  package var kernel: String?
  package var design: String
  package var variant: String?
  package var property: String
  package var workload: String
  package var scope: [String: Int]
  /// The word of `check --format json`: violated, holds, proved, static, vacuous and others.
  package var verdict: String
  package var holds: Bool?
  package var steps: Int?
  package var trace: String?
  package var reason: String?
  package var states: Int
  /// How large the proof is.
  package var clauses: Int?
  package var conditions: Int?
  /// The scope beyond the table's at which it is violated, and in how many steps.
  package var beyond: Beyond?

  package struct Beyond: Hashable, Sendable {
    package var steps: Int
    package var scope: String
  }
}

/// A counterexample in words.
package struct StoredTrace: Hashable, Sendable {
  package var identity: String
  package var steps: [Step]
  package var why: [String]

  package struct Step: Hashable, Sendable {
    package var lane: String
    package var text: String
    package var changes: [String]
  }
}

/// What became of a sentence.
package struct StoredClaim: Hashable, Sendable {
  package var name: String
  package var says: String
  package var source: String?
  package var answer: String
  package var found: String?
  package var expected: Opinion?
  package var accepted: Opinion?
  package var readings: [Reading]

  package struct Opinion: Hashable, Sendable {
    package var word: String
    package var reason: String
  }

  package struct Reading: Hashable, Sendable {
    package var name: String
    package var answer: String
    package var kernels: [OnKernel]
  }

  package struct OnKernel: Hashable, Sendable {
    package var kernel: String
    package var evidence: [String]
  }
}
