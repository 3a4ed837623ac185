import Explicit
import TransitionSystem

/// Gathers how the things of lifecycles change, over several graphs.
struct LifecycleReading {
  private var changes: [[Pair: Set<String>]]
  private let names: [String]

  private struct Pair: Hashable {
    var before: String
    var after: String
  }

  init(_ lifecycles: [Lifecycle]) {
    names = lifecycles.map(\.name)
    changes = lifecycles.map { _ in [:] }
  }

  /// Adds the changes of all things in all steps but those that a situation begins with.
  mutating func add(_ reading: OutcomeReading) {
    let graph = reading.graph
    for lifecycle in names.indices {
      for thing in reading.closed.conditions.lifecycles[lifecycle].cases.indices {
        let words = (0..<graph.count).map { reading.words(lifecycle, thing, in: $0) }
        // Before its situation a thing is as no kernel has it.
        for state in 0..<graph.count where reading.hasBegun(state) {
          for step in graph.steps(of: state) where words[state] != words[step.target] {
            let pair = Pair(before: words[state], after: words[step.target])
            changes[lifecycle][pair, default: []].formUnion(graph.action(of: step).stepNames)
          }
        }
      }
    }
  }

  var graphs: [LifecycleGraph] {
    zip(names, changes).map { name, changes in
      let states = Set(changes.keys.flatMap { [$0.before, $0.after] }).sorted()
      let position = Dictionary(uniqueKeysWithValues: states.enumerated().map { ($1, $0) })
      let found = changes.map { pair, steps in
        LifecycleGraph.Change(
          from: position[pair.before] ?? 0, to: position[pair.after] ?? 0, steps: steps.sorted())
      }
      return LifecycleGraph(
        name: name, states: states,
        changes: found.sorted { ($0.from, $0.to) < ($1.from, $1.to) })
    }
  }
}

extension Action {
  /// The names of the steps that it is made of, without arguments, results, calls and locks.
  fileprivate var stepNames: [String] {
    if case .event(let name)? = origin?.kind { return [name] }
    let parts = label.text.split(separator: ";").map { part in
      String(part.drop { $0 == " " }.prefix { $0 != "(" && $0 != " " && $0 != "=" })
    }
    let words: Set<String> = ["call", "return", "exclusive", "shared", "read", "next", "wait"]
    let steps = parts.filter { !$0.isEmpty && !words.contains($0) }
    return steps.isEmpty ? [label.text] : steps
  }
}
