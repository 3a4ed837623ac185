import TestSupport
import TransitionSystem

/// A system as wide as the real ones: 150 cells, two tasks with long programs, many properties.
enum WideSystem {
  static let length = 120
  static let scope = Scope(["block": 3, "page": 3, "task": 2])

  private static let task = Expression.bound("t", "task")
  private static let block = Expression.bound("x", "block")
  private static let page = Expression.bound("q", "page")
  private static let my = Expression.at("page", task)

  static let system = TransitionSystem(
    name: "wide",
    sorts: [
      Sort("block", elements: .numbered(prefix: "b")), Sort("page", elements: .plain),
      Sort("task", elements: .numbered(prefix: "t")),
    ],
    variants: [
      VariantType("place", (0...length).map { .init("at\($0)") }),
      VariantType("content", [.init("zero"), .init("stale"), .init("data")]),
    ],
    variables: variables, actions: (0..<length).flatMap(steps) + environment,
    properties: properties, quiescent: .bool(true))

  private static let variables: [StateVariable] = {
    let no = Expression.bool(false)
    var all = [
      StateVariable("pc", ["task"], .variant("place"), initial: place(0), role: .control),
      StateVariable("page", ["task"], .sort("page"), initial: .element(sort: "page", 0)),
      StateVariable("map", ["page"], .sort("block"), partial: true),
      StateVariable("content", ["block"], .variant("content"), initial: .value("content", "zero")),
      StateVariable("owner", ["block"], .sort("page"), partial: true),
      StateVariable("budget", [], .integer(0...2), initial: .integer(2)),
    ]
    for number in 0..<5 {
      all.append(StateVariable("local\(number)", ["task"], .sort("block"), partial: true))
      all.append(StateVariable("flag\(number)", ["task"], .bool, initial: no))
      all.append(StateVariable("state\(number)", ["block"], .bool, initial: no))
      all.append(StateVariable("seen\(number)", ["page"], .bool, initial: no, role: .ghost))
      all.append(
        StateVariable("pair\(number)", ["page", "block"], .bool, initial: no, role: .ghost))
    }
    for number in 0..<8 {
      all.append(StateVariable("spare\(number)", ["page"], .integer(0...3), initial: .integer(0)))
    }
    return all
  }()

  private static func place(_ number: Int) -> Expression { .value("place", "at\(number)") }

  /// The actions of one location: an assignment, a lookup, an allocation, a test, a write.
  private static func steps(_ number: Int) -> [Action] {
    let local = "local\(number % 5)"
    let has = Expression.has(local, task)
    let go = Update("pc", [task], place(number + 1))
    switch number % 6 {
    case 0:
      return [
        step(
          number, [.sort("q", "page")],
          when: .forAll(
            [.sort("u", "task")],
            .or([
              .equal(.bound("u", "task"), task),
              .not(.equal(.at("page", .bound("u", "task")), page)),
            ])),
          [go, Update("page", [task], page)])
      ]
    case 1:
      return [
        step(
          number, when: .has("map", my),
          [go, Update(local, [task], .at("map", my)), Update("flag0", [task], .bool(true))]),
        step(number, when: .not(.has("map", my)), [go, Update("flag1", [task], .bool(true))]),
      ]
    case 2: return allocations(number, local, go)
    case 3:
      let mine = Expression.at(local, task)
      return [
        step(number, when: .not(has), [go]),
        step(
          number, when: has,
          [
            go,
            Update("content", [mine], when: .not(.at("state0", mine)), .value("content", "data")),
            Update("pair0", [my, mine], .bool(true)),
          ]),
      ]
    case 4: return [release(number, go)]
    default:
      let clear = (0..<5).flatMap {
        [Update("local\($0)", [task], nil), Update("flag\($0)", [task], .bool(false))]
      }
      return [step(number, when: .bool(true), clear + [go])]
    }
  }

  private static func allocations(_ number: Int, _ local: String, _ go: Update) -> [Action] {
    let take = [
      go, Update(local, [task], block), Update("owner", [block], my),
      Update("content", [block], .value("content", "zero")),
      Update("map", [my], when: .not(.has("map", my)), block),
    ]
    return [
      step(number, [.sort("x", "block")], when: .not(.has("owner", block)), take),
      step(number, when: .forAll([.sort("x", "block")], .has("owner", block)), [go]),
    ]
  }

  private static func release(_ number: Int, _ go: Update) -> Action {
    let forget = Update(bound: [.sort("x", "block")], "pair0", [my, block], .bool(false))
    let free = Update("owner", [.at("map", my)], when: .has("map", my), nil)
    return step(number, when: .bool(true), [go, free, Update("map", [my], nil), forget])
  }

  private static func step(
    _ number: Int, _ parameters: [Parameter] = [], when condition: Expression, _ updates: [Update]
  ) -> Action {
    let check = Check(
      property: "steps", kind: .require,
      condition: .or([.not(.at("flag4", task)), .has("map", my), .at("flag1", task)]))
    return Action(
      name: "step\(number)_\(parameters.count)_\(condition.description)",
      parameters: [.sort("t", "task")] + parameters,
      guard: .and([.equal(.at("pc", task), place(number)), condition]), updates: updates,
      checks: [check], label: Label(.task(task), .step, "step"))
  }

  private static let environment = [
    Action(
      name: "poison", parameters: [.sort("x", "block")],
      guard: .and([.less(.integer(0), .at("budget")), .not(.at("state0", block))]),
      updates: [
        Update("state0", [block], .bool(true)),
        Update("budget", [], .subtract(.at("budget"), .integer(1))),
      ], label: Label(.environment, .environment, "poison"))
  ]

  private static let properties: [Property] =
    [Property(name: "steps", kind: .stepwise)]
    + (0..<8).map { number in
      Property(
        name: "mapped\(number)",
        kind: .always(
          .forAll(
            [.sort("q", "page"), .sort("x", "block")],
            .or([
              .not(.has("map", page)), .not(.equal(.at("map", page), block)),
              .not(.at("state\(1 + number % 4)", block)), .at("seen\(number % 5)", page),
            ]))))
    }
}
