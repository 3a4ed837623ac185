import Dispatch
import Foundation
import Synchronization
import TransitionSystem

/// The console of a process: its standard streams and its signals.
final class Terminal: Sendable {
  private let isInterrupted = Atomic(false)
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
      progress: watchesErrors ? watcher : nil, interruption: { self.interruption },
      isUTF8: Self.isUTF8)
  }

  private var interruption: Verdict.Reason? {
    isInterrupted.load(ordering: .relaxed) ? .interrupted : nil
  }

  /// The first Ctrl-C asks the run to end with what it knows, the second ends the process.
  private func watchInterruption() {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    // The handler holds the source, which must live as long as the process.
    source.setEventHandler { [self] in
      withExtendedLifetime(source) {
        if isInterrupted.exchange(true, ordering: .relaxed) { exit(130) }
        complain("interrupted: ending with what is known; once more ends at once")
      }
    }
    source.activate()
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
    try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K\(text)".utf8))
  }

  private func wipe() {
    let shows = showsProgress.withLock { shows in
      defer { shows = false }
      return shows
    }
    if shows { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1B}[K".utf8)) }
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
    guard let posix, let code = POSIXErrorCode(rawValue: Int32(posix.code)) else {
      return error.localizedDescription
    }
    return unsafe String(cString: strerror(code.rawValue))
  }
}
