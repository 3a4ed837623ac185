import SMT
import Testing

@Suite struct TermTests {
  @Test("a term is eight bytes") func size() {
    #expect(MemoryLayout<Formula>.size == 8)
    #expect(MemoryLayout<BitVector>.size == 8)
  }

  @Test("bit-vectors of different widths are refused in Z3's own words") func widths() throws {
    let context = Context()
    let narrow = try context.bitVector("narrow", width: 4)
    let wide = try context.bitVector("wide", width: 8)
    let error = #expect(throws: SMTError.self) { try context.equal(narrow, wide) }
    #expect(error?.message == "Sorts (_ BitVec 4) and (_ BitVec 8) are incompatible")
  }

  @Test("a context works on after it refused a term") func recovery() throws {
    let context = Context()
    let narrow = try context.bitVector("narrow", width: 4)
    let wide = try context.bitVector("wide", width: 8)
    #expect(throws: SMTError.self) { try context.add(narrow, wide) }
    let solver = try Solver(.combined, in: context)
    try solver.assert(context.equal(narrow, context.bitVector(9, width: 4)))
    #expect(try solver.check() == .satisfiable)
    #expect(try solver.model().number(narrow) == 9)
  }

  @Test("a bit-vector without bits is refused") func noBits() {
    #expect(throws: SMTError.self) { try Context().bitVector("empty", width: 0) }
  }

  @Test("two texts of one context are two texts") func texts() throws {
    let context = Context()
    let first = context.description(of: try context.formula("first"))
    let second = context.description(of: try context.formula("second"))
    #expect([first, second] == ["first", "second"])
  }

  @Test("terms outlive the calls that follow them") func retention() throws {
    let context = Context()
    let unknowns = try (0..<200).map { try context.formula(Int32($0)) }
    var chain = try context.constant(true)
    for unknown in unknowns {
      chain = try context.and([context.or([unknown, context.not(chain)]), unknown])
    }
    let solver = try Solver(.simple, in: context)
    try solver.assert(chain)
    #expect(try solver.check() == .satisfiable)
    let model = try solver.model()
    #expect(try model.holds(unknowns[199]))
  }

  @Test("many contexts come and go, in parallel") func manyContexts() async throws {
    let answers = try await withThrowingTaskGroup(of: CheckResult.self) { group in
      for number in 0..<40 {
        group.addTask {
          let context = Context()
          let unknown = try context.bitVector("x", width: 8)
          let solver = try Solver(.combined, in: context)
          let sum = try context.add(unknown, context.bitVector(UInt64(number), width: 8))
          try solver.assert(context.equal(sum, context.bitVector(1, width: 8)))
          return try solver.check()
        }
      }
      return try await group.reduce(into: [CheckResult]()) { $0.append($1) }
    }
    #expect(answers == Array(repeating: .satisfiable, count: 40))
  }
}
