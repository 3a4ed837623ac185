/// What a solver says of its assertions.
package enum CheckResult: Hashable, Sendable {
  case satisfiable
  case unsatisfiable
  case unknown(UnknownReason)
}

/// Why a solver did not answer.
package enum UnknownReason: Hashable, Sendable {
  /// The time allowed has passed.
  case timeout
  /// The deterministic budget of steps is spent.
  case resourceLimit
  /// Memory ran out.
  case memory
  /// The user at the keyboard, whose signal Z3 catches during a check.
  case interrupted
  /// A limit or an ``Interrupter``: Z3 has one word for all of them, so whoever set them must tell.
  case canceled
  /// Z3's own words.
  case other(String)

  /// Reads Z3's words, which differ from solver to solver.
  init(_ text: String) {
    switch text {
    case "timeout": self = .timeout
    case "interrupted", "interrupted from keyboard": self = .interrupted
    case "canceled", "sat.canceled": self = .canceled
    case let text where text.contains("resource limit"): self = .resourceLimit
    case let text where text.contains("memory") || text.contains("memout"): self = .memory
    default: self = .other(text)
    }
  }
}
