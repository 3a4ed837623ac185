import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Batches of states")
struct ReachedStatesTests {
  /// The states of a search, one by one.
  private static func states(_ random: RandomSystem) throws -> [State]? {
    let options = SearchOptions()
    let (result, packed) = visit(random.system, scope: random.scope, options: options)
    guard result.outcome == .exhausted else { return nil }
    let layout = Layout(system: random.system, scope: random.scope)
    let columns = (0..<layout.cellCount).map { packed.contents(of: $0, in: 0..<packed.count) }
    return (0..<packed.count).map { number in State(cells: columns.map { $0[number] }) }
  }

  @Test("reach, state by state, what the reference evaluator reaches", arguments: 0..<10)
  func agreement(part: Int) throws {
    var compared = 0
    for seed in part * 25..<(part + 1) * 25 {
      let random = RandomSystem(seed: 2000 + seed)
      guard !ReferenceSearch(random.system, scope: random.scope, limit: 400).isTooLarge,
        let found = try Self.states(random)
      else { continue }
      let evaluator = Evaluator(system: random.system, scope: random.scope)
      var open = [try evaluator.initialState()]
      #expect(found.first == open[0])
      var known = Set(open)
      while let state = open.popLast() {
        for transition in try evaluator.transitions(from: state)
        where known.insert(transition.target).inserted {
          open.append(transition.target)
        }
      }
      #expect(found.count == known.count, "seed \(seed)")
      #expect(Set(found) == known, "seed \(seed)")
      compared += 1
    }
    #expect(compared >= 10)
  }
}
