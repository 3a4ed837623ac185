package import Checking
package import SpecLanguage
import TransitionSystem

/// A run of `check` as reports for machines need it.
package struct CheckedRun: Sendable {
  package let specification: Specification
  package let results: [CellResult]
  /// The runs that show violations and errors of specs, by the positions of their results.
  package let runs: [Int: Run]
  /// The searches in which all tasks can come to wait for ever.
  package let deadlocks: [Deadlock]
  /// The claims about whole columns that were decided.
  package let claims: [ClaimResult]
  /// What kept searches from being run, each with its place.
  package let problems: [String]
  package let version: String

  /// A search with a state in which nothing more can happen.
  package struct Deadlock: Sendable {
    package let column: Column
    package let workload: String
    package let steps: Int

    package init(column: Column, workload: String, steps: Int) {
      self.column = column
      self.workload = workload
      self.steps = steps
    }

    package var sentence: String {
      "\(column.place), workload \(workload): deadlock after \(steps) steps"
    }
  }

  package init(
    specification: Specification, results: [CellResult], runs: [Int: Run], deadlocks: [Deadlock],
    claims: [ClaimResult], problems: [String], version: String
  ) {
    self.specification = specification
    self.results = results
    self.runs = runs
    self.deadlocks = deadlocks
    self.claims = claims
    self.problems = problems
    self.version = version
  }

  /// The declaration of a cell's property.
  func declaration(of result: CellResult) -> PropertyDeclaration? {
    specification.properties(of: result.cell.column).first { $0.name == result.cell.property }
  }

  /// Where a column is declared.
  func site(of column: Column) -> SourceSite? {
    column.kernel == nil
      ? specification.models.first { $0.name == column.design }?.site
      : specification.designs.first { $0.name == column.design }?.site
  }
}
