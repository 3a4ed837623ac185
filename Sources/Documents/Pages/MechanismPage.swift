import SpecLanguage
import TransitionSystem

/// The state and the steps of a mechanism, and who takes these steps.
struct MechanismPage {
  let documents: DocumentSet
  let mechanism: Mechanism

  private var fragment: Fragment { mechanism.fragment }

  var page: Page {
    let path = documents.paths.mechanisms[mechanism.name] ?? "mechanisms/unnamed"
    var page = Page(path, mechanism.name.prefix(1).uppercased() + mechanism.name.dropFirst())
    page.paragraph(.text(mechanism.title.sentence))
    writeState(&page)
    writeOptions(&page)
    writeSteps(&page)
    return page
  }

  private func writeState(_ page: inout Page) {
    if !fragment.variables.isEmpty {
      page.heading(1, "State")
      for variable in fragment.variables { page.code(documents.code.text(variable)) }
    }
    if !fragment.locks.isEmpty {
      page.heading(1, "Locks")
      page.list(
        fragment.locks.map { lock in
          let indices = lock.indices.map { "[\($0)]" }.joined()
          return [.code(lock.name + indices), .text(": \(lock.documentation.onOneLine)")]
        })
    }
    if !fragment.definitions.isEmpty {
      page.heading(1, "Definitions")
      for definition in fragment.definitions { page.code(documents.code.text(definition)) }
    }
  }

  private func writeOptions(_ page: inout Page) {
    guard !fragment.options.isEmpty else { return }
    page.heading(1, "Options")
    page.table(
      ["option", "value", "meaning", "set by"],
      fragment.options.map { option in
        let setters = documents.specification.kernels.filter { kernel in
          kernel.settings.contains { $0.name == option.name }
        }
        return [
          [.code(option.name)], [.code(documents.code.text(option.value))],
          [.text(option.documentation)], .joined(setters.map { .text($0.name) }, ", "),
        ]
      })
  }

  private func writeSteps(_ page: inout Page) {
    if !fragment.callables.isEmpty {
      page.heading(1, "Steps")
      for callable in fragment.callables {
        page.heading(2, callable.name)
        page.code(documents.code.text(callable))
        let callers = self.callers(of: callable.name)
        if !callers.isEmpty {
          page.paragraph([.text("Called by ")] + .joined(callers, ", ") + [.text(".")])
        }
      }
    }
    if !fragment.environment.isEmpty {
      page.heading(1, "What happens by itself")
      for action in fragment.environment { page.code(documents.code.text(action)) }
    }
    if !fragment.events.isEmpty {
      page.heading(1, "Events")
      page.list(
        fragment.events.map { event in
          [.code(event.name), .text(": \(event.documentation.onOneLine)")]
        })
    }
  }

  /// What calls the step in so many words, kernels before designs.
  private func callers(of name: String) -> [Page.Inline] {
    func isCaller(_ fragment: Fragment) -> Bool {
      (fragment.callables.map(\.body) + fragment.environment.map(\.body)).contains { body in
        body.flattened.contains { statement in
          if case .call(let call, _) = statement { call.callee == name } else { false }
        }
      }
    }
    let kernels = documents.specification.kernels.filter { isCaller($0.fragment) }.map { kernel in
      documents.paths.kernels[kernel.name].map { Page.Inline.link(kernel.name, $0) }
        ?? .text(kernel.name)
    }
    let designs = documents.specification.designs.filter { isCaller($0.fragment) }
      .compactMap { design in documents.paths.designs[design.name].map { ($0, design.name) } }
    return kernels + designs.map { .link($0.1, $0.0) }
  }
}
