import Checking
import SpecLanguage
import TransitionSystem

/// A mode of a system call that a design adds or changes, as a page of the manual.
struct ManualPage {
  let documents: DocumentSet
  let subject: Subject

  /// A design and a mode of a call of it.
  struct Subject: Hashable {
    var design: String
    /// The name of the call.
    var call: String
    /// The arguments of the call, the mode among them.
    var arguments: [String]
    var mode: String
    /// The name of the page.
    var name: String { "\(call) \(mode), \(design)" }
  }

  /// The modes of calls that come to something else with a design than on its kernel alone.
  static func subjects(
    _ specification: Specification, _ tables: [OutcomeTable]
  ) -> [Subject] {
    var kernels: [String: OutcomeTable] = [:]
    for table in tables where table.column.design == nil { kernels[table.column.kernel] = table }
    var subjects: [Subject] = []
    for table in tables {
      guard let name = table.column.design, let base = kernels[table.column.kernel],
        let design = specification.designs.first(where: { $0.name == name })
      else { continue }
      let own = Set(design.fragment.callables.filter { $0.kind == .syscall }.map(\.name))
      for call in table.calls where own.contains(call.callable.name) {
        guard let mode = call.mode else { continue }
        let before = base.calls.first {
          $0.callable.name == call.callable.name && $0.arguments == call.arguments
        }
        let subject = Subject(
          design: name, call: call.callable.name, arguments: call.arguments, mode: mode)
        if before?.results != call.results && !subjects.contains(subject) {
          subjects.append(subject)
        }
      }
    }
    return subjects
  }

  var page: Page {
    let path = documents.paths.manuals[subject.name] ?? "man/unnamed"
    var page = Page(path, "\(subject.call) \(subject.mode)")
    let design = documents.specification.designs.first { $0.name == subject.design }
    page.heading(1, "NAME")
    page.paragraph(
      .text("\(subject.call) \(subject.mode) - \((design?.title ?? subject.design).onOneLine)"))
    page.heading(1, "SYNOPSIS")
    page.code(synopsis)
    page.heading(1, "DESCRIPTION")
    page.paragraph(
      .text("A proposal: no kernel has it. The design "), .strong(subject.design),
      .text(" adds or changes this mode of "), .strong(subject.call), .text("."))
    if let documentation = design?.documentation, !documentation.isEmpty {
      page.paragraph(.text(documentation))
    }
    page.paragraph(
      .text(
        "What follows is made from the outcomes of the call in each situation: every run of the "
          + "model was looked at."))
    for group in groups { write(group, to: &page) }
    if let situations = groups.first?.situations {
      page.heading(1, "SITUATIONS")
      page.definitions(situations.map { ([$0.name], $0.title) })
    }
    page.heading(1, "NOTES")
    if let source = design?.source, !source.isEmpty {
      page.paragraph(.text("Proposed: \(source)."))
    }
    return page
  }

  /// The call with the mode in its place, and what else it takes.
  private var synopsis: String {
    let callable = groups.first?.call.callable
    let words = zip(callable?.parameters ?? [], subject.arguments).map { parameter, argument in
      if case .variant = parameter.type { return argument }
      return "\(parameter.type.description) \(parameter.name)"
    }
    return "\(subject.call)(\(words.joined(separator: ", ")))"
  }

  /// The columns in which the call comes to the same.
  private struct Group {
    var columns: [OutcomeColumn]
    var call: CallOutcomes
    var situations: [Situation]
  }

  private var groups: [Group] {
    var groups: [Group] = []
    for table in documents.tables where table.column.design == subject.design {
      guard
        let call = table.calls.first(where: {
          $0.callable.name == subject.call && $0.arguments == subject.arguments
        })
      else { continue }
      if let same = groups.firstIndex(where: { $0.call.results == call.results }) {
        groups[same].columns.append(table.column)
      } else {
        groups.append(
          Group(columns: [table.column], call: call, situations: table.situations))
      }
    }
    return groups
  }

  private func write(_ group: Group, to page: inout Page) {
    let columns = group.columns.map { column in
      [column.kernel, column.variant].compactMap(\.self).joined(separator: ", ")
    }
    let isError = Set(
      documents.specification.library.fragment.variants.flatMap(\.cases).filter(\.isError).map(
        \.name))
    let suffix = groups.count > 1 ? " (\(columns.joined(separator: "; ")))" : ""
    var values: [(term: [Page.Inline], meaning: [Page.Inline])] = []
    var errors = values
    for result in group.call.allResults {
      let meaning = meaning(of: result, group)
      if case .returned(let name) = result, isError.contains(name) {
        errors.append((OutcomeSection.words(result), meaning))
      } else {
        values.append((OutcomeSection.words(result), meaning))
      }
    }
    page.heading(1, "RETURN VALUE" + suffix)
    page.blocks.append(.definitions(values))
    if !errors.isEmpty {
      page.heading(1, "ERRORS" + suffix)
      page.blocks.append(.definitions(errors))
    }
  }

  /// The situations in which a call has the result, by what the first thing is in afterwards.
  private func meaning(
    of result: Outcome.Result, _ group: Group
  ) -> [Page.Inline] {
    var afters: [(words: String, situations: [String])] = []
    for (situation, outcomes) in zip(group.situations, group.call.outcomes) {
      guard let outcome = outcomes.first(where: { $0.result == result }) else { continue }
      let after = outcome.after.first.map { $0.joined(separator: "; or ") } ?? ""
      if let known = afters.firstIndex(where: { $0.words == after }) {
        afters[known].situations.append(situation.name)
      } else {
        afters.append((after, [situation.name]))
      }
    }
    let thing = documents.lifecycles.first ?? ""
    let sentences = afters.map { after in
      let names = after.situations.map { "“\($0.onOneLine)”" }.joined(separator: ", ")
      return after.words.isEmpty
        ? "In \(names)." : "In \(names): the \(thing) is then \(after.words)."
    }
    return [.text(sentences.joined(separator: " "))]
  }
}

extension CallOutcomes {
  /// The argument that is a case of an enum of modes, where there is one.
  fileprivate var mode: String? {
    for (parameter, argument) in zip(callable.parameters, arguments) {
      if case .variant = parameter.type { return argument }
    }
    return nil
  }

  /// What it comes to in each situation, however it gets there.
  fileprivate var results: [[Outcome.Result]] { outcomes.map { $0.map(\.result) } }

  /// Every result that it has somewhere, in the order of the situations.
  fileprivate var allResults: [Outcome.Result] {
    var found: [Outcome.Result] = []
    for result in outcomes.flatMap(\.self).map(\.result) where !found.contains(result) {
      found.append(result)
    }
    return found
  }
}
