import Checking
import SpecLanguage
import Testing
import TransitionSystem

@Suite("Seeded faults")
struct SeededFaultTests {
  @Test("every property has one")
  func coverage() throws {
    let declared = try RealSpecs.specification().properties.map(\.name)
    #expect(Set(declared) == Set(SeededFault.all.map(\.property)))
    #expect(SeededFault.all.count == declared.count)
  }

  @Test(
    "a property is kept where nothing is wrong, and catches its fault", arguments: SeededFault.all)
  func caught(fault: SeededFault) throws {
    for kernel in fault.kernels {
      let right = try result(of: fault, on: kernel, fault.right, isEdited: false)
      #expect(right.isKept == true, "\(kernel): \(right.verdict)")
      let wrong = try result(of: fault, on: kernel, fault.wrong, isEdited: fault.edit != nil)
      #expect(wrong.isKept == false, "\(kernel): \(wrong.verdict)")
    }
  }

  private func result(
    of fault: SeededFault, on kernel: String, _ options: [String: Bool], isEdited: Bool
  ) throws -> CellResult {
    var specification = try RealSpecs.specification()
    if isEdited, let edit = fault.edit {
      specification = try RealSpecs.edited(edit.path, replacing: edit.old, with: edit.new)
    }
    let settings = options.map { OptionSetting(name: $0.key, value: .bool($0.value)) }
    let overrides = Overrides(
      scope: ["data": 1, "block": 2].merging(fault.scope) { $1 }, options: settings)
    let selection = Selection(
      kernels: [kernel], designs: [fault.design], properties: [fault.property],
      variants: fault.variant.map { [$0] } ?? [])
    let plan = Plan(specification, selection, overrides)
    let search = try #require(plan.searches.first)
    #expect(plan.cells.count == 1)
    let campaign = Campaign(
      assembly: Assembly(specification, overrides), plan: plan, limits: Limits())
    guard case .decided(let cells, _) = campaign.explore(search) else {
      throw InternalError("\(campaign.explore(search))")
    }
    return try #require(cells.first)
  }
}
