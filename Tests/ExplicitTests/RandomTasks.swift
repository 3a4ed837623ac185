import TestSupport
import TransitionSystem

/// A random system of tasks that go from location to location, with locals, locks and an event that
/// starts all of them again: the form of systems in which some states are transient.
struct RandomTasks {
  static let taskCount = 2
  static let scope = Scope(["task": taskCount])
  private static let locations = 5

  let system: TransitionSystem

  init(seed: Int) {
    var builder = Builder(random: SplitMix(seed: seed))
    system = builder.build()
  }

  private struct Builder {
    var random: SplitMix
    var actions: [Action] = []

    static let variables = [
      StateVariable("pc", ["task"], .integer(0...RandomTasks.locations), initial: .integer(0)),
      StateVariable("mine", ["task"], .integer(0...2), initial: .integer(0)),
      StateVariable(
        "maybe", ["task"], .integer(0...1), partial: true, initial: .integer(0)),
      StateVariable("shared", [], .integer(0...2), initial: .integer(0)),
      StateVariable("lock", [], .bool, initial: .bool(false)),
      StateVariable("left", [], .integer(0...1), initial: .integer(1)),
    ]

    mutating func build() -> TransitionSystem {
      for task in 0..<RandomTasks.taskCount {
        for location in 0..<RandomTasks.locations {
          for way in 0...(random.chance(30) ? 1 : 0) { addStep(task, location, way) }
        }
      }
      addCrash()
      let zero = Expression.element(sort: "task", 0)
      let properties = [
        Property(name: "step", kind: .stepwise),
        Property(
          name: "state", kind: .always(.not(.equal(.at("shared"), .integer(random.number(0...2)))))),
        Property(
          name: "seen",
          kind: .reachable(
            .and([
              .equal(.at("shared"), .integer(2)),
              random.chance(30) ? .equal(.at("mine", zero), .integer(2)) : .bool(true),
            ]))),
      ]
      return TransitionSystem(
        name: "tasks", sorts: [Sort("task", elements: .numbered(prefix: "P"))],
        variables: Self.variables, actions: actions, properties: properties,
        quiescent: random.chance(50) ? .bool(false) : nil)
    }

    private func element(_ task: Int) -> Expression { .element(sort: "task", task) }

    /// A number that a task may read: its own or what it shares.
    private mutating func source(_ task: Int) -> Expression {
      random.chance(70)
        ? .at("mine", element(task))
        : random.chance(60) ? .at("shared") : .at("mine", element(1 - task))
    }

    private mutating func addStep(_ task: Int, _ location: Int, _ way: Int) {
      let me = element(task)
      var guards: [Expression] = [.equal(.at("pc", me), .integer(location))]
      if random.chance(40) {
        guards.append(.equal(source(task), .integer(random.number(0...2))))
        if random.chance(50) { guards[1] = .not(guards[1]) }
      }
      var updates: [Update] = []
      if random.chance(90) {
        let target = random.chance(75) ? location + 1 : random.number(0...RandomTasks.locations)
        updates.append(Update("pc", [me], .integer(target)))
      }
      switch random.number(0...9) {
      case 0...3: updates.append(Update("mine", [me], .integer(random.number(0...2))))
      case 4: updates.append(Update("mine", [me], .at("shared")))
      case 5: updates.append(Update("shared", [], source(task)))
      case 6:
        guards.append(.not(.at("lock")))
        updates.append(Update("lock", [], .bool(true)))
      case 7: updates.append(Update("lock", [], .bool(false)))
      case 8:
        updates.append(Update("maybe", [me], random.chance(50) ? .integer(1) : nil))
      default:
        if random.chance(40) { guards.append(.equal(.at("maybe", me), .integer(1))) }
      }
      actions.append(
        Action(
          name: "t\(task) l\(location) w\(way)", parameters: [], guard: .and(guards),
          updates: updates, checks: checks(task), label: Label(.environment, .step, "goes on")))
    }

    private mutating func checks(_ task: Int) -> [Check] {
      guard random.chance(20) else { return [] }
      return [
        Check(
          property: "step", kind: random.chance(60) ? .require : .cover,
          condition: .equal(source(task), .integer(random.number(0...2))))
      ]
    }

    /// Starts all tasks again, and forgets some of what they had.
    private mutating func addCrash() {
      var updates = [Update("left", [], .integer(0))]
      for task in 0..<RandomTasks.taskCount {
        if random.chance(85) { updates.append(Update("pc", [element(task)], .integer(0))) }
        if random.chance(70) { updates.append(Update("mine", [element(task)], .integer(0))) }
        if random.chance(70) { updates.append(Update("maybe", [element(task)], .integer(0))) }
      }
      if random.chance(70) { updates.append(Update("lock", [], .bool(false))) }
      actions.append(
        Action(
          name: "crash", parameters: [], guard: .equal(.at("left"), .integer(1)),
          updates: updates, checks: checks(0), label: Label(.environment, .environment, "crash")))
    }
  }
}
