package import Checking
package import SpecLanguage
import TransitionSystem

/// What callers can see of one design and not of another.
package struct ComparisonReport {
  /// One of the two designs.
  package struct Side: Sendable {
    package let cell: Cell
    package let graph: VisibleGraph

    package init(cell: Cell, graph: VisibleGraph) { (self.cell, self.graph) = (cell, graph) }
  }

  let sides: [Side]
  let difference: TraceDifference
  /// The run of each difference, told; in the order of the differences.
  let runs: [Run]
  let specification: Specification
  let style: Style
  /// More traces of one design are counted, not told.
  let most: Int

  package init(
    _ first: Side, _ second: Side, _ difference: TraceDifference, runs: [Run],
    _ specification: Specification, style: Style, most: Int
  ) {
    (sides, self.difference, self.runs) = ([first, second], difference, runs)
    (self.specification, self.style, self.most) = (specification, style, most)
  }

  /// The calls with results that not both of them have.
  private var outcomes: [(text: String, steps: [Int?])] {
    let all = Set(sides.flatMap { $0.graph.outcomes.keys })
    return all.map { text in (text, sides.map { $0.graph.outcomes[text] }) }
      .filter { $0.1.contains(nil) }
      .sorted { (Self.least($0.1), $0.0) < (Self.least($1.1), $1.0) }
  }

  private static func least(_ steps: [Int?]) -> Int { steps.compactMap(\.self).min() ?? 0 }

  /// Whether nothing was found that only one of them has.
  package var isSame: Bool { outcomes.isEmpty && difference.differences.isEmpty }

  /// Why this may not be all; nil: it is.
  package var missing: String? {
    if let reason = difference.stopped { return reason.words }
    return difference.isCut
      ? "after \(difference.pairs) pairs of sets of states the comparison ended (--pairs)" : nil
  }

  private func name(_ side: Int) -> String { sides[side].cell.column.title }

  package func lines(showsRuns: Bool) -> [String] {
    let cell = sides[0].cell
    let kernel = cell.column.kernel.map { " on \($0)" } ?? ""
    let heading = "\(name(0)) and \(name(1))\(kernel)"
    let scope = "workload \(cell.workload); \(ScopeReport.words(cell, specification))"
    let states = "\(sides[0].graph.stateCount) and \(sides[1].graph.stateCount) states"
    var lines = heading.wrapped(to: 72) + scope.wrapped(to: 72) + [states]
    if isSame && missing == nil { lines += ["", "callers see the same of both"] }
    for side in [0, 1] {
      let mine = outcomes.filter { $0.steps[side] != nil }
      if !mine.isEmpty {
        let width = mine.map(\.text.count).max() ?? 0
        lines += ["", "results that only \(name(side)) gives, and the steps to them:"]
        lines += mine.map { "  \($0.text.padded(to: width))  \($0.steps[side] ?? 0)" }
      }
    }
    for side in [0, 1] { lines += traces(side, showsRuns) }
    if let missing { lines += ["", "not complete: \(missing)"] }
    return lines.map(style.plain)
  }

  private func traces(_ side: Int, _ showsRuns: Bool) -> [String] {
    let mine = difference.differences.indices.filter {
      difference.differences[$0].isFirst == (side == 0)
    }
    guard !mine.isEmpty else { return [] }
    var lines = ["", "what callers see only of \(name(side)), shortest first:"]
    for position in mine.prefix(most) {
      let found = difference.differences[position]
      let steps = found.run.steps.count
      for (number, event) in found.events.enumerated() {
        let isLast = number == found.events.count - 1
        let note = isLast ? "   (\(steps) \(steps == 1 ? "step" : "steps"))" : ""
        lines += (event + note).wrapped(to: 66).enumerated().map {
          ($0.offset == 0 ? (number == 0 ? "  - " : "    ") : "      ") + $0.element
        }
      }
      if showsRuns { lines += TraceReport(runs[position], style: style).lines }
    }
    if mine.count > most { lines.append("  and \(mine.count - most) more (--most)") }
    return lines
  }

  package func json(_ version: String) -> JSON {
    let cell = sides[0].cell
    return JSON.object([
      .init("kernel", .optional(cell.column.kernel)), .init("workload", .string(cell.workload)),
      .init("scope", cell.scope.json), .init("first", json(sides[0])),
      .init("second", json(sides[1])),
      .init(
        "outcomes",
        .array(
          outcomes.map { outcome in
            .object([
              .init("outcome", .string(outcome.text)),
              .init("first", outcome.steps[0].map { .integer($0) } ?? .null),
              .init("second", outcome.steps[1].map { .integer($0) } ?? .null),
            ])
          })),
      .init("traces", .array(difference.differences.indices.map(trace))),
      .init("missing", .optional(missing)),
    ]).published(version)
  }

  private func json(_ side: Side) -> JSON {
    .object([
      .init("design", .string(side.cell.column.design)),
      .init("variant", .optional(side.cell.column.variant)),
      .init("states", .integer(side.graph.stateCount)),
    ])
  }

  private func trace(_ position: Int) -> JSON {
    let found = difference.differences[position]
    let run = runs[position]
    let steps = run.replayed.transitions.indices.map { step in
      JSON.string("\(run.laneName(run.task(step))): \(run.words(step))")
    }
    return .object([
      .init("only", .string(found.isFirst ? "first" : "second")),
      .init("events", .array(found.events.map { .string($0) })), .init("run", .array(steps)),
    ])
  }
}
