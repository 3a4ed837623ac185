import Explicit
import TestSupport
import Testing
import TransitionSystem

@Suite("Steps from a given state")
struct SuccessorsTests {
  @Test("the states after a step are those of the reference evaluator", arguments: 0..<40)
  func agreement(seed: Int) throws {
    let random = RandomSystem(seed: 700 + seed)
    let evaluator = Evaluator(system: random.system, scope: random.scope)
    var successors = Successors(random.system, scope: random.scope)
    var open = [try evaluator.initialState()]
    var known = Set(open)
    var count = 0
    while let state = open.popLast(), count < 200 {
      count += 1
      let expected: [State]
      do throws(EvaluationError) {
        expected = try evaluator.transitions(from: state).map(\.target)
      } catch {
        #expect(throws: EvaluationError.self) { _ = try successors.states(after: state) }
        continue
      }
      let found = try successors.states(after: state)
      #expect(Set(found) == Set(expected))
      #expect(found.count == expected.count)
      for next in expected where known.insert(next).inserted { open.append(next) }
    }
    #expect(count > 0)
  }
}
