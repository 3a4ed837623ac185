import Certificates
import Proofs
import Relational
import Testing
import TransitionSystem

/// Where "something is there" may be used of finitely many cells.
@Suite("Totalities") struct TotalityTests {
  private let f = of("f", "f")
  private let x = of("f", "x")
  private let y = of("b", "y")

  /// The allocator with `hole` as the other case of a file's cell, and a step that looks only at
  /// that: it fails if nothing is mapped at all.
  private func holes(inGroup group: String) -> RelationalSystem {
    var system = Allocator.system
    for index in system.relations.indices where system.relations[index].name == "mapped" {
      system.relations[index].group = "map"
    }
    system.relations += [Relation("hole", ["f"], group: group), Relation("nothing", [])]
    system.initial += [
      definition("hole", x, be: .bool(true)), definition("nothing", be: .bool(true)),
    ]
    system.actions[0].updates += [
      definition("hole", x, be: holds("hole", x) && !same((x, f))),
      definition("nothing", be: .bool(false)),
    ]
    system.actions[1].updates.append(
      definition("hole", x, be: holds("hole", x) || same((x, f))))
    system.actions[2].updates += [
      definition("hole", x, be: .bool(true)), definition("nothing", be: .bool(true)),
    ]
    system.actions.append(
      RelationalAction(
        name: "look", parameters: [f], guard: !holds("hole", f),
        checks: [
          Check(
            property: "some", kind: .require, condition: !holds("nothing"), message: "nothing")
        ], origin: "look"))
    system.goals = []
    return system
  }

  private let invariant = ["-map(f0,b0) -nothing", "hole(f0) mapped(f0)"].map(clause)

  @Test("a totality is used where another case of the cell is read") func otherCase() async throws {
    let look = Condition.check(action: 4, check: 0)
    for (group, isProved) in [("map", true), ("hole", false)] {
      let system = holes(inGroup: group)
      let candidates = invariant + ["-map(f0,b0) mapped(f0)", "-hole(f0) -mapped(f0)"].map(clause)
      let result = try #require(await Houdini(system, candidates: candidates).run())
      #expect(result.clauses == candidates)
      #expect(result.proved.contains(look) == isProved)
      let builder = try ObligationBuilder(system, invariant: candidates)
      let found = try QuantifiedCheck(builder).results(of: [look])
      #expect(found.map { $0.answer == .proved } == [isProved])
    }
  }

  @Test("what one condition assumes, the next does not have") func noLeak() async throws {
    // The first clause reads whether a file is mapped, the last does not.
    var system = holes(inGroup: "hole")
    system.relations.append(Relation("seen", ["f"]))
    system.initial.append(definition("seen", x, be: .bool(false)))
    system.actions[0].updates.append(definition("seen", x, be: .bool(false)))
    system.actions.append(
      RelationalAction(
        name: "see", parameters: [], guard: .bool(true),
        updates: [definition("seen", x, be: !holds("hole", x) && holds("nothing"))],
        origin: "see"))
    let others = ["-map(f0,b0) mapped(f0)", "-hole(f0) -mapped(f0)"].map(clause)
    let first = clause("-seen(f0) -mapped(f0)")
    let last = clause("-seen(f0)")
    let candidates = invariant + others + [first, last]
    let result = try #require(await Houdini(system, candidates: candidates, workers: 1).run())
    #expect(result.clauses == candidates.dropLast())
    let builder = try ObligationBuilder(system, invariant: candidates)
    let found = try QuantifiedCheck(builder).results(of: [.consecution(action: 5, last)])
    #expect(found.map { $0.answer == .proved } == [false])
  }

  /// The allocator with files that have a block from the start.
  private func seats(isTotal: Bool) -> RelationalSystem {
    var system = Allocator.system
    system.relations += [
      Relation("is.seat", ["f"], .rigid), Relation("seat", ["f", "b"], .rigid),
    ]
    let owned = Expression.exists([x], holds("seat", x, y))
    system.initial = [
      definition("free", y, be: !owned), definition("mapped", x, be: holds("is.seat", x)),
      definition("map", x, y, be: holds("seat", x, y)),
    ]
    let other = of("f", "other")
    system.axioms = [
      Axiom(
        "seats differ",
        .forAll(
          [x, other, y],
          .or([!holds("seat", x, y), !holds("seat", other, y), .equal(x.use, other.use)]))),
      Axiom("seats", .forAll([x, y], .or([!holds("seat", x, y), holds("is.seat", x)]))),
    ]
    if isTotal { system.totalities.append(Totality(domain: "is.seat", relation: "seat")) }
    return system
  }

  @Test("a totality of rigid relations is an axiom of every condition", arguments: [true, false])
  func rigid(isTotal: Bool) async throws {
    let system = seats(isTotal: isTotal)
    let candidates = Allocator.candidates.prefix(3).map(clause)
    let result = try #require(await Houdini(system, candidates: candidates).run())
    #expect(result.clauses == candidates)
    #expect(result.totalities == (isTotal ? system.totalities : []))
    var proved = system
    proved.totalities = result.totalities
    let builder = try ObligationBuilder(proved, invariant: candidates)
    #expect(!builder.conditions.contains(.totalityInitiation(1)))
    #expect(builder.conditions.contains(.totalityInitiation(0)) == isTotal)
    let checks = try QuantifiedCheck(builder).results(of: builder.conditions)
    let open: [Condition] = isTotal ? [] : [.check(action: 3, check: 0)]
    #expect(checks.filter { $0.answer != .proved }.map(\.condition) == open)
  }

  @Test("both translations assume them at the same cells") func twice() throws {
    for system in [holes(inGroup: "map"), holes(inGroup: "hole"), seats(isTotal: true)] {
      let invariant = Allocator.candidates.map(clause)
      let first = try ObligationBuilder(system, invariant: invariant).texts
      let second = try SecondTranslation.conditions(
        model: ModelText.checked(system),
        invariant: ClauseText(sorts: system.sorts).invariant(invariant))
      #expect(TranslationComparison.differences(first, second) == [])
      #expect(first.count > 20)
    }
  }
}
