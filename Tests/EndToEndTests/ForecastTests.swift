import Foundation
import Testing
import modelcheck

@Suite("Forecasts")
struct ForecastTests {
  /// Notes levels of these sizes, each a second long, and tells what comes of it after each.
  private func estimates(_ sizes: [Int]) -> [Forecast.Estimate?] {
    let start = ContinuousClock.now
    var forecast = Forecast()
    var (states, expanded) = (0, 0)
    return sizes.enumerated().map { depth, size in
      states = expanded + size
      forecast.note(
        depth: depth, level: size, states: states, expanded: expanded, bytes: 20 * states,
        at: start + .seconds(depth))
      expanded += size
      // The level has been expanded, and nothing of the next one is known.
      forecast.note(
        depth: depth, level: size, states: states, expanded: expanded, bytes: 20 * states,
        at: start + .milliseconds(1000 * depth + 999))
      return forecast.estimate(at: start + .milliseconds(1000 * depth + 999))
    }
  }

  /// Levels that grow by less and less, and then shrink.
  private static let hill = (0..<60).map { depth in
    let distance = Double(depth - 30)
    return Int(100_000 * exp(-distance * distance / 120)) + 1
  }

  @Test("tells the states, memory and time of levels that grow by less and less")
  func hill() throws {
    let all = Self.hill.reduce(0, +)
    let found = estimates(Self.hill)
    #expect(found[..<7].allSatisfy { $0 == nil })
    for depth in 15..<60 {
      let estimate = try #require(found[depth])
      #expect(abs(estimate.states - all) < all / 5, "level \(depth): \(estimate.states) of \(all)")
      #expect(abs(estimate.bytes - 20 * estimate.states) < 100)
    }
    let middle = try #require(found[30])
    let rest = Double(Self.hill[31...].reduce(0, +))
    let pace = 30.999 / Double(Self.hill[...30].reduce(0, +))
    #expect(abs(middle.left / .seconds(1) - rest * pace) < rest * pace / 4)
    let last = try #require(found[59])
    #expect(last.left < .seconds(1))
  }

  @Test("tells nothing of levels that grow by more and more, or by the same")
  func growing() {
    #expect(estimates((0..<30).map { 1 << $0 }).allSatisfy { $0 == nil })
    #expect(estimates((0..<20).map { 1 << ($0 * $0 / 10) }).allSatisfy { $0 == nil })
    #expect(estimates(Array(repeating: 700, count: 100)).allSatisfy { $0 == nil })
  }

  @Test("tells nothing of a few levels, or of some whose sizes are not known")
  func few() {
    let start = ContinuousClock.now
    var forecast = Forecast()
    #expect(forecast.estimate(at: start) == nil)
    for depth in 0..<30 {
      forecast.note(
        depth: depth, level: depth % 6 == 5 ? 0 : 1000 - depth * depth, states: 900 * depth + 900,
        expanded: 900 * depth, bytes: 1, at: start + .seconds(depth))
      #expect(forecast.estimate(at: start + .seconds(depth)) == nil)
    }
  }

  @Test("begins anew with a search that does")
  func again() {
    let start = ContinuousClock.now
    var forecast = Forecast()
    for (depth, size) in Self.hill.enumerated() {
      forecast.note(
        depth: depth, level: size, states: 1000 * depth + size, expanded: 1000 * depth, bytes: 1,
        at: start + .seconds(depth))
    }
    #expect(forecast.estimate(at: start + .seconds(60)) != nil)
    forecast.note(
      depth: 0, level: 1, states: 1, expanded: 0, bytes: 1, at: start + .seconds(60))
    #expect(forecast.estimate(at: start + .seconds(90)) == nil)
  }
}
