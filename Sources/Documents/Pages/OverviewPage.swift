import SpecLanguage
import TransitionSystem

/// What there is, and where.
struct OverviewPage {
  let documents: DocumentSet
  private var specification: Specification { documents.specification }

  var page: Page {
    var page = Page("index", "Designs and what is decided of them")
    page.paragraph(
      .text(
        "These pages are made from the specs: what each proposal does, what its calls can come to, "
          + "and which of the properties that people asked for it keeps. Pseudo-code is printed "
          + "from the model; outcomes are computed by visiting every run of one call; verdicts are "
          + "those of a stored run of the model checker."))
    writeDesigns(&page)
    writeKernels(&page)
    page.heading(1, "Mechanisms")
    page.list(
      specification.library.mechanisms.map { mechanism in
        [
          .link(mechanism.name, documents.paths.mechanisms[mechanism.name] ?? ""),
          .text(": \(mechanism.title)"),
        ]
      })
    writeRest(&page)
    page.blocks.append(
      .contents(documents.pagePaths.filter { $0 != page.path }))
    return page
  }

  private func writeDesigns(_ page: inout Page) {
    page.heading(1, "Designs")
    page.table(
      ["design", "what it is", "proposed by", "violated", "proved", "other"],
      specification.designs.map { design in
        let verdicts = documents.run.verdicts.filter { $0.design == design.name }
        let violated = verdicts.count { $0.holds == false }
        let proved = verdicts.count { $0.verdict == "proved" }
        let counts =
          verdicts.isEmpty
          ? ["", "", ""]
          : [violated, proved].map { "\($0)" } + [
            "\(verdicts.count - violated - proved)"
          ]
        return [
          [.link(design.name, documents.paths.designs[design.name] ?? "")], [.text(design.title)],
          [.text(design.source)],
        ] + counts.map { [.text($0)] }
      })
    if !documents.run.verdicts.isEmpty {
      page.paragraph(
        .text("The numbers are of cells of the table: a property on a kernel, in a variant."))
    }
  }

  private func writeKernels(_ page: inout Page) {
    let kernels = specification.kernels.filter { !$0.isAbstract }
    guard !kernels.isEmpty else { return }
    page.heading(1, "Kernels")
    page.list(
      kernels.map { kernel in
        [
          .link(kernel.name, documents.paths.kernels[kernel.name] ?? ""),
          .text(": \(kernel.title.onOneLine)"),
        ]
      })
  }

  private func writeRest(_ page: inout Page) {
    page.heading(1, "More")
    var items: [[Page.Inline]] = [
      [.link("Situations", SituationsPage.path), .text(" in which calls are made")],
      [.link("Properties", PropertiesPage.path), .text(" and who asked for them")],
    ]
    if !documents.run.claims.isEmpty {
      items.append([.link("Claims", ClaimsPage.path), .text(" and what became of them")])
    }
    let manuals = ManualPage.subjects(specification, documents.tables)
    items += manuals.compactMap { subject in
      documents.paths.manuals[subject.name].map {
        [.link(subject.name, $0), .text(", as a page of the manual")]
      }
    }
    page.list(items)
  }
}

extension DocumentSet {
  /// The paths of all pages but the first, in order.
  var pagePaths: [String] {
    let designs = specification.designs.compactMap { paths.designs[$0.name] }
    let kernels = specification.kernels.compactMap { paths.kernels[$0.name] }
    let mechanisms = specification.library.mechanisms.compactMap { paths.mechanisms[$0.name] }
    let claims = run.claims.isEmpty ? [] : [ClaimsPage.path]
    let manuals = ManualPage.subjects(specification, tables).compactMap { paths.manuals[$0.name] }
    return designs + kernels + mechanisms + [SituationsPage.path, PropertiesPage.path] + claims
      + manuals
  }
}
