import SMT
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct PropositionalSolverTests {
  typealias Literal = PropositionalLiteral

  /// One solver is asked many questions while clauses and the base change, as the filter does.
  @Test("answers are those of trying all valuations", arguments: 0..<20)
  func brute(seed: Int) {
    var random = SplitMix(seed: seed)
    var solver = PropositionalSolver()
    let variables = (0..<10).map { _ in solver.makeVariable() }
    func literals(_ count: Int) -> [Literal] {
      variables.shuffled(using: &random).prefix(count).map {
        Literal($0, Bool.random(using: &random))
      }
    }
    var clauses: [[Literal]] = []
    var base: [Literal] = []
    for step in 0..<60 {
      let clause = literals(Int.random(in: 2...4, using: &random))
      clauses.append(clause)
      solver.add(clause)
      if step % 7 == 0 {
        base = Array(literals(2))
        solver.setBase(base)
      } else if step % 7 == 3, let more = literals(1).first, !base.contains(!more) {
        base.append(more)
        solver.extendBase(more)
      }
      let question = literals(2)
      switch solver.solve(question, conflicts: 10_000) {
      case .undecided: Issue.record("undecided after \(step) clauses")
      case .satisfiable:
        let units = (base + question).map { [$0] }
        let model = (clauses + units).allSatisfy { $0.contains { isTrue($0, solver) } }
        #expect(model, "step \(step)")
      case .unsatisfiable(let core):
        #expect(Set(core).isSubset(of: base))
        #expect(!isSatisfiable(clauses + (core + question).map { [$0] }), "step \(step)")
      }
    }
  }

  @Test("pigeons need conflicts, and few conflicts leave the question open") func pigeons() {
    var solver = PropositionalSolver()
    let place = (0..<6).map { _ in (0..<5).map { _ in Literal(solver.makeVariable()) } }
    for holes in place { solver.add(holes) }
    for hole in 0..<5 {
      for first in 0..<6 {
        for second in 0..<first { solver.add([!place[first][hole], !place[second][hole]]) }
      }
    }
    #expect(solver.solve([], conflicts: 3) == .undecided)
    #expect(solver.solve([], conflicts: 100_000) == .unsatisfiable(core: []))
  }

  private func isTrue(_ literal: Literal, _ solver: PropositionalSolver) -> Bool {
    solver.isTrue(literal.variable) == literal.isPositive
  }

  private func isSatisfiable(_ clauses: [[Literal]]) -> Bool {
    (0..<1 << 10).contains { valuation in
      clauses.allSatisfy { clause in
        clause.contains { (valuation >> Int($0.variable)) & 1 == ($0.isPositive ? 1 : 0) }
      }
    }
  }
}
