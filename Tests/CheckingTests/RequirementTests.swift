import Checking
import SpecLanguage
import Testing
import TransitionSystem

/// What was asked of the interface, and the properties that state it.
@Suite("Requirements")
struct RequirementTests {
  @Test("P1 to P30 are all there, each with who argued it")
  func complete() throws {
    let requirements = try RealSpecs.specification().requirements
    #expect(requirements.map(\.name) == (1...30).map { "P\($0)" })
    #expect(requirements.allSatisfy { !$0.source.isEmpty })
  }

  @Test("a property whose source names a requirement states it")
  func agreement() throws {
    let specification = try RealSpecs.specification()
    for property in specification.properties {
      for match in property.source.matches(of: /\bP[0-9]+\b/) {
        let name = String(match.output)
        let requirement = specification.requirements.first { $0.name == name }
        #expect(requirement?.properties.contains(property.name) == true, "\(property.name) \(name)")
      }
    }
  }

  @Test("those that cannot be met together say so of each other")
  func contradictions() throws {
    let specification = try RealSpecs.specification()
    let pairs = specification.requirements.flatMap { requirement in
      specification.contradictions(of: requirement).map { "\(requirement.name)/\($0.name)" }
    }
    let expected = ["P6/P7", "P12/P14", "P12/P15", "P13/P14", "P13/P15", "P28/P29"]
    let turned = expected.map { $0.split(separator: "/").reversed().joined(separator: "/") }
    #expect(Set(pairs) == Set(expected + turned))
  }

  @Test("what stands beside the table comes out as the designs expect, where it is asked for")
  func aside() async throws {
    let specification = try RealSpecs.specification()
    let names = specification.properties.filter(\.isAside).map(\.name)
    let table = Plan(specification, Selection(), Overrides())
    #expect(Set(table.cells.map(\.property)).isDisjoint(with: names))
    let plan = Plan(specification, Selection(properties: names), Overrides())
    let campaign = Campaign(
      assembly: Assembly(specification, Overrides()), plan: plan, limits: Limits())
    for outcome in await campaign.run() {
      guard case .decided(let cells, _) = outcome else {
        throw InternalError("\(outcome)")
      }
      for cell in cells {
        let kernel = cell.cell.column.kernel ?? ""
        #expect(
          cell.isAsExpected, "\(cell.cell.property), \(cell.cell.column.title) on \(kernel)")
      }
    }
  }

  @Test("each assumption of fairness is needed by some design that keeps the property")
  func fairness() async throws {
    let specification = try RealSpecs.specification()
    let names = specification.responses.sorted()
    let plan = Plan(specification, Selection(properties: names), Overrides())
    let campaign = Campaign(
      assembly: Assembly(specification, Overrides()), plan: plan, limits: Limits())
    var open: Set<String> = []
    var needed: Set<String> = []
    for outcome in await campaign.run() {
      guard case .decided(let cells, _) = outcome else { continue }
      for cell in cells {
        for note in cell.fairness {
          open.insert("\(cell.cell.property) \(note.name)")
          if note.isNeeded { needed.insert("\(cell.cell.property) \(note.name)") }
        }
      }
    }
    // Where designs keep `back_in_service` at its own scope the clear itself gives all of it back.
    let excused = open.filter { $0.hasPrefix("back_in_service") }
    #expect(open.subtracting(needed) == excused)
  }

  /// The verdict of a rule for the write flag as it was meant.
  private func verdict(_ property: String, _ options: [String: Bool]) throws -> Verdict {
    let settings = options.map { OptionSetting(name: $0.key, value: .bool($0.value)) }
    let overrides = Overrides(options: settings)
    let specification = try RealSpecs.specification()
    let selection = Selection(
      kernels: ["linux-5.14-xfs"], designs: ["write-flag"], properties: [property],
      variants: ["as meant"])
    let plan = Plan(specification, selection, overrides)
    let campaign = Campaign(
      assembly: Assembly(specification, overrides), plan: plan, limits: Limits())
    guard case .decided(let cells, _) = campaign.explore(try #require(plan.searches.first)) else {
      throw InternalError("not decided")
    }
    return try #require(cells.first).verdict
  }

  @Test("a static rule names the way, and does not go where an option has switched it off")
  func ways() throws {
    guard
      case .decided(false, let way, _) = try verdict("recovery_is_explicit", [:])
    else {
      Issue.record("a write clears without having been asked")
      return
    }
    #expect(way == "recover calls pwrite calls recovery_write calls clear_poison")
    // Then nothing is recovered either, and the rule is kept by never being at stake.
    guard case .vacuous = try verdict("recovery_is_explicit", ["pwrite_recovers": false]) else {
      Issue.record("pwrite does not clear any more")
      return
    }
  }
}
