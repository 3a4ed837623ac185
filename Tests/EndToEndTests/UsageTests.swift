import Foundation
import Testing
import TransitionSystem
import modelcheck

/// Wrong command lines end with one clear error and the documented status.
@Suite("Usage")
struct UsageTests {
  private static let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"
  private static let tiny = "\(casesFolder)/variants/tiny.kspec"

  @Test(
    "an unknown name has a suggestion",
    arguments: [
      (["--design", "mutx"], "there is no design or model 'mutx'; did you mean 'mutex'?"),
      (["--property", "exclusiv"], "did you mean 'exclusive'?"),
      (["--kernel", "linux"], "there is no kernel 'linux'; the specs have none"),
      (["--variant", "x"], "there is no variant 'x'; the specs have none"),
      (["--set", "zero=1"], "there is no option 'zero'"),
      (["--scope", "callls=2"], "did you mean 'calls'?"),
    ])
  func unknownName(options: [String], message: String) async {
    let ended = await run(["check", Self.mutex] + options)
    #expect(ended.status == 64)
    #expect(ended.output.isEmpty)
    #expect(ended.errors.contains(message), "\(ended.errors)")
    #expect(ended.errors.split(separator: "\n").count == 1)
  }

  @Test(
    "a scope that cannot be is refused with the remedy",
    arguments: [
      "blocks=0", "calls=0", "calls=-1", "calls=x", "calls", "calls=", "=3", "calls=1,",
      "calls=99999999999999999999", "calls=99999", "task=100000000", "task=999999999",
    ])
  func scope(text: String) async {
    let ended = await run(["check", Self.mutex, "--scope", text])
    #expect(ended.status == 64, "\(ended.errors)")
    #expect(ended.errors.hasPrefix("error: "))
    #expect(ended.errors.split(separator: "\n").count == 1)
  }

  @Test("a scope too large for memory is refused for a design, too")
  func largeScope() async {
    let ended = await modelcheck("check", Self.tiny, "--scope", "blocks=100000")
    #expect(ended.status == 64)
    #expect(ended.errors.contains("the scope is too large"), "\(ended.errors)")
  }

  @Test("a size may be written in the plural")
  func plural() async {
    let ended = await modelcheck("check", Self.tiny, "--scope", "blocks=2,files=1")
    #expect(ended.output.contains("2 blocks, 1 file,"), "\(ended.output)")
  }

  @Test(
    "wrong options and files are errors of usage",
    arguments: [
      ["check", "--nonsense"], ["frobnicate"], ["check", "/no/such/file.kspec"],
      ["check", "--memory", "0"], ["check", "--timeout", "soon"], ["check", "--format", "xml"],
      ["replay"], ["show"], ["check", "/proc/self/mem"], ["replay", "/no/such.json"],
      ["check", "--cross-check=0"],
    ])
  func wrongOptions(arguments: [String]) async {
    let ended = await run(arguments)
    #expect(ended.status == 64)
    #expect(ended.output.isEmpty)
    #expect(!ended.errors.isEmpty)
  }

  @Test("names that go together nowhere are an error")
  func nothingSelected() async {
    let ended = await modelcheck("check", Self.tiny, "--design", "keep", "--set", "forgets=maybe")
    #expect(ended.status == 64)
    #expect(ended.errors.contains("there is no value 'maybe' of type 'bool'"))
  }

  @Test("an option can be set")
  func setOption() async {
    let ended = await modelcheck(
      "check", Self.tiny, "--variant", "as posted", "--set", "forgets=false", "--format", "json")
    #expect(ended.output.contains("\"verdict\": \"holds\""), "\(ended.output)")
  }

  @Test("cross-check takes a value or none")
  func crossCheck() async {
    let spec = Self.mutex
    let with = await modelcheck("check", spec, "--property", "busy", "--cross-check=20")
    #expect(with.output.contains("cross-check by Z3"), "\(with.errors)")
    let without = await modelcheck("check", spec, "--cross-check", "--property", "busy")
    #expect(without.output == with.output)
  }

  @Test("help documents every exit status")
  func help() async {
    for arguments in [["--help"], ["help", "check"], ["check", "--help"]] {
      let ended = await run(arguments)
      #expect(ended.status == 0)
      for status in ["0", "10", "20", "64", "65", "70", "74"] {
        #expect(ended.output.contains(" \(status) "), "\(status) in \(arguments)")
      }
    }
  }

  @Test("modelcheck alone says what one can do next")
  func alone() async {
    let ended = await run([])
    #expect(ended.status == 0)
    #expect(ended.output.contains("modelcheck check"))
  }

  @Test("the end of the time or a Ctrl-C leaves unknown cells")
  func interruption() async {
    for (reason, words) in [(Verdict.Reason.interrupted, "interrupted"), (.deadline, "time")] {
      let captured = Captured()
      let console = Console(
        write: { captured.write($0) }, complain: { captured.complain($0) },
        interruption: { reason }, isUTF8: true)
      let status = await Entry.run(["check", Self.tiny], on: console)
      let ended = captured.ended(status)
      #expect(status == 20)
      #expect(ended.output.contains(words), "\(ended.output)")
    }
  }
}
