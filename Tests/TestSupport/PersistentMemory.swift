package import TransitionSystem

/// The reference model of persistent memory with poison: its counts are known from other checkers.
///
/// Blocks may be poisoned and recorded as bad; files map pages to blocks; tasks punch holes, write
/// and read under a lock per file. Every step is one action. Locals are reset at return.
package enum PersistentMemory {
  private static let file = Expression.at("f", .bound("t", "task"))
  private static let page = Expression.at("p", .bound("t", "task"))
  private static let held = Expression.at("b", .bound("t", "task"))
  private static let task = Expression.bound("t", "task")
  private static let block = Expression.bound("x", "block")
  private static let slot = [file, page]

  /// The sizes by the names of the benchmark.
  package static func scope(blocks: Int, files: Int, pages: Int, tasks: Int) -> Scope {
    Scope(["block": blocks, "file": files, "page": pages, "task": tasks])
  }

  /// The model with a budget of poisonings.
  package static func system(budget: Int) -> TransitionSystem {
    TransitionSystem(
      name: "pmem", sorts: sorts, variants: variants, variables: variables(budget: budget),
      actions: starts + punches + writes + reads + environment(budget: budget),
      properties: [mapping, falseRecovery, poisonedData])
  }

  private static let sorts = [
    Sort("block", elements: .numbered(prefix: "b")), Sort("file", elements: .letters(from: "A")),
    Sort("page", elements: .plain), Sort("task", elements: .numbered(prefix: "t")),
  ]

  private static let variants = [
    VariantType(
      "content", [.init("zero"), .init("stale"), .init("data", [.init("file", .sort("file"))])]),
    VariantType(
      "place", ["idle", "pu", "w1", "w2", "w3", "w4", "r1", "r2", "r3"].map { .init($0) }),
  ]

  private static func variables(budget: Int) -> [StateVariable] {
    let no = Expression.bool(false)
    let (firstFile, firstPage) = (
      Expression.element(sort: "file", 0), Expression.element(sort: "page", 0)
    )
    return [
      StateVariable("poison", ["block"], .bool, initial: no),
      StateVariable("bad", ["block"], .bool, initial: no),
      StateVariable("content", ["block"], .variant("content"), initial: .value("content", "zero")),
      StateVariable("owner", ["block"], .sort("file"), partial: true),
      StateVariable("map", ["file", "page"], .sort("block"), partial: true),
      StateVariable("lock", ["file"], .sort("task"), partial: true),
      StateVariable("pc", ["task"], .variant("place"), initial: at("idle"), role: .control),
      StateVariable("f", ["task"], .sort("file"), initial: firstFile, role: .local),
      StateVariable("p", ["task"], .sort("page"), initial: firstPage, role: .local),
      StateVariable("b", ["task"], .sort("block"), partial: true, role: .local),
      StateVariable("k", [], .integer(0...budget), initial: .integer(0), role: .budget),
    ]
  }

  private static func at(_ place: String) -> Expression { .value("place", place) }

  private static func go(_ place: String) -> Update { Update("pc", [task], at(place)) }

  private static let finish = [
    Update("lock", [file], nil), go("idle"), Update("b", [task], nil),
    Update("f", [task], .element(sort: "file", 0)), Update("p", [task], .element(sort: "page", 0)),
  ]

  /// A step of a task that stands at a place.
  private static func step(
    _ name: String, from place: String, _ parameters: [Parameter] = [],
    when condition: Expression...,
    updates: [Update]
  ) -> Action {
    Action(
      name: name, parameters: [.sort("t", "task")] + parameters,
      guard: .and([.equal(.at("pc", task), at(place))] + condition), updates: updates,
      label: Label(.task(task), .step, name))
  }

  private static let starts = ["pu", "w1", "r1"].map { place in
    let (file, page) = (Expression.bound("f2", "file"), Expression.bound("p2", "page"))
    return step(
      "start_\(place)", from: "idle", [.sort("f2", "file"), .sort("p2", "page")],
      when: .not(.has("lock", file)),
      updates: [
        Update("lock", [file], task), Update("f", [task], file), Update("p", [task], page),
        go(place),
      ])
  }

  private static let isMapped = Expression.isDefined("map", slot)
  private static let mapped = Expression.read("map", slot)

  private static let punches = [
    step(
      "punch", from: "pu",
      updates: [
        Update("content", [mapped], when: isMapped, .value("content", "stale")),
        Update("owner", [mapped], when: isMapped, nil), Update("map", slot, nil),
      ] + finish)
  ]

  private static let writes = [
    step("write_hole", from: "w1", when: .not(isMapped), updates: [go("w2")]),
    step(
      "write_mapped", from: "w1", when: isMapped, updates: [go("w4"), Update("b", [task], mapped)]),
    step(
      "allocate", from: "w2", [.sort("x", "block")], when: .not(.has("owner", block)),
      updates: [
        Update("poison", [block], .bool(false)), Update("bad", [block], .bool(false)),
        Update("content", [block], .value("content", "zero")), Update("owner", [block], file),
        Update("b", [task], block), go("w3"),
      ]),
    step(
      "no_space", from: "w2", when: .forAll([.sort("x", "block")], .has("owner", block)),
      updates: finish),
    step("map", from: "w3", updates: [Update("map", slot, held), go("w4")]),
    step(
      "store", from: "w4",
      updates: [
        Update(
          "content", [held], when: .not(.at("bad", held)),
          .make(type: "content", case: "data", [file]))
      ] + finish),
  ]

  private static let reads = [
    step("read_hole", from: "r1", when: .not(isMapped), updates: finish),
    step(
      "read_mapped", from: "r1", when: isMapped, updates: [go("r2"), Update("b", [task], mapped)]),
    step("read_bad", from: "r2", when: .at("bad", held), updates: finish),
    step("read_good", from: "r2", when: .not(.at("bad", held)), updates: [go("r3")]),
    step(
      "load", from: "r3",
      updates: [Update("bad", [held], when: .at("poison", held), .bool(true))] + finish),
  ]

  private static func environment(budget: Int) -> [Action] {
    [
      Action(
        name: "poison", parameters: [.sort("x", "block")],
        guard: .and([.less(.at("k"), .integer(budget)), .not(.at("poison", block))]),
        updates: [
          Update("poison", [block], .bool(true)), Update("k", [], .add(.at("k"), .integer(1))),
        ], label: Label(.environment, .environment, "poison")),
      Action(
        name: "record", parameters: [.sort("x", "block")],
        guard: .and([.at("poison", block), .not(.at("bad", block))]),
        updates: [Update("bad", [block], .bool(true))],
        label: Label(.environment, .environment, "record")),
    ]
  }

  /// A mapped block is owned by the file that maps it, and by no other page.
  private static let mapping = Property(
    name: "Mapping",
    kind: .always(
      .forAll(
        [.sort("g", "file"), .sort("q", "page")],
        .or([
          .not(.has("map", .bound("g", "file"), .bound("q", "page"))),
          .equal(
            .at("owner", .at("map", .bound("g", "file"), .bound("q", "page"))), .bound("g", "file")),
        ]))))

  private static let origin = Expression.at(
    "map", .element(sort: "file", 0), .element(sort: "page", 0))

  /// Violated; its shortest counterexample has 15 states.
  private static let falseRecovery = Property(
    name: "FalseRecovery",
    kind: .always(
      .not(
        .and([
          .has("map", .element(sort: "file", 0), .element(sort: "page", 0)),
          .equal(
            .at("content", origin),
            .make(type: "content", case: "data", [.element(sort: "file", 0)])),
          .exists(
            [.sort("x", "block")],
            .and([
              .not(.has("owner", block)), .equal(.at("content", block), .value("content", "stale")),
              .at("bad", block),
            ])),
        ]))))

  /// Reachable: a block that holds data is poisoned and nobody knows.
  private static let poisonedData = Property(
    name: "PoisonedData",
    kind: .reachable(
      .exists(
        [.sort("x", "block")],
        .and([
          .test(.at("content", block), type: "content", cases: ["data"]), .at("poison", block),
          .not(.at("bad", block)),
        ]))))
}
