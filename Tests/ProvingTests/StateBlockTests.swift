import Certificates
import Checking
import Explicit
import Proving
import Relational
import SpecLanguage
import TestSupport
import Testing
import TransitionSystem

/// Clauses in thousands of states at once, against one state after the other.
@Suite("Blocks of states")
struct StateBlockTests {
  /// All states of a small scope, as they are and side by side.
  private struct Reached {
    var assembly: Assembly
    var search: Plan.Search
    var relational: RelationalSystem
    var abstraction: Abstraction
    var states: [State]
    var atoms: AtomNumbers
    var blocks: [StateBlock]

    init(_ kernel: String, _ property: String) throws {
      let overrides = Overrides(scope: ["block": 2, "data": 1])
      let specification = try Specs.specification()
      let selection = Selection(
        kernels: [kernel], designs: ["zeroinit"], properties: [property], variants: ["as meant"])
      let assembly = Assembly(specification, overrides)
      let search = try #require(Plan(specification, selection, overrides).searches.first)
      let relational = try assembly.relational(search, property)
      let whole = try assembly.replicated(search, [[:]], isBounded: true)
      let system = Assembly.reduced(whole, of: search)
      let scope = system.leastScope(containing: search.scope)
      let layout = Layout(system: system, scope: scope)
      let abstraction = Abstraction(layout, relational)
      let packed = try PackedStates(
        reachedBy: system, scope: scope, options: Limits().searchOptions)
      let seen = Explicit.explore(system, scope: scope, options: Limits().searchOptions)
      #expect(packed.count == seen.distinctStates)
      let columns = (0..<layout.cellCount).map { packed.contents(of: $0, in: 0..<packed.count) }
      states = (0..<packed.count).map { number in State(cells: columns.map { $0[number] }) }
      #expect(states.count == Set(states).count)
      atoms = AtomNumbers(relational.relations, sizes: abstraction.sizes)
      let reader = BlockReader(abstraction, atoms)
      blocks = stride(from: 0, to: packed.count, by: BlockPart.capacity).map { start in
        let numbers = start..<min(start + BlockPart.capacity, packed.count)
        return reader.block(count: numbers.count, cells: layout.cellCount) {
          packed.contents(of: $0, in: numbers)
        }
      }
      (self.relational, self.abstraction) = (relational, abstraction)
      (self.assembly, self.search) = (assembly, search)
    }
  }

  @Test(
    "the same clauses are broken as in the states one by one",
    arguments: [
      ("linux-5.14-ext4", "repair_crash_safe"), ("linux-5.14-xfs", "no_silent_loss_reader"),
      ("linux-5.14-xfs", "works_when_full_contended"),
    ])
  func sameClauses(kernel: String, property: String) throws {
    let reached = try Reached(kernel, property)
    #expect(reached.blocks.count > 1)
    let structures = reached.states.map(reached.abstraction.structure)
    var random = SplitMix(seed: 3)
    let clauses = (0..<400).map { _ in Self.clause(reached.relational, &random) }
    var broken = 0
    for clause in clauses {
      let search = BlockSearch([clause], reached.atoms)
      let isBroken = reached.blocks.contains { search.firstBroken(in: $0) == 0 }
      var numbers = StructureNumbers()
      let grounded = GroundedClause(clause, &numbers)
      let isBrokenAlone = structures.contains { structure in
        var empty = numbers.structure(structure.sizes)
        for (name, number) in numbers.relations {
          empty.tuples[number] = structure.tuples[name].map(Array.init) ?? []
        }
        return !Violations(in: empty).found(grounded, atMost: 1).isEmpty
      }
      #expect(isBroken == isBrokenAlone, "\(clause)")
      broken += isBroken ? 1 : 0
    }
    #expect(broken > 40 && broken < 360)
    let inOrder = BlockSearch(clauses, reached.atoms)
    let first = clauses.firstIndex { clause in
      BlockSearch([clause], reached.atoms).firstBroken(in: reached.blocks[0]) != nil
    }
    #expect(inOrder.firstBroken(in: reached.blocks[0]) == first)
  }

  /// A clause of two or three literals, some of them equalities, that is seldom true by chance.
  private static func clause(_ system: RelationalSystem, _ random: inout SplitMix) -> Clause {
    let relations = system.relations.filter { $0.sorts.count < 5 }
    var literals: [Clause.Literal] = []
    func term(_ sort: String) -> ClauseTerm {
      .variable(sort: sort, Int.random(in: 0..<2, using: &random))
    }
    for _ in 0..<Int.random(in: 2...3, using: &random) {
      let relation = relations[Int.random(in: 0..<relations.count, using: &random)]
      literals.append(
        Clause.Literal(
          Int.random(in: 0..<4, using: &random) == 0,
          .holds(relation.name, relation.sorts.map(term))))
    }
    if Bool.random(using: &random), let sort = relations.last?.sorts.first {
      literals.append(Clause.Literal(Bool.random(using: &random), .equal(term(sort), term(sort))))
    }
    return Clause(literals)
  }

  @Test("an audit finds a clause that is false in some state of the scope")
  func audit() throws {
    let (kernel, property) = ("linux-5.14-ext4", "repair_crash_safe")
    let reached = try Reached(kernel, property)
    let sample = try SearchSample(reached.assembly, reached.search, Limits())
    var random = SplitMix(seed: 5)
    let clauses = (0..<40).map { _ in Self.clause(reached.relational, &random) }
    let isBroken = clauses.map { clause in
      let search = BlockSearch([clause], reached.atoms)
      return reached.blocks.contains { search.firstBroken(in: $0) != nil }
    }
    #expect(Set(isBroken).count == 2)
    for (clause, isBroken) in zip(clauses, isBroken) {
      let found = try CertificateAudit(reached.relational, [clause]).states(sample, property)
      guard isBroken else {
        #expect(found.count.scope == reached.states.count)
        continue
      }
      #expect(found.broken == 0)
      #expect(found.count.walks == 0)
    }
  }

  @Test("a search that is stopped has not all states")
  func stopped() throws {
    let specification = try Specs.specification()
    let selection = Selection(kernels: ["linux-5.14-ext4"], designs: ["zeroinit"])
    let assembly = Assembly(specification, Overrides())
    let search = try #require(Plan(specification, selection, Overrides()).searches.first)
    let system = Assembly.reduced(try assembly.replicated(search, [[:]]), of: search)
    let options = Limits(shouldStop: { .interrupted }).searchOptions
    let error = #expect(throws: PackedStates.Incomplete.self) {
      try PackedStates(
        reachedBy: system, scope: system.leastScope(containing: search.scope), options: options)
    }
    #expect(error?.reason == .interrupted)
  }
}
