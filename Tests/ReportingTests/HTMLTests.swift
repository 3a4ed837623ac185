import Checking
import Reporting
import SpecLanguage
import Testing
import TransitionSystem

/// What an HTML report holds; how it shows it is the affair of the tests in a browser.
@Suite("HTML reports")
struct HTMLTests {
  private static let tiny = """
    model "tiny" {
      state int 0..2 height;
      environment rise() when height < 2 { height = height + 1; }
      property low { title "it stays low"; never height == 2; }
      property high { reachable height == 2; }
    }

    """

  /// The report of a selection.
  private static func report(
    _ specification: Specification, _ selection: Selection = Selection(),
    sources: [SourceText] = [], notes: [String] = []
  ) async throws -> (report: HTMLReport, runs: [Cell: Run]) {
    let plan = Plan(specification, selection, Overrides())
    let assembly = Assembly(specification, Overrides())
    let campaign = Campaign(assembly: assembly, plan: plan, limits: Limits())
    var results: [CellResult] = []
    var runs: [Cell: Run] = [:]
    for (search, outcome) in zip(plan.searches, await campaign.run()) {
      guard case .decided(let cells, _) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      results += cells
      for result in cells {
        guard let (trace, claim) = result.counterexample else { continue }
        runs[result.cell] = try Shown(trace, claim, result.cell, search, assembly).run
      }
    }
    let report = HTMLReport(
      specification, results, sources: sources, notes: notes, version: "9.9")
    return (report, runs)
  }

  private static func json(_ made: (report: HTMLReport, runs: [Cell: Run])) -> JSON {
    made.report.json { made.runs[$0.cell].map { [$0] } ?? [] }
  }

  private static func elements(_ value: JSON?) -> [JSON] {
    if case .array(let elements)? = value { return elements }
    return []
  }

  private static func integer(_ value: JSON?) throws -> Int {
    guard case .integer(let number)? = value else {
      Issue.record("no number: \(String(describing: value))")
      return 0
    }
    return number
  }

  @Test("a small one has the first state, then changes, and the text of the spec")
  func small() async throws {
    let source = SourceText(name: "toy.kspec", text: Self.tiny)
    let made = try await Self.report(Specs.toy(Self.tiny), sources: [source], notes: ["a note"])
    let json = Self.json(made)
    #expect(json["notes"] == .array([.string("a note")]))
    let trace = try #require(Self.elements(json["traces"]).first)
    #expect(Self.elements(json["traces"]).count == 1)
    #expect(trace["lanes"] == .array([.string("environment")]))
    // Texts are numbered in the order in which runs show them: 0, then 1, then 2.
    #expect(json["texts"] == .array([.string("0"), .string("1"), .string("2")]))
    #expect(trace["first"] == .array([.integer(0)]))
    let steps = Self.elements(trace["steps"])
    #expect(steps.map { $0["text"] } == [.string("rise"), .string("rise")])
    #expect(
      steps.map { $0["changes"] } == [
        .array([.array([.integer(0), .integer(1)])]), .array([.array([.integer(0), .integer(2)])]),
      ])
    // The property is declared on the line 4, the step stands on line 3.
    let lines = Self.elements(json["places"]).map { $0["line"] }
    #expect(lines == [.integer(4), .integer(3)])
    #expect(steps.map { $0["place"] } == [.integer(1), .integer(1)])
    #expect(trace["declared"] == .integer(0))
    let file = JSON.object([
      .init("name", .string("toy.kspec")), .init("text", .string(Self.tiny)),
    ])
    #expect(json["files"] == .array([file]))
    let cells = Self.elements(json["cells"])
    #expect(cells.map { $0["state"] } == [.string("violated"), .string("holds")])
    #expect(cells.map { $0["mark"] } == [.string("✗ 2"), .string("✓")])
    #expect(cells.map { $0["traces"] } == [.array([.integer(0)]), .array([])])
    #expect(Self.elements(cells[1]["evidence"]).first == .string("reached in 2 steps"))
    let rows = Self.elements(Self.elements(json["blocks"]).first?["rows"])
    #expect(rows.map { $0["property"]?["title"] } == [.string("it stays low"), .string("")])
  }

  @Test("the changes lead from the first state through the states of the replayed run")
  func states() async throws {
    let specification = try Specs.all.get()
    let made = try await Self.report(
      specification, Selection(designs: ["punch+pwrite"], properties: ["in_place"]))
    let json = Self.json(made)
    let texts = Self.elements(json["texts"])
    var compared = 0
    for trace in Self.elements(json["traces"]) {
      let run = try #require(made.runs.values.first { .string($0.identity.text) == trace["id"] })
      let layout = run.evaluator.layout
      let cells = layout.fields.filter { $0.variable.role == .model }
        .flatMap { $0.base..<$0.base + $0.count }
      var state = try Self.elements(trace["first"]).map { try Self.integer($0) }
      for (step, replayed) in run.replayed.states.enumerated() {
        if step > 0 {
          for change in Self.elements(Self.elements(trace["steps"])[step - 1]["changes"]) {
            let pair = try Self.elements(change).map { try Self.integer($0) }
            state[pair[0]] = pair[1]
          }
        }
        let shown = state.map { texts[$0] }
        #expect(shown == cells.map { .string(layout.text(ofCell: $0, in: replayed)) })
        compared += 1
      }
    }
    #expect(compared > 20)
  }

  @Test("names end no element and begin none")
  func inert() async throws {
    let text = "</script><!-- & \u{2028}\u{2029} \"quoted\" -->"
    let json = JSON.object([.init(text, .string(text))])
    let inert = HTMLReport.inert(json.line(Style(isASCII: false)))
    #expect(!inert.contains { "<>&\u{2028}\u{2029}".contains($0) })
    #expect(try JSONParser.parse(Array(inert.utf8)) == json)
    let name = "</script><script>alert(1)</script>"
    let hostile = Self.tiny.replacing("\"tiny\"", with: "\"\(name)\"")
    let (report, runs) = try await Self.report(Specs.toy(hostile))
    let page = report.document { runs[$0.cell].map { [$0] } ?? [] }
    #expect(page.ranges(of: "<script").count == 2)
    #expect(page.ranges(of: "</script").count == 2)
    #expect(page.contains("\\u003cscript\\u003ealert(1)"))
  }

  @Test("the page names no address but its own, and has all of its parts")
  func page() async throws {
    let (report, _) = try await Self.report(Specs.toy(Self.tiny))
    let page = report.document { _ in [] }
    for part in ["/* style */", "// data", "// script", "http:", "https:", "@import", "url("] {
      #expect(!page.contains(part), "\(part)")
    }
    for part in ["class Lanes {", "class StatePanel {", "@media print {", "light-dark("] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(page.hasSuffix("</html>\n"))
  }
}
