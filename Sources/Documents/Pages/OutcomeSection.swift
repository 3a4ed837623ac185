import Checking
import SpecLanguage
import TransitionSystem

/// What calls come to, as tables with their witnesses.
struct OutcomeSection {
  /// The tables of the columns that the page is about.
  let tables: [OutcomeTable]
  let lifecycles: [String]
  /// The table of a kernel without a design; nil on pages of kernels.
  var base: ((String) -> OutcomeTable?)?
  /// How a column is called on this page.
  let columnName: (OutcomeColumn) -> String

  /// Calls whose outcomes are the same in the same columns.
  private struct Entry {
    var calls: [CallOutcomes]
    var columns: [OutcomeColumn]
  }

  /// Adds a part for each of the callables, named by `heading`.
  func write(_ names: [String], to page: inout Page, level: Int) {
    for name in names {
      let entries = self.entries(of: name)
      guard !entries.isEmpty else { continue }
      page.heading(level, name)
      for entry in entries { write(entry, to: &page) }
    }
  }

  private func entries(of name: String) -> [Entry] {
    var entries: [Entry] = []
    var texts: [[String]] = []
    for call in tables.flatMap(\.calls) where call.callable.name == name {
      if !texts.contains(call.arguments) { texts.append(call.arguments) }
    }
    for arguments in texts {
      var found: [Entry] = []
      for table in tables {
        guard
          let call = table.calls.first(where: {
            $0.callable.name == name && $0.arguments == arguments
          })
        else { continue }
        if let same = found.firstIndex(where: { $0.calls[0].outcomes == call.outcomes }) {
          found[same].columns.append(table.column)
        } else {
          found.append(Entry(calls: [call], columns: [table.column]))
        }
      }
      for entry in found { merge(entry, into: &entries) }
    }
    return entries
  }

  /// Modes that come to the same share a table, whatever their names in the witnesses.
  private func merge(_ entry: Entry, into entries: inout [Entry]) {
    let same = entries.firstIndex {
      $0.columns == entry.columns && $0.calls[0].shape == entry.calls[0].shape
    }
    if let same { entries[same].calls += entry.calls } else { entries.append(entry) }
  }

  private func write(_ entry: Entry, to page: inout Page) {
    let calls = entry.calls.map { Page.Inline.code($0.text) }
    var head: [Page.Inline] = .joined(calls, ", ")
    if entry.columns.count < tables.count {
      head += [.text(" on ")] + .joined(entry.columns.map { .text(columnName($0)) }, "; ")
    }
    let call = entry.calls[0]
    if let only = call.onlyResult {
      page.paragraph(head + [.text(": ")] + Self.words(only) + [.text(" in every situation.")])
      return
    }
    if isUnchanged(entry) {
      page.paragraph(head + [.text(": as without the design, see the page of the kernel.")])
      return
    }
    page.paragraph(head + [.text(":")])
    var witnesses: [[String]] = []
    var rows: [[[Page.Inline]]] = []
    let situations = tables[0].situations
    for (situation, outcomes) in zip(situations, call.outcomes)
    where entry.columns.contains(where: { situation.kernels.contains($0.kernel) }) {
      rows += self.rows(situation, outcomes, &witnesses)
    }
    let after = lifecycles.map { "\($0) afterwards" }
    page.table(["situation", "result"] + after + ["steps", "run"], rows)
    page.code(Self.text(witnesses))
  }

  /// Whether the calls come to what they come to on each kernel alone.
  private func isUnchanged(_ entry: Entry) -> Bool {
    guard let base else { return false }
    return entry.columns.allSatisfy { column in
      let calls = base(column.kernel)?.calls ?? []
      return entry.calls.allSatisfy { call in
        calls.contains {
          $0.callable.name == call.callable.name && $0.arguments == call.arguments
            && $0.shape == call.shape
        }
      }
    }
  }

  private func rows(
    _ situation: Situation, _ outcomes: [Outcome], _ witnesses: inout [[String]]
  ) -> [[[Page.Inline]]] {
    guard !outcomes.isEmpty else {
      let none = lifecycles.map { _ in [Page.Inline]() }
      return [
        [[.text(situation.name)], [.text("none: the machine stops")]] + none + [[], []]
      ]
    }
    return outcomes.map { outcome in
      let number: Int
      if let known = witnesses.firstIndex(of: outcome.witness) {
        number = known + 1
      } else {
        witnesses.append(outcome.witness)
        number = witnesses.count
      }
      let after = outcome.after.map { [Page.Inline.text($0.joined(separator: "; or "))] }
      return [[.text(situation.name)], Self.words(outcome.result)] + after
        + [[.text("\(outcome.steps)")], [.text("\(number)")]]
    }
  }

  /// The words for a result.
  static func words(_ result: Outcome.Result) -> [Page.Inline] {
    switch result {
    case .returned(let name) where name.hasPrefix("BUS_"):
      [.code("SIGBUS"), .text(" ("), .code(name), .text(")")]
    case .returned(let name): [.code(name)]
    case .waits: [.text("waits for ever")]
    }
  }

  /// The runs by number, one step after the other.
  private static func text(_ witnesses: [[String]]) -> String {
    witnesses.enumerated().flatMap { number, steps in
      let head = "\(number + 1). "
      let indent = String(repeating: " ", count: head.count)
      return steps.map { $0.onOneLine.unbreakable }.joined(separator: "; ")
        .filled(first: head, rest: indent, width: 76)
    }.joined(separator: "\n")
  }
}

extension CallOutcomes {
  /// The call as it is made in every situation.
  var text: String { "\(callable.name)(\(arguments.joined(separator: ", ")))" }

  /// What it comes to, without the words of the runs.
  fileprivate var shape: [[Outcome]] {
    outcomes.map { row in
      row.map { outcome in
        var shape = outcome
        shape.witness = []
        return shape
      }
    }
  }

  /// Its result, if it is the same wherever it is made.
  fileprivate var onlyResult: Outcome.Result? {
    let results = outcomes.filter { !$0.isEmpty }.map { $0.map(\.result) }
    guard let first = results.first, first.count == 1, results.allSatisfy({ $0 == first }),
      !outcomes.contains(where: { row in row.contains { $0.steps > 2 } })
    else { return nil }
    return first[0]
  }
}
