import Checking
import Proofs
import Proving
import Relational
import SpecLanguage
import TestSupport
import Testing
import TransitionSystem

@Suite("What has no invariant")
struct DemandTests {
  private static func outcome(
    _ property: String, _ specification: Specification
  ) async throws -> Prover.Outcome {
    let plan = Plan(
      specification,
      Selection(
        kernels: ["linux-5.14-ext4"], designs: ["zeroinit"], properties: [property],
        variants: ["as meant"]), Overrides())
    let assembly = Assembly(specification, Overrides())
    return await Prover(assembly, threads: 1).prove(try #require(plan.searches.first), property)
  }

  @Test("a property that is decided from the text is not proved where it is false")
  func decided() async throws {
    let specification = try Specs.specification(
      replacing: "  syscall pwrite(", with: "  privileged syscall pwrite(")
    guard case .outside(let error) = try await Self.outcome("needs_no_privilege", specification)
    else {
      Issue.record("proved")
      return
    }
    #expect(error.message == "recover calls pwrite, which is privileged")
    #expect(error.site?.file == "properties/4-others.kspec")
  }

  @Test("that a state is reached is not proved")
  func reachable() async throws {
    let specification = try Specs.specification(
      replacing: "  always forall block b: known[b] && poison[b] => bad[b];",
      with: "  reachable exists block b: known[b] && poison[b] && !bad[b];")
    guard case .outside(let error) = try await Self.outcome("badblocks_complete", specification)
    else {
      Issue.record("proved")
      return
    }
    #expect(error.message == "an invariant cannot show that a state is reached")
    #expect(error.site?.file == "properties/3-blocks.kspec")
  }
}

@Suite("Outside the fragment")
struct FragmentTests {
  private static let item = Parameter("i", .sort("item"))
  private static let other = Parameter("j", .sort("item"))
  private static let linked = Expression.forAll(
    [item], .exists([other], .at("next", item.use, other.use)))

  private static func system(
    guard condition: Expression = .bool(true), value: Expression = .bool(true)
  ) throws -> RelationalSystem {
    try Translation.relational(
      TransitionSystem(
        name: "links", sorts: [Sort("item", elements: .letters(from: "A"))],
        variables: [
          StateVariable("next", ["item", "item"], .bool, initial: .bool(false)),
          StateVariable("done", [], .bool, initial: .bool(false)),
        ],
        actions: [
          Action(
            name: "finish", parameters: [], guard: condition,
            updates: [Update("done", [], value)],
            label: Label(.environment, .environment, "finish"))
        ],
        properties: [Property(name: "never", kind: .always(.not(.at("done"))))]))
  }

  @Test("what asks for all and some is named and not proved")
  func named() async throws {
    let cases = [
      (try Self.system(guard: Self.linked), ["guardCondition(action: \"finish\")"]),
      (
        try Self.system(value: Self.linked),
        ["update(action: \"finish\", relation: \"done\")"]
      ),
      (
        try Self.system(value: .not(Self.linked)),
        ["update(action: \"finish\", relation: \"done\")"]
      ),
      (try Self.system(guard: .not(Self.linked)), []),
    ]
    for (system, places) in cases {
      let found = system.fragmentErrors.map {
        "\($0.place)".replacing("AlternationError.Place.", with: "")
      }
      #expect(found == places)
      #expect(system.fragmentErrors.allSatisfy { $0.reason == .alternation })
      if places.isEmpty {
        _ = try Houdini(system, candidates: [])
        #expect(try !Proof(system: system, invariant: [], totalities: []).check().failed.isEmpty)
      } else {
        #expect(throws: AlternationError.self) { try Houdini(system, candidates: []) }
        #expect(throws: AlternationError.self) {
          try Proof(system: system, invariant: [], totalities: []).check()
        }
      }
    }
  }
}
