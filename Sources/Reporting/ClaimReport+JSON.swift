import Checking
import SpecLanguage
import TransitionSystem

/// The same for programs.
extension ClaimReport {
  package var json: JSON {
    .object([
      .init("scope", .sorted(scope.sizes)), .init("claims", .array(verdicts.map(json))),
      .init("different", .integer(verdicts.count { $0.agreement == .different })),
    ])
  }

  private func json(_ verdict: ClaimVerdict) -> JSON {
    let claim = verdict.claim
    return .object([
      .init("name", .string(claim.name)), .init("says", .string(claim.says)),
      .init("source", .optional(claim.source.isEmpty ? nil : claim.source)),
      .init("model", .string(Self.answer(verdict))),
      .init("found", .optional(verdict.found?.rawValue)),
      .init("expected", json(claim.expected)), .init("accepted", json(claim.accepted)),
      .init("agreement", .string(Self.word(verdict.agreement))),
      .init("readings", .array(verdict.readings.map(json))),
    ])
  }

  private func json(_ opinion: Claim.Opinion?) -> JSON {
    guard let opinion else { return .null }
    return .object([
      .init("word", .string(opinion.word.rawValue)), .init("because", .string(opinion.reason)),
    ])
  }

  private static func word(_ agreement: ClaimVerdict.Agreement) -> String {
    switch agreement {
    case .asExpected: "as-expected"
    case .accepted: "accepted"
    case .different: "different"
    case .open: "open"
    }
  }

  private func json(_ reading: ReadingVerdict) -> JSON {
    .object([
      .init("reading", .string(reading.reading.name)),
      .init("model", .string(Self.answer(reading))),
      .init("kernels", .array(reading.kernels.map(json))),
    ])
  }

  private func json(_ kernel: ReadingVerdict.OnKernel) -> JSON {
    var members: [JSON.Member] = [
      .init("kernel", .string(kernel.kernel)), .init("answer", .string(Self.word(kernel.answer))),
      .init("evidence", .array(kernel.evidence.map(json))),
    ]
    let assumed = kernel.assumed.map { assumption, evidence in
      JSON.object([
        .init("if", .string(assumption.text)), .init("evidence", .array(evidence.map(json))),
      ])
    }
    if !assumed.isEmpty { members.append(.init("assuming", .array(assumed))) }
    return .object(members)
  }

  private static func word(_ answer: ReadingVerdict.Answer) -> String {
    switch answer {
    case .holds: "holds"
    case .holdsIf: "holds-if"
    case .fails: "does-not-hold"
    case .notModelled: "not-modelled"
    case .unknown: "unknown"
    }
  }

  private func json(_ result: ClaimEvidenceResult) -> JSON {
    .object([
      .init("is_so", result.isSo.map { .bool($0) } ?? .null),
      .init("text", .array(EvidenceRows.rows(result).map { .string($0.text) })),
      .init("steps", result.steps.map { .integer($0) } ?? .null),
      .init("states", result.states.map { .integer($0) } ?? .null),
    ])
  }
}
