import Relational
import TransitionSystem

/// Blocks `b` are free or mapped by one file `f`; `mapped` tells where a mapping exists.
enum Allocator {
  private static let (b, f) = (of("b", "b"), of("f", "f"))
  private static let (x, y) = (of("f", "x"), of("b", "y"))

  static var system: RelationalSystem {
    var system = RelationalSystem(
      "allocator", sorts: ["b", "f"],
      relations: [
        Relation("free", ["b"]), Relation("mapped", ["f"]),
        Relation("map", ["f", "b"], group: "map", keyCount: 1),
      ],
      initial: [
        definition("free", y, be: .bool(true)), definition("mapped", x, be: .bool(false)),
        definition("map", x, y, be: .bool(false)),
      ],
      actions: [allocate, truncate, crash, read])
    system.goals = [
      Goal(
        "shared",
        .forAll(
          [x, f, y],
          .implies(holds("map", x, y) && holds("map", f, y), .equal(x.use, f.use))))
    ]
    system.totalities = [Totality(domain: "mapped", relation: "map")]
    return system
  }

  private static let allocate = RelationalAction(
    name: "allocate", parameters: [f, b], guard: holds("free", b) && !holds("mapped", f),
    updates: [
      definition("free", y, be: holds("free", y) && !same((y, b))),
      definition("mapped", x, be: holds("mapped", x) || same((x, f))),
      definition("map", x, y, be: holds("map", x, y) || same((x, f), (y, b))),
    ], origin: "allocate")

  private static let truncate = RelationalAction(
    name: "truncate", parameters: [f, b], guard: holds("map", f, b),
    updates: [
      definition("free", y, be: holds("free", y) || holds("map", f, y)),
      definition("mapped", x, be: holds("mapped", x) && !same((x, f))),
    ],
    clears: [Clear("map", [f.use])],
    checks: [
      Check(
        property: "double", kind: .require, condition: !holds("free", b), message: "freed twice")
    ],
    origin: "truncate")

  /// All mappings go at once, and what they mapped becomes free.
  private static let crash = RelationalAction(
    name: "crash", parameters: [], guard: .bool(true),
    updates: [
      definition("free", y, be: .bool(true)), definition("mapped", x, be: .bool(false)),
    ], clears: [Clear("map", [])], origin: "crash")

  /// Looks a mapping up, which fails only if a mapped file has no block.
  private static let read = RelationalAction(
    name: "read", parameters: [f],
    guard: holds("mapped", f) && .forAll([y], !holds("map", f, y)),
    checks: [
      Check(property: "lost", kind: .require, condition: .bool(false), message: "mapped to nothing")
    ],
    origin: "read")

  static let candidates = [
    "-map(f0,b0) -map(f1,b0) f0=f1", "-map(f0,b0) -free(b0)", "-map(f0,b0) mapped(f0)",
    "-map(f0,b0) -map(f0,b1) b0=b1", "free(b0) mapped(f0)", "-mapped(f0)",
  ]
}
