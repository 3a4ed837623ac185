import ArgumentParser

/// The exit statuses of all commands.
enum ExitStatus: Int32 {
  case asExpected = 0
  case violated = 10
  case unknown = 20
  case usage = 64
  case specErrors = 65
  case internalError = 70

  static let documentation = """
    Exit status: 0 everything as the specs expect, 10 violated against expectation (without \
    expectations: anything violated but what is marked contested), 20 unknown, 64 wrong usage, \
    65 errors in specs or traces, 70 a defect of modelcheck.
    """

  var code: ExitCode { ExitCode(rawValue) }
}
