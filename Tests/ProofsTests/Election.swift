import Relational
import TransitionSystem

/// A token wanders to greater nodes `n` of a total order; the greatest becomes leader.
enum Election {
  private static let (n, m, x) = (of("n", "n"), of("n", "m"), of("n", "x"))
  private static let (a, b, c) = (of("n", "a"), of("n", "b"), of("n", "c"))

  static var system: RelationalSystem {
    var system = RelationalSystem(
      "election", sorts: ["n"],
      relations: [
        Relation("le", ["n", "n"], .rigid), Relation("token", ["n"], .location),
        Relation("leader", ["n"]),
      ],
      initial: [
        definition("token", x, be: .forAll([a], holds("le", x, a))),
        definition("leader", x, be: .bool(false)),
      ],
      actions: [pass, elect])
    system.axioms = [
      Axiom("reflexive", .forAll([a], holds("le", a, a))),
      Axiom("total", .forAll([a, b], holds("le", a, b) || holds("le", b, a))),
      Axiom(
        "antisymmetric",
        .forAll(
          [a, b], .implies(holds("le", a, b) && holds("le", b, a), .equal(a.use, b.use)))),
      Axiom(
        "transitive",
        .forAll(
          [a, b, c], .implies(holds("le", a, b) && holds("le", b, c), holds("le", a, c)))),
    ]
    system.goals = [
      Goal(
        "one",
        .forAll(
          [a, b], .implies(holds("leader", a) && holds("leader", b), .equal(a.use, b.use))))
    ]
    return system
  }

  private static let pass = RelationalAction(
    name: "pass", parameters: [n, m],
    guard: holds("token", n) && holds("le", n, m) && !same((n, m)),
    updates: [
      definition("token", x, be: same((x, m)) || (holds("token", x) && !same((x, n))))
    ], origin: "pass")

  private static let elect = RelationalAction(
    name: "elect", parameters: [n],
    guard: holds("token", n) && .forAll([a], holds("le", a, n)),
    updates: [definition("leader", x, be: holds("leader", x) || same((x, n)))], origin: "elect")

  static let candidates = [
    "-leader(n0) le(n1,n0)", "-token(n0) -token(n1) n0=n1", "-leader(n0) token(n0)",
    "-token(n0) leader(n0)", "-leader(n0) -leader(n1) n0=n1", "-leader(n0)",
  ]
}
