package import SpecLanguage
import TransitionSystem

/// Which options decide the cells in which the variants of a design differ.
///
/// From one variant's settings it goes towards another's, option by option: a set of options
/// decides a cell if setting just these changes the verdict, and no smaller set within it does.
package struct Ablation: Sendable {
  package let specification: Specification
  package let overrides: Overrides
  package let limits: Limits

  /// A cell with the smallest sets that decide it.
  package struct Finding: Sendable {
    package var kernel: String
    package var design: String
    package var property: String
    package var from: String
    package var towards: String
    /// Each set as `name = value` in words, in the order of the variant's settings.
    package var decisive: [[String]]
  }

  package init(_ specification: Specification, _ overrides: Overrides, _ limits: Limits) {
    self.specification = specification
    self.overrides = overrides
    self.limits = limits
  }

  /// The findings for all cells in which the first variant of a design differs from a later one.
  package func findings(_ results: [CellResult]) async -> [Finding] {
    var findings: [Finding] = []
    for design in specification.designs {
      guard let first = design.variants.first else { continue }
      for kernel in design.kernels {
        for other in design.variants.dropFirst() {
          for property in differing(design, first, other, kernel, results) {
            findings.append(await finding(design, first, other, kernel, property, results))
          }
        }
      }
    }
    return findings
  }

  private func cell(
    _ design: Design, _ variant: Design.Variant, _ kernel: String, _ property: String,
    _ results: [CellResult]
  ) -> CellResult? {
    let column = Column(kernel: kernel, design: design.name, variant: variant.name)
    return results.first { $0.cell.column == column && $0.cell.property == property }
  }

  private func differing(
    _ design: Design, _ first: Design.Variant, _ other: Design.Variant, _ kernel: String,
    _ results: [CellResult]
  ) -> [String] {
    specification.properties.map(\.name).filter { name in
      guard let before = cell(design, first, kernel, name, results),
        let after = cell(design, other, kernel, name, results)
      else { return false }
      return before.isKept != after.isKept
    }
  }

  private func finding(
    _ design: Design, _ first: Design.Variant, _ other: Design.Variant, _ kernel: String,
    _ property: String, _ results: [CellResult]
  ) async -> Finding {
    let options = other.settings.filter { setting in
      first.settings.first { $0.name == setting.name }?.value != setting.value
    }
    let start = cell(design, first, kernel, property, results)
    var decisive: [Set<Int>] = []
    for size in 1...max(1, options.count) {
      for subset in Self.subsets(of: options.count, size: size)
      where !decisive.contains(where: { $0.isSubset(of: subset) }) {
        let settings = subset.sorted().map { options[$0] }
        let kept = await isKept(start?.cell, settings)
        if kept != start?.isKept { decisive.append(subset) }
      }
    }
    return Finding(
      kernel: kernel, design: design.name, property: property, from: first.name,
      towards: other.name,
      decisive: decisive.map { subset in
        subset.sorted().map { "\(options[$0].name) = \(options[$0].value.description)" }
      })
  }

  private func isKept(_ cell: Cell?, _ settings: [OptionSetting]) async -> Bool? {
    guard let cell else { return nil }
    var changed = overrides
    changed.options = settings + overrides.options
    let search = Plan.Search(
      column: cell.column, workload: cell.workload, scope: cell.scope,
      properties: [cell.property])
    let campaign = Campaign(
      assembly: Assembly(specification, changed), plan: Plan(searches: [search]), limits: limits)
    guard case .decided(let cells, _)? = await campaign.run().first else { return nil }
    return cells.first?.isKept
  }

  /// The subsets of `0..<count` of the given size.
  private static func subsets(of count: Int, size: Int) -> [Set<Int>] {
    guard size <= count else { return [] }
    if size == 0 { return [[]] }
    return (0..<count).flatMap { last in
      subsets(of: last, size: size - 1).map { $0.union([last]) }
    }
  }
}
