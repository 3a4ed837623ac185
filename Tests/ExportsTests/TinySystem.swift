import TestSupport
import TransitionSystem

/// A system of a few states that has one of everything that a notation must be able to say.
enum TinySystem {
  static let scope = Scope(["item": 2])

  private static let item = Parameter.sort("i", "item")
  private static let other = Parameter.sort("j", "item")
  private static func box(_ index: Expression) -> Expression { .at("box", index) }
  private static let mine: Expression = .bound("i", "item")

  static let system = TransitionSystem(
    name: "tiny", sorts: [Sort("item", elements: .letters(from: "A"))],
    variants: [
      VariantType(
        "box",
        [
          .init("empty"),
          .init("full", [.init("of", .sort("item")), .init("level", .integer(-1...0))]),
        ])
    ],
    variables: [
      StateVariable("box", ["item"], .variant("box"), initial: .value("box", "empty")),
      StateVariable("if", ["item"], .sort("item"), partial: true, initial: nil),
      StateVariable("now", [], .integer(-2...1), initial: .integer(-2)),
      StateVariable("x'y", [], .bool, initial: .bool(true)),
    ],
    actions: [fill, swap, empty, count], properties: properties,
    minimumSizes: ["item": 2])

  /// Fills a box with any item, unless it is full.
  private static let fill = Action(
    name: "fill", parameters: [item, other],
    guard: .and([
      .test(box(mine), type: "box", cases: ["empty"]), .at("x'y"),
    ]),
    updates: [
      Update(
        "box", [mine],
        .make(type: "box", case: "full", [.bound("j", "item"), .integer(-1)])),
      Update("if", [mine], .bound("j", "item")),
    ],
    checks: [
      Check(
        property: "apart", kind: .require,
        condition: .forAll(
          [.sort("k", "item")],
          .implies(
            .has("if", .bound("k", "item")),
            .not(.equal(.at("if", .bound("k", "item")), .bound("j", "item"))))))
    ],
    label: Label(.environment, .step, "fill"))

  /// Exchanges two boxes: each reads what the other one held before.
  private static let swap = Action(
    name: "swap", parameters: [],
    guard: .exists([item], .test(box(mine), type: "box", cases: ["full"])),
    updates: [
      Update("box", [.element(sort: "item", 0)], box(.element(sort: "item", 1))),
      Update("box", [.element(sort: "item", 1)], box(.element(sort: "item", 0))),
      Update("x'y", [], .not(.at("x'y"))),
    ],
    label: Label(.environment, .step, "swap"))

  /// Empties every box whose item the other box has, all in one step.
  private static let empty = Action(
    name: "empty", parameters: [],
    guard: .equal(.at("now"), .integer(1)),
    updates: [
      Update(
        bound: [item], "box", [mine],
        when: .exists(
          [other],
          .and([
            .not(.equal(mine, .bound("j", "item"))),
            .test(box(.bound("j", "item")), type: "box", cases: ["full"]),
            .equal(
              .payload(box(.bound("j", "item")), type: "box", field: "of"), mine),
          ])),
        .value("box", "empty")),
      Update(bound: [item], "if", [mine], nil),
      Update("now", [], .integer(-2)),
    ],
    label: Label(.environment, .step, "empty"))

  /// Counts from -2 to 1; the level of a full first box follows.
  private static let count = Action(
    name: "count", parameters: [], guard: .less(.at("now"), .integer(1)),
    updates: [
      Update("now", [], .add(.at("now"), .integer(1))),
      Update(
        "box", [.element(sort: "item", 0)],
        when: .test(box(.element(sort: "item", 0)), type: "box", cases: ["full"]),
        .make(
          type: "box", case: "full",
          [
            .payload(box(.element(sort: "item", 0)), type: "box", field: "of"),
            .ifThenElse(.less(.at("now"), .integer(0)), .integer(-1), .integer(0)),
          ])),
    ],
    label: Label(.environment, .step, "count"))

  private static let properties = [
    Property(
      name: "low",
      kind: .always(
        .or([
          .not(.test(box(.element(sort: "item", 1)), type: "box", cases: ["full"])),
          .less(
            .payload(box(.element(sort: "item", 1)), type: "box", field: "level"), .integer(1)),
        ]))),
    Property(
      name: "both",
      kind: .reachable(
        .forAll(
          [item],
          .and([
            .test(box(mine), type: "box", cases: ["full"]),
            .equal(.payload(box(mine), type: "box", field: "level"), .integer(0)),
          ])))),
    Property(name: "apart", kind: .stepwise),
  ]
}
