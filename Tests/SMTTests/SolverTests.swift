import Dispatch
import SMT
import Testing

@Suite struct SolverTests {
  @Test("every solver tells satisfiable from unsatisfiable", arguments: Solver.Kind.allCases)
  func verdicts(kind: Solver.Kind) throws {
    let context = Context()
    let solver = try Solver(kind, in: context)
    let (left, right) = (try context.formula("left"), try context.formula("right"))
    try solver.assertClause([left, right])
    try solver.assert(context.not(left))
    #expect(try solver.check() == .satisfiable)
    let model = try solver.model()
    #expect(try model.holds(right))
    #expect(try !model.holds(left))
    #expect(try solver.check(assuming: [context.not(right)]) == .unsatisfiable)
    #expect(try solver.check() == .satisfiable)
    try solver.assert(context.implies(right, left))
    #expect(try solver.check() == .unsatisfiable)
  }

  @Test("an empty clause contradicts", arguments: Solver.Kind.allCases)
  func emptyClause(kind: Solver.Kind) throws {
    let solver = try Solver(kind, in: Context())
    try solver.assertClause([])
    #expect(try solver.check() == .unsatisfiable)
  }

  @Test("what is pushed is popped") func scopes() throws {
    let context = Context()
    let solver = try Solver(.combined, in: context)
    let unknown = try context.formula("x")
    try solver.assert(unknown)
    try solver.push()
    try solver.assert(context.not(unknown))
    #expect(try solver.check() == .unsatisfiable)
    try solver.pop()
    #expect(try solver.check() == .satisfiable)
  }

  @Test("at most one of three means at most one") func atMost() throws {
    let context = Context()
    let solver = try Solver(.simple, in: context)
    let unknowns = try (0..<3).map { try context.formula("x\($0)") }
    try solver.assert(context.atMost(1, of: unknowns))
    #expect(try solver.check(assuming: [unknowns[0], unknowns[2]]) == .unsatisfiable)
    #expect(try solver.check(assuming: [unknowns[1]]) == .satisfiable)
  }

  @Test("a conditional term takes the value of its branch") func conditional() throws {
    let context = Context()
    let solver = try Solver(.combined, in: context)
    let choice = try context.formula("choice")
    let term = try context.ifThenElse(
      choice, context.bitVector(3, width: 4), context.bitVector(5, width: 4))
    try solver.assert(context.unsignedLessOrEqual(term, context.bitVector(4, width: 4)))
    #expect(try solver.check() == .satisfiable)
    let model = try solver.model()
    #expect(try model.holds(choice))
    #expect(try model.number(term) == 3)
  }

  @Test("a model without a satisfiable check is an error, not a crash") func noModel() throws {
    let context = Context()
    let solver = try Solver(.combined, in: context)
    try solver.assert(context.constant(false))
    #expect(try solver.check() == .unsatisfiable)
    #expect(throws: SMTError.self) { try solver.model().holds(context.constant(true)) }
  }
}

/// Checks that do not end by themselves; serial, because each of them occupies a whole thread.
@Suite(.serialized, .timeLimit(.minutes(10))) struct UnknownTests {
  @Test("a spent budget of steps is unknown", arguments: Solver.Kind.allCases)
  func resources(kind: Solver.Kind) throws {
    let context = Context()
    let solver = try Solver(kind, in: context)
    try assertPigeonholes(11, solver)
    try solver.limit(resources: 20_000, milliseconds: nil)
    let answer = try solver.check()
    #expect([.unknown(.canceled), .unknown(.resourceLimit)].contains(answer))
  }

  @Test("a timeout is unknown", arguments: Solver.Kind.allCases)
  func timeout(kind: Solver.Kind) throws {
    let context = Context()
    let solver = try Solver(kind, in: context)
    try assertPigeonholes(14, solver)
    try solver.limit(resources: nil, milliseconds: 50)
    let answer = try solver.check()
    #expect([.unknown(.canceled), .unknown(.timeout)].contains(answer))
  }

  @Test("an interrupt from another thread is unknown", arguments: Solver.Kind.allCases)
  func interrupt(kind: Solver.Kind) throws {
    let context = Context()
    let solver = try Solver(kind, in: context)
    try assertPigeonholes(14, solver)
    let interrupter = context.interrupter
    // A queue of its own has a thread of its own; the shared ones may all wait for Z3.
    DispatchQueue(label: "interrupt").asyncAfter(deadline: .now() + 0.2) { interrupter.interrupt() }
    let answer = try solver.check()
    #expect([.unknown(.canceled), .unknown(.interrupted)].contains(answer))
  }

  /// One pigeon more than holes: short to say and, by resolution, long to refute.
  private func assertPigeonholes(_ holes: Int, _ solver: borrowing Solver) throws {
    let context = solver.context
    let sits = try (0...holes).map { pigeon in
      try (0..<holes).map { try context.formula(Int32(pigeon * holes + $0)) }
    }
    for pigeon in sits { try solver.assertClause(pigeon) }
    for hole in 0..<holes {
      for first in 0...holes {
        for second in 0..<first {
          try solver.assertClause([
            context.not(sits[first][hole]), context.not(sits[second][hole]),
          ])
        }
      }
    }
  }
}
