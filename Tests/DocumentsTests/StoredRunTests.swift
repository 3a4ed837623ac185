import Checking
import DaxModel
import Documents
import Foundation
import Reporting
import SpecLanguage
import Testing
import TransitionSystem

/// The run that pages are made from is the one of the golden table, and of the specs of today.
@Suite("The stored run")
struct StoredRunTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let expected = root.appending(path: "Specs/expected")

  private static func json(_ path: String) throws -> JSON {
    try JSONParser.parse(Array(try Data(contentsOf: expected.appending(path: path))))
  }

  private static func run() throws -> StoredRun {
    var run = StoredRun()
    try run.addVerdicts(try json("verdicts.json"))
    return run
  }

  private static func specification() throws -> Specification {
    let folder = root.appending(path: "Specs").path
    let walk = try #require(FileManager.default.enumerator(atPath: folder))
    let names = walk.compactMap { $0 as? String }.filter { $0.hasSuffix(".kspec") }.sorted()
    let sources = try names.map { name in
      SourceText(
        name: "Specs/\(name)",
        text: try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8))
    }
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    try #require(!diagnostics.contains { $0.severity == .error })
    return specification
  }

  /// The marks of the golden table by kernel and property, from left to right.
  private static func marks() throws -> [String: [String]] {
    let table = try String(contentsOf: expected.appending(path: "table.txt"), encoding: .utf8)
    var marks: [String: [String]] = [:]
    var kernel = ""
    for line in table.split(separator: "\n") {
      if line.hasPrefix("kernel ") {
        kernel = String(line.dropFirst("kernel ".count).prefix { $0 != " " })
      } else if line.first?.isLetter == true, !kernel.isEmpty {
        let cells = line.replacing(" †", with: "").split(separator: "  ")
          .map { $0.filter { !" *!".contains($0) } }.filter { !$0.isEmpty }
        guard cells.count > 1, let property = cells.first, !property.hasPrefix("static") else {
          continue
        }
        marks["\(kernel) \(property)", default: []] += cells.dropFirst()
      }
    }
    return marks
  }

  private static func mark(_ verdict: StoredVerdict) -> String {
    switch verdict.verdict {
    case "violated": "✗\(verdict.steps ?? 0)"
    case "proved": "✓∞"
    case "holds": verdict.beyond == nil ? "✓" : "✓‡"
    case "static": verdict.holds == true ? "✓static" : "✗static"
    case "vacuous": "∅"
    default: "?"
    }
  }

  @Test("its verdicts are those of the golden table")
  func verdicts() throws {
    var stored: [String: [String]] = [:]
    for verdict in try Self.run().verdicts {
      stored["\(verdict.kernel ?? "") \(verdict.property)", default: []].append(Self.mark(verdict))
    }
    #expect(stored.count > 100)
    let golden = try Self.marks()
    for (place, marks) in stored.sorted(by: { $0.key < $1.key }) {
      #expect(golden[place] == marks, "\(place): run 'make update-results'")
    }
    #expect(golden.keys.filter { stored[$0] == nil } == [])
  }

  @Test("its counterexamples are runs of the specs of today")
  func traces() throws {
    let specification = try Self.specification()
    let run = try Self.run()
    let wanted = Set(run.verdicts.compactMap(\.trace))
    let folder = Self.expected.appending(path: "traces").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(names) == Set(wanted.map { "\($0).json" }))
    let steps = Dictionary(
      run.verdicts.compactMap { verdict in verdict.trace.map { ($0, verdict.steps) } },
      uniquingKeysWith: { first, _ in first })
    var evaluators: [Plan.Search: Evaluator] = [:]
    for name in names.sorted() {
      let file = try TraceFile(try Self.json("traces/\(name)"), specification)
      let search = Plan.Search(
        column: file.cell.column, workload: file.cell.workload, scope: file.cell.scope,
        properties: file.properties)
      let evaluator: Evaluator
      if let known = evaluators[search] {
        evaluator = known
      } else {
        let (system, scope) = try Assembly(specification, Overrides()).system(of: search)
        evaluator = Evaluator(system: system, scope: scope)
        evaluators[search] = evaluator
      }
      _ = try evaluator.replay(file.trace, claiming: file.claim, property: file.cell.property)
      let identity = TraceIdentity(file.cell, file.trace).text
      #expect("\(identity).json" == name)
      #expect(steps[identity] == file.trace.steps.count)
    }
  }
}
