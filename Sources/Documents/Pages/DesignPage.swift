import Checking
import SpecLanguage
import TransitionSystem

/// What a design is, what its calls do and come to, and what is decided of it.
struct DesignPage {
  let documents: DocumentSet
  let design: Design

  private var tables: [OutcomeTable] { documents.tables(of: design) }

  var page: Page {
    var page = Page(documents.paths.designs[design.name] ?? "designs/unnamed", design.name)
    writeHead(&page)
    writeOptions(&page)
    writeCode(&page)
    writeLocks(&page)
    writeOutcomes(&page)
    VerdictSection(specification: documents.specification, run: documents.run, design: design.name)
      .write(to: &page)
    return page
  }

  private func writeHead(_ page: inout Page) {
    if !design.title.isEmpty { page.paragraph(.text(design.title.sentence)) }
    if !design.documentation.isEmpty { page.paragraph(.text(design.documentation)) }
    if !design.source.isEmpty { page.paragraph(.text("Proposed: \(design.source).")) }
    let kernels = design.kernels.map { kernel in
      documents.paths.kernels[kernel].map { Page.Inline.link(kernel, $0) } ?? .text(kernel)
    }
    page.paragraph([.text("On ")] + .joined(kernels, ", ") + [.text(".")])
    let manuals = ManualPage.subjects(documents.specification, documents.tables)
      .filter { $0.design == design.name }
      .compactMap { subject in documents.paths.manuals[subject.name].map { ($0, subject.name) } }
    if !manuals.isEmpty {
      page.paragraph(
        [.text("As pages of the manual: ")]
          + .joined(manuals.map { .link($0.1, $0.0) }, ", ") + [.text(".")])
    }
  }

  private func writeOptions(_ page: inout Page) {
    let options = design.fragment.options
    if !options.isEmpty {
      page.heading(1, "Options")
      page.paragraph(
        .text("What the proposal leaves open, or what was posted otherwise than it was meant."))
      let variants = design.variants
      page.table(
        ["option"] + (variants.isEmpty ? ["value"] : variants.map(\.name)) + ["meaning"],
        options.map { option in
          let values = variants.map { variant in
            (variant.settings.last { $0.name == option.name }
              ?? design.settings.last { $0.name == option.name })?.value ?? option.value
          }
          let shown = variants.isEmpty ? [option.value] : values
          return [[.code(option.name)]] + shown.map { [.code(documents.code.text($0))] }
            + [[.text(option.documentation)]]
        })
    }
    if !design.variants.isEmpty {
      page.heading(1, "Variants")
      page.list(
        design.variants.map { variant in
          [.strong(variant.name)]
            + (variant.title.isEmpty ? [] : [.text(": \(variant.title.onOneLine)")])
        })
    }
  }

  private func writeCode(_ page: inout Page) {
    guard !design.fragment.callables.isEmpty else { return }
    page.heading(1, "What it does")
    page.paragraph(
      .text("Pseudo-code, printed from the model. What it calls and does not define is in the "),
      .text("pages of the kernel and of the mechanisms."))
    for callable in design.fragment.callables { page.code(documents.code.text(callable)) }
    for action in design.fragment.environment { page.code(documents.code.text(action)) }
  }

  /// The calls and recipes of its own.
  private var calls: [Callable] {
    design.fragment.callables.filter { [.syscall, .recipe].contains($0.kind) }
  }

  private func writeLocks(_ page: inout Page) {
    guard let kernel = design.kernels.first else { return }
    let layers = documents.specification.layers(of: Column(kernel: kernel, design: design.name))
    let items = calls.flatMap { call in
      LockOrder.chains(of: call.name, in: layers).map { chain -> [Page.Inline] in
        [.code(call.name), .text(": ")] + .joined(chain.map { .code($0) }, ", inside of it ")
      }
    }
    guard !items.isEmpty else { return }
    page.heading(1, "Locks and their order")
    page.paragraph(
      .text("Every way in which its calls hold locks on \(kernel), the first one taken first."))
    page.list(items)
  }

  private func writeOutcomes(_ page: inout Page) {
    guard !tables.isEmpty, !documents.specification.situations.isEmpty else { return }
    page.heading(1, "Outcomes")
    var about: [Page.Inline] = [
      .text("What each of its calls can come to in each of the "),
      .link("situations", SituationsPage.path),
      .text(
        ", when nobody else calls: every run of the model was looked at. The number of steps and "
          + "the run are those of a shortest one."),
    ]
    if calls.contains(where: { $0.kind == .recipe }) {
      about.append(.text(" A recipe is what a program does with the calls."))
    }
    page.paragraph(about)
    let section = OutcomeSection(
      tables: tables, lifecycles: documents.lifecycles, base: documents.table(ofKernel:)
    ) { column in
      [column.kernel, column.variant].compactMap(\.self).joined(separator: ", ")
    }
    section.write(calls.map(\.name), to: &page, level: 2)
  }
}

extension String {
  /// A title as a sentence.
  var sentence: String {
    let text = onOneLine
    let ended = text.last.map { ".?!".contains($0) } == true ? text : text + "."
    return ended.prefix(1).uppercased() + ended.dropFirst()
  }
}
