import Foundation
import Synchronization

/// The machine's memory.
enum Memory {
  /// What a run may use unless it is told: three quarters of what is free, in bytes.
  static var defaultLimit: Int {
    let fallback = 2 << 30
    let available = availableInSystem ?? fallback
    return min(available, availableInGroup ?? available) / 4 * 3
  }

  /// What the process has in memory now, in bytes.
  static var used: Int? { entry("VmRSS:", of: "/proc/self/status") }

  /// Whether the process has more than so many bytes, looked at twice a second.
  static func watch(_ most: Int) -> @Sendable () -> Bool {
    let seen = Mutex((time: ContinuousClock.now, isFull: false))
    return {
      seen.withLock { seen in
        let now = ContinuousClock.now
        guard now - seen.time > .milliseconds(500) else { return seen.isFull }
        seen = (now, (used ?? 0) > most)
        return seen.isFull
      }
    }
  }

  /// `MemAvailable`: free memory and what the kernel can give back.
  private static var availableInSystem: Int? { entry("MemAvailable:", of: "/proc/meminfo") }

  /// A line of a file of the kernel that begins with the name and says how many kibibytes.
  private static func entry(_ name: String, of path: String) -> Int? {
    guard let text = text(of: path),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let kibibytes = line.dropFirst(name.count).split(whereSeparator: { $0 == " " || $0 == "\t" })
        .first.flatMap({ Int($0) })
    else { return nil }
    return kibibytes << 10
  }

  /// What a container leaves, where there is a limit.
  private static var availableInGroup: Int? {
    let folder = "/sys/fs/cgroup"
    guard let limit = number(of: folder + "/memory.max"),
      let used = number(of: folder + "/memory.current")
    else { return nil }
    return max(0, limit - used)
  }

  private static func number(of path: String) -> Int? {
    text(of: path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  private static func text(of path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
