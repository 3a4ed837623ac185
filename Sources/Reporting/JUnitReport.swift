import Checking
import TransitionSystem

/// The verdicts as test cases, in the XML that test runners for JUnit write and CI servers read.
///
/// A column is a test suite, a cell a test case. It fails if it is not as expected, it has an error
/// if it was not decided, and it is skipped if the property says nothing of the design.
package struct JUnitReport {
  let run: CheckedRun
  let style: Style
  /// The text of the run that a report shows for a result, by the position of the result.
  let traces: [Int: [String]]

  package init(_ run: CheckedRun, traces: [Int: [String]], style: Style) {
    self.run = run
    self.traces = traces
    self.style = style
  }

  /// The text of the file.
  package var document: String {
    let suites = columns + others
    let all = suites.flatMap(\.children)
    let root = XML(
      name: "testsuites",
      attributes: [
        .init("name", "modelcheck"), .init("tests", "\(all.count)"),
        .init("failures", "\(Self.count("failure", all))"),
        .init("errors", "\(Self.count("error", all))"),
      ], children: suites)
    return root.document(style)
  }

  private static func count(_ kind: String, _ cases: [XML]) -> Int {
    cases.count { $0.children.contains { $0.name == kind } }
  }

  private static func suite(_ name: String, _ cases: [XML]) -> XML {
    XML(
      name: "testsuite",
      attributes: [
        .init("name", name), .init("tests", "\(cases.count)"),
        .init("failures", "\(count("failure", cases))"),
        .init("errors", "\(count("error", cases))"),
        .init("skipped", "\(count("skipped", cases))"),
      ], children: cases)
  }

  private static func test(_ place: String, _ name: String, _ children: [XML]) -> XML {
    XML(
      name: "testcase", attributes: [.init("classname", place), .init("name", name)],
      children: children)
  }

  private static func outcome(
    _ kind: String, _ type: String, _ message: String, _ text: [String] = []
  ) -> XML {
    XML(
      name: kind, attributes: [.init("type", type), .init("message", message)],
      text: text.joined(separator: "\n"))
  }

  private var columns: [XML] {
    var order: [Column] = []
    var cases: [Column: [XML]] = [:]
    for (position, result) in run.results.enumerated() {
      let column = result.cell.column
      if cases[column] == nil { order.append(column) }
      cases[column, default: []].append(
        Self.test(result.place, result.cell.property, children(result, position)))
    }
    return order.map { column in
      let name = (column.kernel.map { "\($0): " } ?? "") + column.title
      return Self.suite(name, cases[column] ?? [])
    }
  }

  private func children(_ result: CellResult, _ position: Int) -> [XML] {
    let text = traces[position] ?? []
    if result.isUnknown { return [Self.outcome("error", "unknown", result.found, text)] }
    guard result.isAsExpected else {
      let message = "\(result.found); \(result.expected)"
      return [Self.outcome("failure", result.word, message, text)]
    }
    if result.isKept == nil { return [Self.outcome("skipped", result.word, result.found)] }
    guard result.isKept == false else { return [] }
    let trace = result.identity.map { ", trace \($0.text)" } ?? ""
    return [XML(name: "system-out", text: "\(result.found)\(trace); \(result.expected)")]
  }

  /// What is no cell: errors of specs, deadlocks, proofs that are none, claims.
  private var others: [XML] {
    var suites: [XML] = []
    if !run.problems.isEmpty {
      suites.append(
        Self.suite(
          "specs",
          run.problems.map { Self.test("specs", $0, [Self.outcome("error", "spec-error", $0)]) }))
    }
    let deadlocks = run.deadlocks.map { deadlock in
      Self.test(
        "deadlocks", deadlock.sentence, [Self.outcome("failure", "deadlock", deadlock.sentence)])
    }
    if !deadlocks.isEmpty { suites.append(Self.suite("deadlocks", deadlocks)) }
    let proofs = run.results.compactMap { result -> XML? in
      guard case .rejected(let file, let reason)? = result.standing else { return nil }
      let message = "the proof that \(result.found) is rejected: \(file): \(reason)"
      return Self.test(
        "proofs", "\(result.place), \(result.cell.property)",
        [Self.outcome("failure", "proof", message)])
    }
    if !proofs.isEmpty { suites.append(Self.suite("proofs", proofs)) }
    let claims = run.claims.compactMap { claim -> XML? in
      guard let holds = claim.holds else { return nil }
      let failure = Self.outcome("failure", "claim", "does not hold: \(claim.text)")
      return Self.test("claims", "\(claim.kernel): \(claim.text)", holds ? [] : [failure])
    }
    if !claims.isEmpty { suites.append(Self.suite("claims", claims)) }
    return suites
  }
}
