import Explicit
import Exports
import TestSupport
import Testing
import TransitionSystem

/// SPIN and Rumur on exported systems: the counts and verdicts of the explicit engine.
@Suite("Exported systems", .serialized)
struct ExportTests {
  private static let noSpin: Comment = "without SPIN and gcc"
  private static let noRumur: Comment = "without Rumur and gcc"

  /// What the engine finds without symmetry; nil for counts if it stops at an error of the spec.
  private static func expected(
    _ system: TransitionSystem, _ scope: Scope
  ) -> (counts: ToolCounts, isError: Bool) {
    let result = explore(system, scope: scope, options: SearchOptions())
    let isError = result.specError != nil
    let counts = ToolCounts(
      states: result.distinctStates, transitions: result.generatedTransitions,
      isViolated: isError || !result.violations.isEmpty || !result.witnesses.isEmpty)
    return (counts, isError)
  }

  /// The states and steps alone, nothing demanded of them.
  private static func silent(_ rules: RuleSystem) -> RuleSystem {
    var result = rules
    result.invariants = []
    for index in result.rules.indices { result.rules[index].demands = [] }
    return result
  }

  private static func compareWithSpin(
    _ system: TransitionSystem, _ scope: Scope, _ name: Comment
  ) throws {
    let (wanted, isError) = expected(system, scope)
    let rules = try RuleSystem(system, scope: scope)
    let found = try OtherTools.spin(rules.promela([], file: "system.pml"))
    #expect(found.isViolated == wanted.isViolated, name)
    guard !isError else { return }
    // Violations do not keep SPIN from going on, but an initial one is a step of its own.
    let counted =
      wanted.isViolated
      ? try OtherTools.spin(silent(rules).promela([], file: "system.pml")) : found
    #expect(counted.states == wanted.states, name)
    #expect(counted.transitions == wanted.transitions, name)
    #expect(counted.isViolated == false, name)
  }

  private static func compareWithRumur(
    _ system: TransitionSystem, _ scope: Scope, _ name: Comment
  ) throws {
    let (wanted, isError) = expected(system, scope)
    let rules = try RuleSystem(system, scope: scope)
    let found = try OtherTools.rumur(rules.murphi([], file: "system.m"))
    #expect(found.isViolated == wanted.isViolated, name)
    guard !isError else { return }
    let counted =
      wanted.isViolated
      ? try OtherTools.rumur(silent(rules).murphi([], file: "system.m")) : found
    #expect(counted.states == wanted.states, name)
    #expect(counted.transitions == wanted.transitions, name)
    #expect(counted.isViolated == false, name)
  }

  @Test(
    "SPIN agrees about specs", .enabled(if: OtherTools.hasSpin, noSpin), arguments: SpecCase.all)
  func spin(_ spec: SpecCase) throws {
    let (system, scope) = try spec.system()
    try Self.compareWithSpin(system, scope, "\(spec.testDescription)")
  }

  @Test(
    "Rumur agrees about specs", .enabled(if: OtherTools.hasRumur, noRumur), arguments: SpecCase.all)
  func rumur(_ spec: SpecCase) throws {
    let (system, scope) = try spec.system()
    try Self.compareWithRumur(system, scope, "\(spec.testDescription)")
  }

  /// Some are errors of the spec, which are violations there.
  private static let seeds = Array(0..<16)

  private static func random(_ seed: Int) -> (TransitionSystem, Scope)? {
    let random = RandomSystem(seed: seed)
    let reference = ReferenceSearch(random.system, scope: random.scope, limit: 2000)
    return reference.isTooLarge ? nil : (random.system, random.scope)
  }

  @Test("SPIN agrees about random systems", .enabled(if: OtherTools.hasSpin, noSpin))
  func randomSpin() throws {
    let systems = Self.seeds.compactMap { seed in Self.random(seed).map { (seed, $0) } }
    #expect(systems.count >= 10)
    for (seed, (system, scope)) in systems {
      try Self.compareWithSpin(system, scope, "seed \(seed)")
    }
  }

  @Test("Rumur agrees about random systems", .enabled(if: OtherTools.hasRumur, noRumur))
  func randomRumur() throws {
    let systems = Self.seeds.prefix(8).compactMap { seed in Self.random(seed).map { (seed, $0) } }
    #expect(systems.count >= 4)
    for (seed, (system, scope)) in systems {
      try Self.compareWithRumur(system, scope, "seed \(seed)")
    }
  }

  @Test("SPIN agrees about the tiny system", .enabled(if: OtherTools.hasSpin, noSpin))
  func tinySpin() throws {
    try Self.compareWithSpin(TinySystem.system, TinySystem.scope, "tiny")
  }

  @Test("Rumur agrees about the tiny system", .enabled(if: OtherTools.hasRumur, noRumur))
  func tinyRumur() throws {
    try Self.compareWithRumur(TinySystem.system, TinySystem.scope, "tiny")
  }

  @Test(
    "a changed export is noticed: without any one assignment the counts are others",
    .enabled(if: OtherTools.hasSpin, noSpin))
  func seededFaults() throws {
    let rules = Self.silent(try RuleSystem(TinySystem.system, scope: TinySystem.scope))
    let whole = try OtherTools.spin(rules.promela([], file: "system.pml"))
    var changed = 0
    for rule in rules.rules.indices {
      for assignment in rules.rules[rule].assignments.indices {
        var faulty = rules
        faulty.rules[rule].assignments.remove(at: assignment)
        let found = try OtherTools.spin(faulty.promela([], file: "system.pml"))
        #expect(found != whole, "\(rules.rules[rule].name), assignment \(assignment)")
        changed += 1
      }
    }
    #expect(changed == 10)
  }

  @Test(
    "names that mean something to the other tools are written otherwise",
    .enabled(if: OtherTools.hasSpin && OtherTools.hasRumur, noSpin))
  func hostileNames() throws {
    let names = [
      "now", "int", "if", "II", "SYNC", "linux", "uchar", "_pid", "9", "", "a b", "a_b", "A_B",
      "rule", "end", "begin", "Next", "vars", "é", "steps", "old", "old0", "demand_p", "register",
      "state_type", "*/ x", "\" y", "type", "undefined", "BITSTATE", "WS", "trpt", "main", "pan",
    ]
    let variables = names.map { StateVariable($0, [], .bool, initial: .bool(false)) }
    let parameter = Parameter("now", .bool)
    let actions = names.prefix(6).map { name in
      Action(
        name: name, parameters: [parameter], guard: .not(.at(name)),
        updates: [Update(name, [], .variable(parameter))],
        checks: [Check(property: "p", kind: .require, condition: .bool(true))],
        label: Label(.environment, .step, name))
    }
    let properties = names.map { name in
      Property(name: name, kind: .always(.not(.and([.at(name), .at("9")]))))
    }
    let system = TransitionSystem(
      name: "*/ \"hostile\"\n*)", variables: variables, actions: Array(actions),
      properties: properties)
    try Self.compareWithSpin(system, Scope([:]), "hostile")
    try Self.compareWithRumur(system, Scope([:]), "hostile")
  }
}
