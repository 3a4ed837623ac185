package import SpecLanguage

/// What the model says of a claim's sentence.
package struct ClaimVerdict: Sendable {
  package var claim: Claim
  package var readings: [ReadingVerdict]

  /// What the readings come to, in the words of expectations; nil where nothing is decided.
  package var found: Claim.Word? {
    let answers = decided
    guard !answers.isEmpty, unknown == nil else { return nil }
    if answers.allSatisfy({ $0 == .holds }) { return .confirm }
    return answers.allSatisfy { $0 == .fails } ? .refute : .partly
  }

  /// The answers on all kernels, without what is not modelled.
  private var decided: [ReadingVerdict.Answer] {
    readings.flatMap(\.kernels).map(\.answer).filter { !$0.isNotModelled }
  }

  /// Why it is not decided; nil where it is, or where it cannot be.
  package var unknown: ClaimEvidenceResult.Unknown? {
    readings.lazy.flatMap(\.kernels).compactMap(\.unknown).first
  }

  /// Whether a part of it cannot be said in the model.
  package var isPartlyModelled: Bool {
    readings.flatMap(\.kernels).contains { $0.answer.isNotModelled }
  }

  /// Whether the specs have an error that only a run can find.
  package var isError: Bool {
    readings.flatMap(\.kernels).flatMap(\.all).contains(where: \.isError)
  }

  /// How what was found compares with what is expected.
  package enum Agreement: Hashable, Sendable {
    case asExpected
    /// It differs, as the claim says.
    case accepted
    case different
    /// Nothing is found that could be compared.
    case open
  }

  /// Where nobody expects anything the sentence must hold.
  package var agreement: Agreement {
    if claim.expected?.word == .open { return .open }
    guard let found else { return .open }
    let expected = claim.expected?.word ?? .confirm
    let isExpected = isSaid(by: expected, found)
    guard let accepted = claim.accepted else { return isExpected ? .asExpected : .different }
    return !isExpected && isSaid(by: accepted.word, found) ? .accepted : .different
  }

  /// A sentence that holds only under assumptions is refuted as it stands.
  private func isSaid(by word: Claim.Word, _ found: Claim.Word) -> Bool {
    word == found || word == .refute && decided.allSatisfy { $0 != .holds }
  }
}

/// What the model says of a sentence read in one way.
package struct ReadingVerdict: Sendable {
  package var reading: ClaimReading
  package var kernels: [OnKernel]

  package enum Answer: Hashable, Sendable {
    case holds
    /// It does, where any one of these is assumed, and not otherwise.
    case holdsIf([String])
    case fails
    case notModelled(String)
    case unknown(ClaimEvidenceResult.Unknown)

    var isNotModelled: Bool { if case .notModelled = self { true } else { false } }
  }

  /// The evidence on one kernel, and the same under each assumption.
  package struct OnKernel: Sendable {
    package var kernel: String
    package var evidence: [ClaimEvidenceResult]
    package var assumed: [(assumption: ClaimAssumption, evidence: [ClaimEvidenceResult])] = []

    package var all: [ClaimEvidenceResult] { evidence + assumed.flatMap(\.evidence) }

    package var fails: Bool { evidence.contains { $0.isSo == false } }

    package var answer: Answer {
      guard fails else {
        if let unknown { return .unknown(unknown) }
        for case .notModelled(let reason) in evidence.map(\.outcome) { return .notModelled(reason) }
        return .holds
      }
      let helpful = assumed.filter { $0.evidence.allSatisfy { $0.isSo == true } }
      return helpful.isEmpty ? .fails : .holdsIf(helpful.map(\.assumption.text))
    }

    /// Why something that matters is not decided.
    package var unknown: ClaimEvidenceResult.Unknown? {
      let matters = fails ? assumed.flatMap(\.evidence) : evidence
      return matters.lazy.compactMap(\.unknown).first
    }

    /// What decides the answer: what is not so, or else everything.
    package var decisive: [ClaimEvidenceResult] {
      fails ? evidence.filter { $0.isSo == false } : evidence
    }
  }
}
