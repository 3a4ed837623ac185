import SMT
import Testing

@Suite struct FirstOrderTests {
  @Test("a symmetric relation with one pair has the other") func symmetric() throws {
    let context = Context()
    let node = try context.sort("node")
    let edge = try context.relation("edge", over: [node, node])
    let left = try context.individual("left", of: node)
    let right = try context.individual("right", of: node)
    let solver = try Solver(.simple, in: context)
    let body = try context.implies(
      context.apply(edge, [left, right]), context.apply(edge, [right, left]))
    try solver.assert(context.forAll([left, right], body))
    try solver.assert(context.apply(edge, [left, right]))
    #expect(try solver.check() == .satisfiable)
    try solver.assert(context.not(context.apply(edge, [right, left])))
    #expect(try solver.check() == .unsatisfiable)
  }

  @Test("what exists has a witness in the universe of the model") func universe() throws {
    let context = Context()
    let (node, other) = (try context.sort("node"), try context.sort("other"))
    let marked = try context.relation("marked", over: [node])
    let some = try context.individual("some", of: node)
    let named = try context.individual("named", of: node)
    let solver = try Solver(.simple, in: context)
    try solver.assert(context.exists([some], context.apply(marked, [some])))
    try solver.assert(context.not(context.apply(marked, [named])))
    #expect(try solver.check() == .satisfiable)
    let model = try solver.model()
    let universe = try model.universe(of: node)
    let marks = try universe.map { try model.holds(context.apply(marked, [$0])) }
    #expect(marks.contains(true))
    let position = try #require(try model.position(of: named, in: universe))
    #expect(!marks[position])
    #expect(try model.universe(of: other) == [])
  }

  @Test("equal constants have the same relations, distinct ones need not") func equality() throws {
    let context = Context()
    let node = try context.sort("node")
    let marked = try context.relation("marked", over: [node])
    let names = try ["a", "b", "c"].map { try context.individual($0, of: node) }
    let solver = try Solver(.simple, in: context)
    try solver.assert(context.apply(marked, [names[0]]))
    try solver.assert(context.not(context.apply(marked, [names[1]])))
    #expect(try solver.check(assuming: [context.equal(names[0], names[1])]) == .unsatisfiable)
    #expect(try solver.check(assuming: [context.distinct(names)]) == .satisfiable)
  }

  @Test("a core has the assumptions that contradict, and no other") func core() throws {
    let context = Context()
    let assumptions = try (0..<4).map { try context.formula("assumption\($0)") }
    let solver = try Solver(.simple, in: context)
    try solver.assertClause([context.not(assumptions[1]), context.not(assumptions[3])])
    #expect(try solver.check(assuming: assumptions) == .unsatisfiable)
    #expect(try solver.core(of: assumptions) == [1, 3])
  }

  @Test("an application to too few elements is an error") func arity() throws {
    let context = Context()
    let node = try context.sort("node")
    let edge = try context.relation("edge", over: [node, node])
    let only = try context.individual("only", of: node)
    #expect(throws: SMTError.self) { try context.apply(edge, [only]) }
  }
}
