import Explicit
import Testing
import TransitionSystem

@Suite("Elements that are left out")
struct VanishingTests {
  private let task = Parameter("t", .sort("task"))

  /// Two tasks and a lock that either may take and neither gives back, exclusively or shared.
  private func states(_ holders: String) -> Int {
    let system = TransitionSystem(
      name: "lock", sorts: [Sort("task", ordered: false, elements: .numbered(prefix: "P"))],
      variables: [
        StateVariable("l.held", [], .bool, initial: .bool(false)),
        StateVariable(holders, ["task"], .bool, initial: .bool(false)),
      ],
      actions: [
        Action(
          name: "take", parameters: [task], guard: .not(.read("l.held", [])),
          updates: [
            Update("l.held", [], .bool(true)), Update(holders, [task.use], .bool(true)),
          ],
          label: Label(.environment, .environment, "takes it"))
      ])
    let losing = system.withVanishing("task")
    return explore(
      losing, scope: Scope(["task": 2]), options: SearchOptions(memoryLimit: 1 << 24)
    ).distinctStates
  }

  @Test("but not who holds a lock: that one has a holder is said without a universal clause")
  func holders() {
    // Free or held by one of two: 3 states. One of them is lost: 2 times 2, free or held by whom is
    // left; and 2 where who held it is lost, if it was shared.
    #expect(states("l.exclusive") == 3 + 2 * 2)
    #expect(states("l.shared") == 3 + 2 * 2 + 2)
  }
}
