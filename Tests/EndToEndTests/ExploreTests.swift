import Foundation
import Testing

/// Walking through the states of a model, over a pipe.
@Suite("Explore")
struct ExploreTests {
  private static let cells = "\(casesFolder)/compare/cells.kspec"
  private static let mutex = "\(casesFolder)/broken-mutex/mutex.kspec"

  private func explore(_ design: String, _ input: String..., spec: String = cells) async -> Ended {
    await run(
      ["explore", spec, "--design", design], input: input.joined(separator: "\n") + "\n")
  }

  @Test("the help fits on a screen, and names every command")
  func help() async {
    let ended = await explore("loud", "h", "q")
    let lines = ended.output.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.firstIndex { $0 == "> h" } ?? 0
    let end = lines.firstIndex { $0 == "> q" } ?? 0
    #expect(end > start && end - start < 24)
    #expect(lines[start..<end].allSatisfy { $0.count < 80 })
  }

  @Test("the end of the input is the end, with status 0")
  func end() async {
    let ended = await explore("loud")
    #expect(ended.status == 0)
    #expect(ended.output.contains("after step 0, possible:\n  1  "), "\(ended.output)")
  }

  @Test("a state is found on a shortest way, from where one stands")
  func find() async {
    let ended = await explore("mutex", "f inside[P0] && inside[P1]", "t", spec: Self.mutex)
    #expect(ended.output.contains("it holds 6 steps on:"), "\(ended.output)")
    #expect(ended.output.contains("! exclusive does not hold here"))
    let again = await explore(
      "mutex", "f inside[P0]", "f inside[P0]", "f inside[P1] && taken", "b 99", "j 0", "t",
      spec: Self.mutex)
    #expect(again.output.contains("it holds here"))
    // The door is shut behind P0, who has to leave; then P1 calls, looks and enters.
    #expect(again.output.contains("it holds 4 steps on:"), "\(again.output)")
    #expect(again.output.contains("there are 7 steps to go back"))
    #expect(again.output.hasSuffix("no step yet\n"), "\(again.output)")
  }

  @Test("what cannot be, and what cannot be read, is said")
  func notFound() async {
    let ended = await explore("loud", "f lost && !lost", "f los", "f lost &&", "f", "l")
    #expect(ended.output.contains("no state that can be reached from here is so"))
    #expect(ended.output.contains("did you mean 'lost'?"), "\(ended.output)")
    #expect(ended.output.contains("what is to hold?"))
    #expect(ended.output.contains("condition:1:"), "\(ended.output)")
  }

  @Test("the calls of a walk are a litmus test, which comes out")
  func litmus() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/lost get.kspec"
      // The loss strikes while nobody calls; then the get fails.
      let ended = await explore("loud", "f lost", "f false", "w \(path)", "x \(folder)/run.json")
      #expect(ended.output.contains("no task has made a call yet"), "\(ended.output)")
      let lines = ended.output.split(separator: "\n")
      let number = lines.last { $0.hasSuffix("  P0: call get()") }?.split(separator: " ").first
      let call = try #require(number.map(String.init))
      let walked = await explore("loud", "f lost", call, "w \(path)", "1", "1", "w \(path)")
      #expect(walked.output.contains("P0 is inside of get(): go on until it returns"))
      #expect(walked.output.contains("a litmus test is written"), "\(walked.output)")
      let written = try text(of: path)
      #expect(written.contains("litmus \"lost get\" on \"cell\" {"))
      #expect(written.contains("task P0 { r0 = get(); }\n  allows { r0 == EIO; }"), "\(written)")
      let litmus = await modelcheck("litmus", path, "--specs", Self.cells)
      #expect(litmus.status == 0, "\(litmus.output)\(litmus.errors)")
      let formatted = await modelcheck("fmt", "--check", path)
      #expect(formatted.status == 0, "\(formatted.output)\(formatted.errors)")
      let replayed = await modelcheck("replay", folder + "/run.json", "--specs", Self.cells)
      #expect(replayed.status == 64)
    }
  }

  @Test("a walk is exported as a trace that fits")
  func export() async throws {
    try await withTemporaryFolder { folder in
      let path = folder + "/run.itf.json"
      let ended = await explore("mutex", "f inside[P0]", "x \(path)", spec: Self.mutex)
      #expect(ended.output.contains("a trace is written"), "\(ended.output)")
      let replayed = await modelcheck(
        "replay", path, "--specs", Self.mutex, "--design", "mutex", "--property", "exclusive")
      #expect(replayed.status == 0, "\(replayed.errors)")
      #expect(replayed.output.contains("P0"))
    }
  }

  @Test("a model, and a place that cannot be written, give no litmus test")
  func refused() async {
    let model = await explore("mutex", "1", "w x.kspec", "w", spec: Self.mutex)
    #expect(model.output.contains("'mutex' is a model"), "\(model.output)")
    #expect(model.output.contains("into which file?"))
    let place = await explore("loud", "f lost", "x /no/such/folder/x")
    #expect(place.output.contains("cannot be written"), "\(place.output)")
  }

  @Test("lines that make no sense are answered, not followed")
  func nonsense() async {
    let lines = ["", "  ", "0", "-1", "99999999999999999999", "b x", "j -4", "\u{1B}[31m", "s ("]
    let ended = await run(
      ["explore", Self.cells, "--design", "loud"], input: lines.joined(separator: "\n"))
    #expect(ended.status == 0)
    #expect(ended.output.contains("there is no step 0"))
    #expect(!ended.output.contains("\u{1B}"))
  }
}
