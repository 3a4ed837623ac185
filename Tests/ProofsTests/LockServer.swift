import Relational
import TransitionSystem

/// Clients `c` take and give back locks `s`: at most one client holds a lock.
enum LockServer {
  private static let (c, s, x, y) = (of("c", "c"), of("s", "s"), of("c", "x"), of("s", "y"))

  static var system: RelationalSystem {
    var system = RelationalSystem(
      "lock server", sorts: ["c", "s"],
      relations: [Relation("held", ["c", "s"]), Relation("free", ["s"])],
      initial: [
        definition("held", x, y, be: .bool(false)), definition("free", y, be: .bool(true)),
      ],
      actions: [acquire, release])
    let other = of("c", "z")
    system.goals = [
      Goal(
        "exclusive",
        .forAll(
          [x, other, y],
          .implies(holds("held", x, y) && holds("held", other, y), .equal(x.use, other.use))))
    ]
    return system
  }

  private static let acquire = RelationalAction(
    name: "acquire", parameters: [c, s], guard: holds("free", s),
    updates: [
      definition("held", x, y, be: holds("held", x, y) || same((x, c), (y, s))),
      definition("free", y, be: holds("free", y) && !same((y, s))),
    ], origin: "acquire")

  private static let release = RelationalAction(
    name: "release", parameters: [c, s], guard: holds("held", c, s),
    updates: [
      definition("held", x, y, be: holds("held", x, y) && !same((x, c), (y, s))),
      definition("free", y, be: holds("free", y) || same((y, s))),
    ],
    checks: [
      Check(
        property: "double", kind: .require, condition: !holds("free", s),
        message: "given back twice")
    ],
    origin: "release")

  /// The first two are inductive together, neither by itself.
  static let candidates = [
    "-held(c0,s0) -held(c1,s0) c0=c1", "-held(c0,s0) -free(s0)", "free(s0)", "-free(s0)",
    "-held(c0,s0)", "free(s0) held(c0,s0)", "-held(c0,s0) -held(c0,s1) s0=s1",
  ]
}
