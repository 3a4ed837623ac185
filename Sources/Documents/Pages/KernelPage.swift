import Checking
import SpecLanguage
import TransitionSystem

/// What a kernel does, what its calls come to, and how pages and blocks change on it.
struct KernelPage {
  let documents: DocumentSet
  let kernel: Kernel

  var page: Page {
    let path = documents.paths.kernels[kernel.name] ?? "kernels/unnamed"
    var page = Page(path, kernel.name)
    if !kernel.title.isEmpty { page.paragraph(.text(kernel.title.sentence)) }
    if !kernel.source.isEmpty { page.paragraph(.text("Source: \(kernel.source).")) }
    writeLayers(&page)
    writeDiagrams(&page)
    writeOutcomes(&page)
    return page
  }

  private var chain: [Kernel] { documents.specification.chain(of: kernel.name) }

  private func writeLayers(_ page: inout Page) {
    page.heading(1, "What it is made of")
    page.paragraph(
      .text("Each layer stands on those before it and may override what they do."))
    for layer in chain {
      page.heading(2, layer.name)
      if layer.name != kernel.name {
        if let other = documents.paths.kernels[layer.name] {
          page.paragraph(.text("See "), .link(layer.name, other), .text("."))
          continue
        }
        let earlier = documents.specification.kernels.first { other in
          !other.isAbstract
            && documents.specification.chain(of: other.name).contains { $0.name == layer.name }
        }
        if let earlier, earlier.name != kernel.name,
          let path = documents.paths.kernels[earlier.name]
        {
          page.paragraph(
            .text("\(layer.title.sentence) Its code is printed with "), .link(earlier.name, path),
            .text("."))
          continue
        }
        page.paragraph(.text(layer.title.sentence))
      }
      let settings = layer.settings.map { setting -> [Page.Inline] in
        [.code("\(setting.name) = \(documents.code.text(setting.value))")]
      }
      if !settings.isEmpty {
        page.paragraph([.text("It sets:")])
        page.list(settings)
      }
      for callable in layer.fragment.callables { page.code(documents.code.text(callable)) }
    }
  }

  private func writeDiagrams(_ page: inout Page) {
    guard let table = documents.table(ofKernel: kernel.name) else { return }
    for graph in table.lifecycles where !graph.changes.isEmpty {
      page.heading(1, "States of a \(graph.name)")
      let earlier = documents.tables.first { other in
        other.column.design == nil && other.lifecycles.contains(graph)
      }
      if let earlier, earlier.column.kernel != kernel.name,
        let path = documents.paths.kernels[earlier.column.kernel]
      {
        page.paragraph(.text("As on "), .link(earlier.column.kernel, path), .text("."))
        continue
      }
      page.paragraph(
        .text(
          "Every change that some step makes, of a call in one of the situations or of what "
            + "happens by itself. Where a step has no arrow, it leaves the \(graph.name) as it is.")
      )
      page.blocks.append(
        .diagram(
          Diagram(
            name: "\(page.path)-\(graph.name)", title: "States of a \(graph.name)",
            states: graph.states,
            arrows: graph.changes.map { .init(from: $0.from, to: $0.to, words: $0.steps) })))
    }
  }

  private func writeOutcomes(_ page: inout Page) {
    guard let table = documents.table(ofKernel: kernel.name), !table.situations.isEmpty else {
      return
    }
    page.heading(1, "Outcomes")
    page.paragraph(
      .text("What each call can come to in each of the "),
      .link("situations", SituationsPage.path),
      .text(", when nobody else calls, without any design."))
    var names: [String] = []
    for call in table.calls where !names.contains(call.callable.name) {
      names.append(call.callable.name)
    }
    let section = OutcomeSection(tables: [table], lifecycles: documents.lifecycles) { $0.kernel }
    for name in names {
      if let other = twin(name, table), let path = documents.paths.kernels[other] {
        page.heading(2, name)
        page.paragraph(.text("As on "), .link(other, path), .text("."))
      } else {
        section.write([name], to: &page, level: 2)
      }
    }
  }

  /// The first kernel before this one on which the calls of the name come to the same.
  private func twin(_ name: String, _ table: OutcomeTable) -> String? {
    func rows(_ table: OutcomeTable) -> [[[Outcome]]] {
      table.calls.filter { $0.callable.name == name }.map(\.outcomes)
    }
    let found = documents.tables.first { $0.column.design == nil && rows($0) == rows(table) }
    return found.flatMap { $0.column.kernel == kernel.name ? nil : $0.column.kernel }
  }
}
