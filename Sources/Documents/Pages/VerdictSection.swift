import SpecLanguage

/// What a stored run says of the columns of a design.
struct VerdictSection {
  let specification: Specification
  let run: StoredRun
  let design: String

  fileprivate struct Column: Hashable {
    var kernel: String?
    var variant: String?

    var title: String { [kernel, variant].compactMap(\.self).joined(separator: ", ") }
  }

  private var mine: [StoredVerdict] { run.verdicts.filter { $0.design == design } }

  private func columns(_ verdicts: [StoredVerdict]) -> [Column] {
    var found: [Column] = []
    for verdict in verdicts {
      let column = Column(kernel: verdict.kernel, variant: verdict.variant)
      if !found.contains(column) { found.append(column) }
    }
    return found
  }

  func write(to page: inout Page) {
    let verdicts = mine
    page.heading(1, "Verdicts")
    guard !verdicts.isEmpty else {
      page.paragraph(.text("No run was given from which verdicts could be taken."))
      return
    }
    page.paragraph(
      .text("They are not decided here but taken from a stored run of "),
      .code("modelcheck check --format json"), .text(" (version \(run.version))."))
    let columns = self.columns(verdicts)
    var properties: [String] = []
    for verdict in verdicts where !properties.contains(verdict.property) {
      properties.append(verdict.property)
    }
    page.table(
      ["property"] + columns.map(\.title),
      properties.map { property in
        [[.code(property)]]
          + columns.map { column in
            verdicts.first { $0.property == property && $0.column == column }
              .map { [.text(Self.words($0))] } ?? []
          }
      })
    writeCounterexamples(verdicts, properties, to: &page)
    writeProofs(verdicts, properties, columns, to: &page)
  }

  private static func words(_ verdict: StoredVerdict) -> String {
    switch verdict.verdict {
    case "violated": return "violated, \(steps(verdict.steps ?? 0))"
    case "proved": return "proved for every size"
    case "holds":
      guard let beyond = verdict.beyond else { return "holds at its scope" }
      return "holds at its scope; beyond it (\(beyond.scope)) violated, \(steps(beyond.steps))"
    case "static":
      return verdict.holds == true ? "holds by its declaration" : "violated by its declaration"
    default: return verdict.verdict
    }
  }

  private static func steps(_ count: Int) -> String { "\(count) \(count == 1 ? "step" : "steps")" }

  // MARK: Counterexamples

  private func writeCounterexamples(
    _ verdicts: [StoredVerdict], _ properties: [String], to page: inout Page
  ) {
    let violated = properties.filter { property in
      verdicts.contains { $0.property == property && $0.trace != nil }
    }
    guard !violated.isEmpty else { return }
    page.heading(1, "Counterexamples")
    page.paragraph(
      .text("Of each property the shortest run that breaks it. The command "),
      .code("modelcheck replay"), .text(" with the name of a trace steps it again."))
    for property in violated {
      let found = verdicts.filter { $0.property == property && $0.trace != nil }
      guard let first = found.min(by: { ($0.steps ?? 0) < ($1.steps ?? 0) }) else { continue }
      page.heading(2, property)
      if let declared = specification.properties.first(where: { $0.name == property }) {
        page.paragraph(.text(declared.title.sentence))
      }
      page.paragraph(
        .text("Trace "), .code(first.trace ?? ""),
        .text(" on \(first.column.title), workload \(first.workload):"))
      if let trace = first.trace.flatMap({ run.traces[$0] }) { page.code(TraceText.text(trace)) }
      let others = found.filter { $0 != first }
      if !others.isEmpty {
        page.paragraph(
          [.text("Likewise on ")]
            + Array(
              others.map { other -> [Page.Inline] in
                [
                  .text("\(other.column.title) ("), .code(other.trace ?? ""),
                  .text(", \(Self.steps(other.steps ?? 0)))"),
                ]
              }.joined(separator: [.text("; ")])) + [.text(".")])
      }
    }
  }

  // MARK: Proofs

  private func writeProofs(
    _ verdicts: [StoredVerdict], _ properties: [String], _ columns: [Column],
    to page: inout Page
  ) {
    let proved = properties.filter { property in
      verdicts.contains { $0.property == property && $0.clauses != nil }
    }
    guard !proved.isEmpty else { return }
    page.heading(1, "What its proofs rest on")
    page.paragraph(
      .text(
        "A proof is an inductive invariant of the system that is composed of the library, the "
          + "kernel, this design, the workload and what observes it, for any number of blocks, "
          + "files, pages, tasks, calls and errors. It stands in the store of proofs, and every "
          + "condition on it is checked again by "),
      .code("modelcheck certify"),
      .text(
        " with nothing of what found it. What has to be believed is that the model does what the "
          + "kernel does, and that the conditions are those of a proof. The numbers are those of "
          + "the clauses of an invariant and of the conditions that were decided."))
    page.table(
      ["property"] + columns.map(\.title),
      proved.map { property in
        [[.code(property)]]
          + columns.map { column in
            verdicts.first { $0.property == property && $0.column == column }
              .map { verdict -> [Page.Inline] in
                guard let clauses = verdict.clauses else { return [.text("no proof")] }
                return [.text("\(clauses) clauses, \(verdict.conditions ?? 0) conditions")]
              } ?? []
          }
      })
  }
}

extension StoredVerdict {
  fileprivate var column: VerdictSection.Column { .init(kernel: kernel, variant: variant) }
}
