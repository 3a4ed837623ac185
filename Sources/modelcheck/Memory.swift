import Foundation

/// The machine's memory.
enum Memory {
  /// What a run may use unless it is told: three quarters of what is free, in bytes.
  static var defaultLimit: Int {
    let fallback = 2 << 30
    let available = availableInSystem ?? fallback
    return min(available, availableInGroup ?? available) / 4 * 3
  }

  /// `MemAvailable`: free memory and what the kernel can give back.
  private static var availableInSystem: Int? {
    guard let text = text(of: "/proc/meminfo"),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") }),
      let kibibytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
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
