package import SpecLanguage
import TransitionSystem

/// What became of one statement of a claim.
package struct ClaimResult: Sendable {
  package var claim: Claim
  package var statement: ClaimStatement
  /// The kernel that it speaks of here.
  package var kernel: String
  /// Nil: this run did not decide the cells that it needs.
  package var holds: Bool?
  /// The sentence with the evidence.
  package var text: String
}

/// Decides claims from cells.
package struct ClaimDecision {
  let specification: Specification
  let results: [CellResult]
  /// What a cover says that shows a repair at work.
  package static let repairWitness = "recover returned ok on a lost position"

  package init(specification: Specification, results: [CellResult]) {
    self.specification = specification
    self.results = results
  }

  /// Each statement on each kernel that it speaks of, in order.
  package func all() -> [ClaimResult] {
    specification.claims.flatMap { claim in
      claim.statements.flatMap { statement in
        kernels(of: statement).map { decide(claim, statement, on: $0) }
      }
    }
  }

  private func kernels(of statement: ClaimStatement) -> [String] {
    if let kernel = statement.kernel { return [kernel] }
    return specification.designs.first { $0.name == statement.design }?.kernels ?? []
  }

  private func cells(_ design: String, _ variant: String?, _ kernel: String) -> [CellResult] {
    results.filter {
      $0.cell.column.design == design && $0.cell.column.variant == variant
        && $0.cell.column.kernel == kernel
    }
  }

  private func decide(
    _ claim: Claim, _ statement: ClaimStatement, on kernel: String
  ) -> ClaimResult {
    let mine = cells(statement.design, statement.variant, kernel)
    let name = Column(kernel: kernel, design: statement.design, variant: statement.variant).title
    let (holds, text): (Bool?, String)
    switch statement.assertion {
    case .keeps(let properties): (holds, text) = keeps(properties, mine, true)
    case .breaks(let properties): (holds, text) = keeps(properties, mine, false)
    case .keepsAtLeast(let least, let other):
      (holds, text) = keepsAtLeast(least, other, mine, kernel)
    case .breaksSomething: (holds, text) = breaksSomething(mine)
    }
    return ClaimResult(
      claim: claim, statement: statement, kernel: kernel, holds: holds, text: "\(name) \(text)")
  }

  private func keeps(
    _ properties: [String], _ mine: [CellResult], _ wanted: Bool
  ) -> (Bool?, String) {
    let found = properties.map { name in mine.first { $0.cell.property == name } }
    let words = "\(wanted ? "keeps" : "breaks") \(properties.joined(separator: ", "))"
    guard found.allSatisfy({ $0?.isKept != nil }) else { return (nil, words) }
    return (found.allSatisfy { $0?.isKept == wanted }, words)
  }

  /// Whether every property of the specification is decided for the column.
  private func isComplete(_ mine: [CellResult]) -> Bool {
    let decided = mine.filter { if case .unknown = $0.verdict { false } else { true } }
    return Set(decided.map(\.cell.property)) == Set(specification.properties.map(\.name))
  }

  private func keepsAtLeast(
    _ least: Int, _ other: String, _ mine: [CellResult], _ kernel: String
  ) -> (Bool?, String) {
    let broken = cells(other, nil, kernel).filter { $0.steps != nil }.map(\.cell.property)
    let kept = mine.filter { $0.isKept == true && broken.contains($0.cell.property) }
      .map(\.cell.property)
    guard isComplete(mine), isComplete(cells(other, nil, kernel)) else {
      return (nil, "keeps at least \(least) of what \(other) breaks")
    }
    let repairs = mine.contains { $0.covers.contains(Self.repairWitness) }
    let words =
      "keeps \(kept.count) of what \(other) breaks: \(kept.joined(separator: ", "))"
      + (repairs ? "" : "; but its recover never returns ok on a lost position")
    return (kept.count >= least && repairs, words)
  }

  private func breaksSomething(_ mine: [CellResult]) -> (Bool?, String) {
    guard isComplete(mine) else { return (nil, "breaks something") }
    let broken = mine.filter { $0.isKept == false }.map(\.cell.property)
    if broken.isEmpty { return (true, "breaks nothing of the table: none was found") }
    return (true, "does not keep \(broken.joined(separator: ", "))")
  }
}
