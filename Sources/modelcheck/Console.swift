package import TransitionSystem

/// What a command sees of the world around it; tests give it another one.
package struct Console: Sendable {
  private let output: @Sendable (String) throws -> Void
  /// Writes a line to standard error.
  package var complain: @Sendable (String) -> Void
  /// Tells how long something took, as a line; nil where every run must say the same.
  package var tellTime: (@Sendable (String) -> Void)?
  /// Shows a line that the next one replaces; nil where nobody watches.
  package var progress: (@Sendable (String) -> Void)?
  /// Whether somebody asked the run to end.
  package var interruption: @Sendable () -> Verdict.Reason?
  /// The next line of standard input; nil: there is none.
  package var read: @Sendable () -> String?
  /// Whether somebody sits at a terminal and types.
  package var isInteractive: Bool
  /// Whether the locale can show UTF-8.
  package var isUTF8: Bool
  /// The folder for what need not be found out twice; nil: nothing is kept.
  package var cache: String?
  /// The folder for states that memory does not hold; nil: there is none.
  package var scratch: String?

  package init(
    write: @escaping @Sendable (String) throws -> Void,
    complain: @escaping @Sendable (String) -> Void,
    tellTime: (@Sendable (String) -> Void)? = nil,
    progress: (@Sendable (String) -> Void)? = nil,
    interruption: @escaping @Sendable () -> Verdict.Reason? = { nil }, isUTF8: Bool,
    cache: String? = nil, scratch: String? = nil, read: @escaping @Sendable () -> String? = { nil },
    isInteractive: Bool = false
  ) {
    self.read = read
    self.isInteractive = isInteractive
    self.cache = cache
    self.scratch = scratch
    output = write
    self.complain = complain
    self.tellTime = tellTime
    self.progress = progress
    self.interruption = interruption
    self.isUTF8 = isUTF8
  }

  /// Writes to standard output, which may be closed or full.
  func write(_ text: String) throws(Failure) {
    do { try output(text) } catch {
      throw .output("standard output cannot be written: \(error.reason)")
    }
  }

  /// Writes a text and a line break to standard output.
  func print(_ text: String) throws(Failure) { try write(text + "\n") }
}
