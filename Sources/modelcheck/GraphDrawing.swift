import Checking
import Explicit
import Reporting
import SpecLanguage
import TransitionSystem

/// Makes a graph of nodes and edges of the states of one search.
struct GraphDrawing {
  let assembly: Assembly
  let search: Plan.Search
  /// Variables, or cells of variables, by which states are grouped.
  let chosen: [String]
  let limits: Limits
  let mostStates: Int
  let mostNodes: Int

  func report() throws -> GraphReport {
    guard let cell = search.cells.first else { throw Failure.usage("nothing is selected") }
    let (system, scope) = try shown()
    let evaluator = Evaluator(system: system, scope: scope)
    let cells = try self.cells(evaluator.layout)
    let graph = try reached(system, scope)
    var builder = NodeBuilder(graph: graph, evaluator: evaluator, cells: cells, most: mostNodes)
    builder.build()
    var missing: [String] = []
    if let reason = graph.stopped { missing.append(reason.words) }
    if graph.stepsBeyond > 0 {
      missing.append(
        "after \(graph.count) states the visit ended; \(graph.stepsBeyond) steps lead to others "
          + "(--states)")
    }
    if builder.isCut {
      missing.append("after \(mostNodes) nodes no more are written (--nodes)")
    }
    return GraphReport(
      cell: cell, chosen: chosen, nodes: builder.nodes, edges: builder.edges, states: graph.count,
      missing: missing.isEmpty ? nil : missing.joined(separator: "; "))
  }

  private func reached(
    _ system: TransitionSystem, _ scope: Scope
  ) throws(Failure) -> ReachableGraph {
    if let excess = ScopeEstimate(system, scope).excess {
      throw .usage("the scope is too large: \(excess)")
    }
    var options = limits.searchOptions
    options.symmetricSorts = .off
    do throws(EvaluationError) {
      return try ReachableGraph(system, scope: scope, options: options, mostStates: mostStates)
    } catch { throw .specErrors("a reachable state is an error of the spec: \(error.message)") }
  }

  /// What the properties can see, or everything if more is asked for.
  private func shown() throws -> (TransitionSystem, Scope) {
    let (system, scope) = try assembly.system(of: search)
    let reduced = Assembly.reduced(system, of: search)
    let names = Set(chosen.map { String($0.prefix { $0 != "[" }) })
    let isSeen = names.allSatisfy { name in reduced.variables.contains { $0.name == name } }
    return (isSeen ? reduced : system, scope)
  }

  private func cells(_ layout: Layout) throws(Failure) -> [Int]? {
    guard !chosen.isEmpty else { return nil }
    var found: [Int] = []
    for name in chosen {
      let variable = String(name.prefix { $0 != "[" })
      try KnownNames.require([variable], "variable", among: layout.system.variables.map(\.name))
      let field = layout.field(variable)
      let all = Array(field.base..<field.base + field.count)
      if name == variable {
        found += all
        continue
      }
      try KnownNames.require([name], "cell", among: all.map(layout.name(ofCell:)))
      found += all.filter { layout.name(ofCell: $0) == name }
    }
    return found
  }
}

/// Nodes and edges from states and steps.
private struct NodeBuilder {
  let graph: ReachableGraph
  let evaluator: Evaluator
  /// The cells by which states are grouped; nil: each state is a node.
  let cells: [Int]?
  let most: Int
  private(set) var nodes: [GraphReport.Node] = []
  private(set) var edges: [GraphReport.Edge] = []
  /// Whether there are more nodes than may be written.
  private(set) var isCut = false
  /// The node of each state, nil where it is not written.
  private var nodeOfState: [Int?] = []
  private var edgePositions: [[Int]: Int] = [:]

  init(graph: ReachableGraph, evaluator: Evaluator, cells: [Int]?, most: Int) {
    (self.graph, self.evaluator, self.cells, self.most) = (graph, evaluator, cells, most)
  }

  mutating func build() {
    addNodes()
    for state in 0..<graph.count {
      guard let from = nodeOfState[state] else { continue }
      for step in graph.steps(of: state) {
        guard let to = nodeOfState[step.target], from != to || cells == nil else { continue }
        add(step.firing, state, from, to)
      }
    }
  }

  private mutating func addNodes() {
    let initial = graph.states.state(0)
    var positions: [[UInt16]: Int] = [:]
    for number in 0..<graph.count {
      let state = graph.states.state(number)
      let key = cells.map { $0.map { state.cells[$0] } } ?? state.cells
      if let known = positions[key] {
        nodes[known].states += 1
        nodeOfState.append(known)
        continue
      }
      guard nodes.count < most else {
        isCut = true
        nodeOfState.append(nil)
        continue
      }
      positions[key] = nodes.count
      nodeOfState.append(nodes.count)
      nodes.append(
        GraphReport.Node(
          states: 1, depth: graph.depth(of: number), values: values(state, initial)))
    }
  }

  /// The chosen cells, or those that are not as at first.
  private func values(_ state: State, _ initial: State) -> [GraphReport.Value] {
    let layout = evaluator.layout
    let told = cells ?? state.cells.indices.filter { state.cells[$0] != initial.cells[$0] }
    return told.map {
      GraphReport.Value(layout.name(ofCell: $0), layout.text(ofCell: $0, in: state))
    }
  }

  private mutating func add(_ firing: Firing, _ state: Int, _ from: Int, _ to: Int) {
    let position = edgePositions[[from, to]] ?? edges.count
    if position == edges.count {
      edgePositions[[from, to]] = position
      edges.append(GraphReport.Edge(from: from, to: to, steps: 0, labels: []))
    }
    edges[position].steps += 1
    guard edges[position].labels.count < GraphReport.Edge.mostLabels else { return }
    let words = evaluator.text(
      of: evaluator.system.actions[firing.action].label, in: graph.states.state(state),
      evaluator.bindings(of: firing))
    if !edges[position].labels.contains(words) { edges[position].labels.append(words) }
  }
}
