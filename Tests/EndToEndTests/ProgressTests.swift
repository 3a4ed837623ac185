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
      /[01]\/2 searches, \d+ MiB; keep \(as (posted|meant)\) on tiny, saved: \d+ states, depth \d+/
    #expect(first.wholeMatch(of: form) != nil, "\(first)")
  }

  @Test("counts proofs while they are checked")
  func proofs() async throws {
    let shown = Mutex<[String]>([])
    let console = Console(
      write: { _ in }, complain: { _ in }, progress: { line in shown.withLock { $0.append(line) } },
      isUTF8: true)
    _ = await Entry.run(
      ["check", "\(casesFolder)/variants/tiny.kspec", "--why", "--threads", "1"], on: console)
    let form = /(\d+)\/(\d+) proofs checked; .+ on tiny, \w+/
    let counts = shown.withLock { lines in
      lines.compactMap { $0.wholeMatch(of: form).map { [Int($0.1), Int($0.2)] } }
    }
    try #require(!counts.isEmpty)
    #expect(counts == counts.indices.map { [$0, counts.count] })
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

  @Test("estimates the rest from what has ended")
  func rest() {
    let start = ContinuousClock.now
    var pace = Pace<String>()
    pace.note(1, of: "a", at: start)
    #expect(pace.timeLeft(finished: 5, of: 10, at: start + .seconds(1)) == nil)
    #expect(pace.timeLeft(finished: 0, of: 10, at: start + .seconds(5)) == nil)
    #expect(pace.timeLeft(finished: 1, of: 11, at: start + .seconds(5)) == nil)
    #expect(pace.timeLeft(finished: 2, of: 8, at: start + .seconds(10)) == .seconds(30))
    #expect(pace.timeLeft(finished: 8, of: 8, at: start + .seconds(10)) == .zero)
  }

  @Test("--verbose tells what took how long, and else nothing does")
  func phases() async {
    let spec = "\(casesFolder)/variants/tiny.kspec"
    let captured = Captured()
    let console = Console(
      write: { _ in }, complain: { _ in }, tellTime: { captured.complain($0) }, isUTF8: true)
    let arguments = ["check", spec, "--fewest-switches", "--no-proofs"]
    _ = await Entry.run(arguments, on: console)
    #expect(captured.ended(0).errors.isEmpty)
    _ = await Entry.run(arguments + ["--verbose"], on: console)
    let form = /(?<phase>.+): \d+\.\d\d s/
    let phases = captured.ended(0).errors.split(separator: "\n").map { line in
      line.wholeMatch(of: form).map { String($0.phase) } ?? "?: \(line)"
    }
    #expect(
      phases == [
        "reading the specs", "searching", "looking for the fewest switches", "writing reports",
      ])
  }

  @Test("counts a search that begins again")
  func again() {
    let start = ContinuousClock.now
    var pace = Pace<String>()
    for count in [1, 700, 1, 300] { pace.note(count, of: "a", at: start) }
    #expect(pace.statesPerSecond(at: start + .seconds(1)) == 1000)
  }
}
