/// Says on standard error how long each part of a run took, if somebody asked for it.
struct PhaseLog {
  private let console: Console
  private let isOn: Bool
  private var start = ContinuousClock.now

  init(_ console: Console, isOn: Bool) {
    self.console = console
    self.isOn = isOn
  }

  /// Ends the part that began with the one before it.
  mutating func ended(_ phase: String) {
    let now = ContinuousClock.now
    defer { start = now }
    guard isOn else { return }
    console.tellTime?("\(phase): \(Self.words(now - start))")
  }

  /// Seconds with two digits after the point.
  static func words(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let hundredths = Int(attoseconds / 10_000_000_000_000_000)
    return "\(seconds).\(hundredths < 10 ? "0" : "")\(hundredths) s"
  }
}
