package import Checking
package import SpecLanguage
import TransitionSystem

/// All pages about a specification.
package struct DocumentSet: Sendable {
  let specification: Specification
  /// What calls come to, in every column and on every kernel alone.
  let tables: [OutcomeTable]
  let run: StoredRun
  let paths: Paths
  let code: PseudoCode

  /// Where the pages of things are, by name.
  struct Paths: Sendable {
    var designs: [String: String] = [:]
    var kernels: [String: String] = [:]
    var mechanisms: [String: String] = [:]
    var manuals: [String: String] = [:]
  }

  package init(_ specification: Specification, _ tables: [OutcomeTable], _ run: StoredRun) {
    (self.specification, self.tables, self.run) = (specification, tables, run)
    func paths(_ folder: String, _ names: [String]) -> [String: String] {
      var slugs = Slugs()
      var paths: [String: String] = [:]
      for name in names where paths[name] == nil { paths[name] = "\(folder)/\(slugs.slug(name))" }
      return paths
    }
    self.paths = Paths(
      designs: paths("designs", specification.designs.map(\.name)),
      kernels: paths("kernels", specification.kernels.filter { !$0.isAbstract }.map(\.name)),
      mechanisms: paths("mechanisms", specification.library.mechanisms.map(\.name)),
      manuals: paths("man", ManualPage.subjects(specification, tables).map(\.name)))
    code = PseudoCode(
      [specification.library.fragment] + specification.kernels.map(\.fragment)
        + specification.designs.map(\.fragment))
  }

  /// The columns of which the pages say what calls come to.
  package static func columns(_ specification: Specification) -> [OutcomeColumn] {
    let kernels = specification.kernels.filter { !$0.isAbstract }
      .map { OutcomeColumn(kernel: $0.name) }
    let designs = specification.designs.flatMap { design in
      design.kernels.flatMap { kernel in
        let variants = design.variants.map { Optional($0.name) }
        return (variants.isEmpty ? [nil] : variants).map {
          OutcomeColumn(kernel: kernel, design: design.name, variant: $0)
        }
      }
    }
    return kernels + designs
  }

  /// The pages, in order.
  package var pages: [Page] {
    var pages = [OverviewPage(documents: self).page]
    pages += specification.designs.map { DesignPage(documents: self, design: $0).page }
    pages += specification.kernels.filter { !$0.isAbstract }
      .map { KernelPage(documents: self, kernel: $0).page }
    pages += specification.library.mechanisms.map {
      MechanismPage(documents: self, mechanism: $0).page
    }
    pages += [SituationsPage(documents: self).page, PropertiesPage(documents: self).page]
    if !run.claims.isEmpty { pages.append(ClaimsPage(documents: self).page) }
    return pages + manuals
  }

  /// The pages that are also pages of the manual.
  package var manuals: [Page] {
    ManualPage.subjects(specification, tables).map { ManualPage(documents: self, subject: $0).page }
  }

  /// The pictures on pages.
  package static func diagrams(of pages: [Page]) -> [Diagram] {
    pages.flatMap(\.blocks).compactMap { block in
      if case .diagram(let diagram) = block { diagram } else { nil }
    }
  }

  /// The tables of a design, on one kernel after the other.
  func tables(of design: Design) -> [OutcomeTable] {
    tables.filter { $0.column.design == design.name }
  }

  func table(ofKernel name: String) -> OutcomeTable? {
    tables.first { $0.column.design == nil && $0.column.kernel == name }
  }

  var lifecycles: [String] { specification.library.lifecycles.map(\.name) }
}
