import Synchronization
import Testing
import modelcheck

@Suite("Progress")
struct ProgressTests {
  @Test("names the run, its memory and the search, on one line")
  func line() async throws {
    let shown = Mutex<[String]>([])
    let console = Console(
      write: { _ in }, complain: { _ in }, progress: { line in shown.withLock { $0.append(line) } },
      isUTF8: true)
    _ = await Entry.run(["check", "\(casesFolder)/variants/tiny.kspec"], on: console)
    let first = try #require(shown.withLock { $0.first })
    let form =
      /[01]\/2 searches, \d+ MiB; keep \(as (posted|meant)\) on tiny: \d+ states, depth \d+/
    #expect(first.wholeMatch(of: form) != nil, "\(first)")
  }

  @Test("tells the mean pace of all searches together")
  func pace() {
    let start = ContinuousClock.now
    var pace = Pace<String>()
    #expect(pace.statesPerSecond(at: start) == nil)
    pace.note(100, of: "a", at: start)
    pace.note(1000, of: "b", at: start)
    #expect(pace.statesPerSecond(at: start + .milliseconds(500)) == nil)
    pace.note(500, of: "a", at: start + .seconds(1))
    #expect(pace.statesPerSecond(at: start + .seconds(1)) == 1500)
    #expect(pace.statesPerSecond(at: start + .seconds(3)) == 500)
  }

  @Test("counts a search that begins again")
  func again() {
    let start = ContinuousClock.now
    var pace = Pace<String>()
    for count in [1, 700, 1, 300] { pace.note(count, of: "a", at: start) }
    #expect(pace.statesPerSecond(at: start + .seconds(1)) == 1000)
  }
}
