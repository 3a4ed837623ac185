import Explicit
import Reporting
import TransitionSystem

extension Trace {
  /// Steps as lists of the action and its arguments.
  var json: JSON {
    .object([
      .init("loopStart", loopStart.map { .integer($0) } ?? .null),
      .init(
        "steps",
        .array(
          steps.map { step in
            .array([.string(step.action)] + step.arguments.map { .integer($0) })
          })),
    ])
  }

  init?(_ json: JSON) {
    guard let steps = json["steps"]?.all(Self.step), let start = json["loopStart"] else {
      return nil
    }
    self.init(steps: steps, loopStart: start.number)
  }

  private static func step(_ json: JSON) -> Step? {
    guard case .array(let parts) = json, let action = parts.first?.text else { return nil }
    let arguments = parts.dropFirst().compactMap(\.number)
    return arguments.count == parts.count - 1 ? Step(action: action, arguments: arguments) : nil
  }
}

extension SearchResult {
  private static let claims: [(name: String, claim: Trace.Claim)] = [
    ("stepwise", .violatesStepwise), ("always", .violatesAlways), ("response", .violatesResponse),
  ]

  static func json(_ name: String, _ violation: Violation) -> JSON {
    .object([
      .init("property", .string(name)),
      .init("claim", .optional(claims.first { $0.claim == violation.claim }?.name)),
      .init("trace", violation.trace.json),
    ])
  }

  static func violation(_ json: JSON) -> (String, Violation)? {
    guard let name = json["property"]?.text, let trace = json["trace"].flatMap({ Trace($0) }),
      let claim = claims.first(where: { $0.name == json["claim"]?.text })?.claim
    else { return nil }
    return (name, Violation(trace: trace, claim: claim))
  }

  static func json(_ name: String, _ trace: Trace) -> JSON {
    .object([.init("property", .string(name)), .init("trace", trace.json)])
  }

  static func witness(_ json: JSON) -> (String, Trace)? {
    guard let name = json["property"]?.text, let trace = json["trace"].flatMap({ Trace($0) })
    else { return nil }
    return (name, trace)
  }

  static func json(_ key: CoverKey, _ trace: Trace) -> JSON {
    .object([
      .init("property", .string(key.property)), .init("message", .string(key.message)),
      .init("trace", trace.json),
    ])
  }

  static func cover(_ json: JSON) -> (CoverKey, Trace)? {
    guard let message = json["message"]?.text, let (name, trace) = witness(json) else {
      return nil
    }
    return (CoverKey(property: name, message: message), trace)
  }

  static func json(_ name: String, _ finding: ResponseFinding) -> JSON {
    .object([
      .init("property", .string(name)), .init("isTriggered", .bool(finding.isTriggered)),
      .init("needed", .array(finding.needed.map { .string($0) })),
    ])
  }

  static func response(_ json: JSON) -> (String, ResponseFinding)? {
    guard let name = json["property"]?.text, let isTriggered = json["isTriggered"]?.truth,
      let needed = json["needed"]?.all(\.text)
    else { return nil }
    return (name, ResponseFinding(isTriggered: isTriggered, needed: needed))
  }
}

extension JSON {
  /// By what covers are put into an order.
  var order: String { (self["property"]?.text ?? "") + "\n" + (self["message"]?.text ?? "") }
}
