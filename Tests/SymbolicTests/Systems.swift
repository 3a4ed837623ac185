import TransitionSystem

/// Small systems whose shortest traces can be counted by hand.
enum Systems {
  static let taskType = ValueType.sort("task")
  static let blockType = ValueType.sort("block")
  static let task = Parameter("t", taskType)
  static let block = Parameter("b", blockType)

  static func action(
    _ name: String, _ parameters: [Parameter] = [], when guardCondition: Expression = .bool(true),
    _ updates: [Update], checks: [Check] = []
  ) -> Action {
    Action(
      name: name, parameters: parameters, guard: guardCondition, updates: updates, checks: checks,
      label: Label(.environment, .step, name))
  }

  static func always(_ name: String, _ expression: Expression) -> Property {
    Property(name: name, kind: .always(expression))
  }

  static func reachable(_ name: String, _ expression: Expression) -> Property {
    Property(name: name, kind: .reachable(expression))
  }

  /// Counts from -2 up to 5 by one or by two: seven needs three twos and a one.
  static var counter: TransitionSystem {
    let count = Expression.read("count", [])
    let steps = [1, 2].map { step in
      action(
        "add\(step)", when: .lessOrEqual(.add(count, .integer(step)), .integer(5)),
        [Update("count", [], .add(count, .integer(step)))],
        checks: [
          Check(
            property: "stays", kind: .require,
            condition: .less(count, .integer(3)), message: "count < 3")
        ])
    }
    return TransitionSystem(
      name: "counter",
      variables: [StateVariable("count", [], .integer(-2...5), initial: .integer(-2))],
      actions: steps,
      properties: [
        always("below", .less(count, .integer(5))),
        always("in_bounds", .lessOrEqual(count, .integer(5))),
        reachable("exactly_four", .equal(count, .integer(4))),
        Property(name: "stays", kind: .stepwise),
      ], quiescent: .bool(false))
  }

  /// Tasks that want, take and leave a lock; broken, the lock is looked at before it is taken.
  static func lock(isBroken: Bool) -> TransitionSystem {
    let t = Expression.variable(task)
    func at(_ location: String) -> Expression {
      .equal(.read("pc", [t]), .value("Location", location))
    }
    func goTo(_ location: String) -> Update { Update("pc", [t], .value("Location", location)) }
    let isFree = Expression.not(.read("held", []))
    let other = Parameter("u", taskType)
    let inside = { (parameter: Parameter) in
      Expression.equal(.read("pc", [.variable(parameter)]), .value("Location", "inside"))
    }
    let exclusion = Expression.forAll(
      [task, other],
      .implies(
        .and([inside(task), inside(other)]), .equal(.variable(task), .variable(other))))
    return TransitionSystem(
      name: "lock", sorts: [Sort("task", elements: .plain)],
      variants: [VariantType("Location", [.init("idle"), .init("seen"), .init("inside")])],
      variables: [
        StateVariable("pc", ["task"], .variant("Location"), initial: .value("Location", "idle")),
        StateVariable("held", [], .bool, initial: .bool(false)),
      ],
      actions: [
        action("look", [task], when: .and([at("idle"), isFree]), [goTo("seen")]),
        action(
          "take", [task], when: isBroken ? at("seen") : .and([at("seen"), isFree]),
          [goTo("inside"), Update("held", [], .bool(true))]),
        action(
          "leave", [task], when: at("inside"), [goTo("idle"), Update("held", [], .bool(false))]),
      ],
      properties: [always("exclusion", exclusion)])
  }

  /// Blocks given to tasks and back; `forget` frees them all at once without telling the tasks.
  static var allocation: TransitionSystem {
    let (t, b) = (Expression.variable(task), Expression.variable(block))
    let owner = Expression.read("owner", [b])
    return TransitionSystem(
      name: "allocation",
      sorts: [Sort("task", elements: .plain), Sort("block", elements: .numbered(prefix: "b"))],
      variables: [
        StateVariable("owner", ["block"], taskType, partial: true),
        StateVariable("mine", ["task"], blockType, partial: true),
      ],
      actions: [
        action(
          "allocate", [task, block],
          when: .not(.or([.isDefined("owner", [b]), .isDefined("mine", [t])])),
          [Update("owner", [b], t), Update("mine", [t], b)]),
        action(
          "free", [task], when: .isDefined("mine", [t]),
          [Update("owner", [.read("mine", [t])], nil), Update("mine", [t], nil)],
          checks: [
            Check(
              property: "own", kind: .require,
              condition: .and([
                .isDefined("owner", [.read("mine", [t])]),
                .equal(.read("owner", [.read("mine", [t])]), t),
              ]), message: "the block is mine")
          ]),
        action(
          "forget",
          when: .exists([block], .and([.isDefined("owner", [b]), .equal(owner, owner)])),
          [Update(bound: [block], "owner", [b], when: .isDefined("owner", [b]), nil)]),
      ],
      properties: [
        Property(name: "own", kind: .stepwise),
        reachable("full", .forAll([block], .isDefined("owner", [b]))),
      ])
  }

  /// A message in flight that a step hands on along an ordered sort.
  static var relay: TransitionSystem {
    let lastIsSeen = Expression.read("seen", [.last(sort: "page")])
    let firstIsSeen = Expression.read("seen", [.element(sort: "page", 0)])
    return TransitionSystem(
      name: "relay", sorts: [Sort("page", ordered: true, elements: .plain)],
      variants: [
        VariantType("Mail", [.init("none"), .init("at", [.init("page", .sort("page"))])])
      ],
      variables: [
        StateVariable("slot", [], .variant("Mail"), initial: .value("Mail", "none")),
        StateVariable("seen", ["page"], .bool, initial: .bool(false)),
      ],
      actions: relayActions,
      properties: [
        always("some_unseen", .not(.forAll([page], .read("seen", [.variable(page)])))),
        reachable("only_last", .and([lastIsSeen, .not(firstIsSeen)])),
      ])
  }

  private static let page = Parameter("p", .sort("page"))

  private static var relayActions: [Action] {
    let (p, slot) = (Expression.variable(page), Expression.read("slot", []))
    let isMail = Expression.test(slot, type: "Mail", cases: ["at"])
    let place = Expression.payload(slot, type: "Mail", field: "page")
    let between = Parameter("q", .sort("page"))
    let isBetween = Expression.and([
      .less(place, .variable(between)), .less(.variable(between), p),
    ])
    let mailAtPage = Update("slot", [], .make(type: "Mail", case: "at", [p]))
    return [
      action("post", [page], when: .not(isMail), [mailAtPage]),
      action(
        "hand_on", [page],
        when: .and([isMail, .less(place, p), .not(.exists([between], isBetween))]),
        [Update("seen", [place], .bool(true)), mailAtPage]),
      action(
        "deliver", when: .and([isMail, .equal(place, .last(sort: "page"))]),
        [Update("seen", [place], .bool(true)), Update("slot", [], .value("Mail", "none"))]),
    ]
  }
}
