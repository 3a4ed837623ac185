/// The exit statuses of all commands.
enum ExitStatus: Int32 {
  case asExpected = 0
  case violated = 10
  case unknown = 20
  case usage = 64
  case specErrors = 65
  case internalError = 70
  case output = 74

  static let documentation = """
    Exit status:
      0   everything is as the specs expect
      10  not as expected: a verdict differs from its expectation, or, without
          an expectation, something is violated that is not marked contested
      20  unknown: some cell was not decided (time, memory, interruption)
      64  wrong usage: an unknown name, option or file, a scope out of bounds
      65  errors in specs, or a trace that does not fit them
      70  a defect of modelcheck
      74  the output could not be written
    """

  static let proofs = """
    Exit status:
      0   each cell that holds is proved, broken beyond its scope, or named with
          what keeps it from being proved
      20  unknown: no invariant was found, or some cell was not decided
      64  wrong usage: an unknown name, option or file
      65  errors in specs
      70  a defect of modelcheck
      74  a proof could not be written
    """

  static let certificates = """
    Exit status:
      0   everything is accepted
      10  something is rejected
      20  unknown: something is out of date, or was not checked in time
      64  wrong usage: an unknown option or file, or nothing to check
      65  errors in specs
      70  a defect of modelcheck
    """
}

/// Why a command ends early, with what is said on standard error.
enum Failure: Error {
  case usage(String)
  case specErrors(String)
  case internalError(String)
  case output(String)

  var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .specErrors: .specErrors
    case .internalError: .internalError
    case .output: .output
    }
  }

  var message: String {
    switch self {
    case .usage(let text), .specErrors(let text), .output(let text): text
    case .internalError(let text): "this is a bug in modelcheck: \(text)"
    }
  }
}
