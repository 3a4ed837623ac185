import Dispatch
import Foundation
import Synchronization
import TransitionSystem

/// The console of a process: its standard streams and its signals.
final class Terminal: Sendable {
  /// When somebody asked the run to end.
  private let interrupted = Mutex<ContinuousClock.Instant?>(nil)
  /// Whether a progress line stands on the screen and must be wiped first.
  private let showsProgress = Mutex(false)
  private let watchesErrors: Bool

  init() {
    // A reader who has gone away is an error of `write`, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    watchesErrors = isatty(STDERR_FILENO) == 1
  }

  var console: Console {
    watchInterruption()
    let watcher: @Sendable (String) -> Void = { self.show($0) }
    return Console(
      write: { try self.write($0) }, complain: { self.complain($0) },
      tellTime: { self.complain($0) },
      progress: watchesErrors ? watcher : nil, interruption: { self.interruption },
      isUTF8: Self.isUTF8, cache: Self.cache, scratch: Scratch.folder, read: { readLine() },
      isInteractive: isatty(STDIN_FILENO) == 1)
  }

  private var interruption: Verdict.Reason? {
    interrupted.withLock { $0 == nil ? nil : .interrupted }
  }

  /// The first Ctrl-C asks the run to end with what it knows, the second ends the process.
  private func watchInterruption() {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    // The handler holds the source, which must live as long as the process.
    source.setEventHandler { [self] in
      withExtendedLifetime(source) { interrupt() }
    }
    source.activate()
  }

  /// `timeout` and `make` pass a signal on to a process that has it already: what follows at once
  /// is the same Ctrl-C.
  private static let echo = Duration.milliseconds(300)

  private func interrupt() {
    let now = ContinuousClock.now
    let first = interrupted.withLock { first in
      defer { first = first ?? now }
      return first
    }
    guard let first else {
      complain("interrupted: ending with what is known; once more ends at once")
      return
    }
    if now - first > Self.echo { exit(130) }
  }

  private func write(_ text: String) throws {
    wipe()
    try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }

  private func complain(_ text: String) {
    wipe()
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  private func show(_ text: String) {
    showsProgress.withLock { $0 = true }
    // Cut at the right margin: of a line that goes on in a second one, only that could be wiped.
    let line = "\r\u{1B}[K\u{1B}[?7l\(text)\u{1B}[?7h"
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
  }

  private func wipe() {
    let shows = showsProgress.withLock { shows in
      defer { shows = false }
      return shows
    }
    if shows { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
  }

  private static var cache: String? {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      return folder + "/modelcheck"
    }
    return environment["HOME"].map { $0 + "/.cache/modelcheck" }
  }

  private static var isUTF8: Bool {
    let environment = ProcessInfo.processInfo.environment
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      guard let value = environment[name], !value.isEmpty else { continue }
      let lower = value.lowercased()
      return lower.contains("utf-8") || lower.contains("utf8")
    }
    return false
  }
}

extension Error {
  /// What the system says about it, in a few words.
  var reason: String {
    let error = self as NSError
    let underlying = error.userInfo[NSUnderlyingErrorKey] as? NSError
    let posix = [error, underlying].compactMap { $0 }.first { $0.domain == NSPOSIXErrorDomain }
    // Its own text begins with a sentence that says nothing.
    let text = (posix ?? error).localizedDescription
    return text.replacingOccurrences(of: "The operation could not be completed. ", with: "")
  }
}
