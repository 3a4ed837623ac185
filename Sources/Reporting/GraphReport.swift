package import Checking
package import SpecLanguage
import TransitionSystem

/// A graph of states, or of groups of states that agree on chosen variables.
package struct GraphReport: Sendable {
  package let cell: Cell
  /// The chosen variables and cells; empty: each node is one state.
  package let chosen: [String]
  package let nodes: [Node]
  package let edges: [Edge]
  /// How many states were visited.
  package let states: Int
  /// What is missing, in words; nil: nothing is.
  package let missing: String?

  /// A state, or the states with the same values.
  package struct Node: Sendable {
    /// How many states it stands for.
    package var states: Int
    /// The number of steps to the nearest of them.
    package var depth: Int
    /// The cells that tell it apart, with their values.
    package var values: [Value]

    package init(states: Int, depth: Int, values: [Value]) {
      (self.states, self.depth, self.values) = (states, depth, values)
    }
  }

  /// A cell of the state and what is in it.
  package struct Value: Hashable, Sendable {
    package var cell: String
    package var text: String

    package init(_ cell: String, _ text: String) { (self.cell, self.text) = (cell, text) }
  }

  /// The steps from one node to another.
  package struct Edge: Sendable {
    package var from: Int
    package var to: Int
    package var steps: Int
    /// Different words of steps, the first `mostLabels` at most.
    package var labels: [String]

    /// More labels of an edge than this are not kept.
    package static let mostLabels = 8

    package init(from: Int, to: Int, steps: Int, labels: [String]) {
      (self.from, self.to, self.steps, self.labels) = (from, to, steps, labels)
    }
  }

  package init(
    cell: Cell, chosen: [String], nodes: [Node], edges: [Edge], states: Int, missing: String?
  ) {
    (self.cell, self.chosen, self.nodes, self.edges) = (cell, chosen, nodes, edges)
    (self.states, self.missing) = (states, missing)
  }

  package func json(_ version: String) -> JSON {
    let column = cell.column
    return JSON.object([
      .init("kernel", .optional(column.kernel)), .init("design", .string(column.design)),
      .init("variant", .optional(column.variant)), .init("property", .string(cell.property)),
      .init("workload", .string(cell.workload)), .init("scope", cell.scope.json),
      .init("groupedBy", .array(chosen.map { .string($0) })), .init("states", .integer(states)),
      .init("missing", .optional(missing)),
      .init("nodes", .array(nodes.enumerated().map { json($0.element, $0.offset) })),
      .init("edges", .array(edges.map(json))),
    ]).published(version)
  }

  private func json(_ node: Node, _ number: Int) -> JSON {
    .object([
      .init("id", .integer(number)), .init("states", .integer(node.states)),
      .init("depth", .integer(node.depth)),
      .init("values", .object(node.values.map { .init($0.cell, .string($0.text)) })),
    ])
  }

  private func json(_ edge: Edge) -> JSON {
    .object([
      .init("from", .integer(edge.from)), .init("to", .integer(edge.to)),
      .init("steps", .integer(edge.steps)),
      .init("labels", .array(edge.labels.map { .string($0) })),
    ])
  }
}

/// The graph for Graphviz.
extension GraphReport {
  /// More lines than this are not written into a node, nor at an edge.
  private static let mostLines = 12
  private static let mostEdgeLines = 3

  package func dot(_ specification: Specification, _ style: Style) -> String {
    let scope = ScopeReport.words(cell, specification)
    let by = chosen.isEmpty ? "" : ", by " + chosen.joined(separator: ", ")
    var title = ["\(cell.column.place), \(cell.workload); \(scope)\(by)"]
    if let missing { title.append("not complete: \(missing)") }
    var lines = title.map { "// " + Self.oneLine($0) }
    lines += [
      "digraph {", "  label=\(Self.quoted(title));", "  labelloc=t;",
      "  node [shape=box, fontname=\"monospace\"];", "  edge [fontname=\"monospace\"];",
    ]
    for (number, node) in nodes.enumerated() {
      let label = Self.quoted(self.label(node, number))
      lines.append("  n\(number) [label=\(label)\(number == 0 ? ", peripheries=2" : "")];")
    }
    for edge in edges {
      var words = Array(edge.labels.prefix(Self.mostEdgeLines))
      if edge.labels.count > words.count { words.append("…") }
      lines.append("  n\(edge.from) -> n\(edge.to) [label=\(Self.quoted(words))];")
    }
    return (lines + ["}"]).map(style.plain).joined(separator: "\n") + "\n"
  }

  private func label(_ node: Node, _ number: Int) -> [String] {
    var lines = node.values.prefix(Self.mostLines).map { "\($0.cell) = \($0.text)" }
    let more = node.values.count - lines.count
    if more > 0 { lines.append("and \(more) more") }
    if lines.isEmpty { lines = [number == 0 ? "initial" : "as at first"] }
    if !chosen.isEmpty { lines.append(node.states == 1 ? "1 state" : "\(node.states) states") }
    return lines
  }

  private static func oneLine(_ text: String) -> String {
    text.map { $0.isNewline ? " " : String($0) }.joined()
  }

  /// Lines as one quoted string, each ended so that it stands at the left.
  private static func quoted(_ lines: [String]) -> String {
    let escaped = lines.map { line in
      line.map { character in
        switch character {
        case "\"": "\\\""
        case "\\": "\\\\"
        default: character.isNewline ? " " : String(character)
        }
      }.joined()
    }
    return "\"" + escaped.map { $0 + "\\l" }.joined() + "\""
  }
}
