import SpecLanguage
import TransitionSystem

/// The situations in which documents ask what a call comes to.
struct SituationsPage {
  static let path = "situations"
  let documents: DocumentSet

  var page: Page {
    var page = Page(Self.path, "Situations")
    page.paragraph(
      .text(
        "The states in which each call is made by a single task, to see what it can come to. What "
          + "the scope of a situation names may happen while the call runs; nothing else does."))
    for situation in documents.specification.situations {
      page.heading(1, situation.name)
      if !situation.title.isEmpty { page.paragraph(.text(situation.title.sentence)) }
      if !situation.documentation.isEmpty { page.paragraph(.text(situation.documentation)) }
      page.code(documents.code.text(situation.initialization))
      let settings = situation.settings.map { "\($0.name) = \(documents.code.text($0.value))" }
      if !settings.isEmpty {
        page.paragraph([.text("With ")] + .joined(settings.map { .code($0) }, ", ") + [.text(".")])
      }
      let scope = situation.scope.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      if !scope.isEmpty {
        page.paragraph([.text("Scope: ")] + .joined(scope.map { .code($0) }, ", ") + [.text(".")])
      }
    }
    return page
  }
}

/// What designs are asked for.
struct PropertiesPage {
  static let path = "properties"
  let documents: DocumentSet

  var page: Page {
    var page = Page(Self.path, "Properties")
    page.paragraph(
      .text(
        "What people asked of the interface. Each is decided with its workload, at the sizes of "
          + "the default scope and with the budgets that it names."))
    for property in documents.specification.properties {
      page.heading(1, property.name)
      page.paragraph(.text(property.title.sentence))
      if !property.documentation.isEmpty { page.paragraph(.text(property.documentation)) }
      var items: [[Page.Inline]] = []
      if !property.source.isEmpty { items.append([.text("asked for by: \(property.source)")]) }
      if let workload = property.workload { items.append([.text("workload: \(workload)")]) }
      let scope = property.scope.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      if !scope.isEmpty { items.append([.text("scope: \(scope.joined(separator: ", "))")]) }
      if property.isContested { items.append([.text("people disagree on it")]) }
      if property.isAside { items.append([.text("it stands beside the table")]) }
      page.list(items)
    }
    return page
  }
}

/// The sentences of the discussion, and what became of them.
struct ClaimsPage {
  static let path = "claims"
  let documents: DocumentSet

  var page: Page {
    var page = Page(Self.path, "Claims")
    page.paragraph(
      .text("Sentences of the discussion, from a stored run of "),
      .code("modelcheck claims --format json"),
      .text(
        ". What the model says is computed; what was expected was written down before."))
    for claim in documents.run.claims {
      page.heading(1, claim.name)
      page.paragraph(.text("“\(claim.says.onOneLine)”"))
      if let source = claim.source { page.paragraph(.text("From: \(source).")) }
      page.paragraph([.text("The model: "), .strong(claim.answer), .text(".")])
      if let expected = claim.expected {
        page.paragraph(.text("Expected: \(Self.words(expected))"))
      }
      if let accepted = claim.accepted {
        page.paragraph(.text("It came out otherwise: \(Self.words(accepted))"))
      }
      for reading in claim.readings {
        page.paragraph(.text("\(reading.name.onOneLine): "), .strong(reading.answer))
        write(reading, &page)
      }
    }
    return page
  }

  private static func words(_ opinion: StoredClaim.Opinion) -> String {
    opinion.reason.isEmpty ? "\(opinion.word)." : "\(opinion.word), because \(opinion.reason)."
  }

  /// The evidence, once for all kernels on which it is the same.
  private func write(_ reading: StoredClaim.Reading, _ page: inout Page) {
    var groups: [(kernels: [String], evidence: [String])] = []
    for kernel in reading.kernels where !kernel.evidence.isEmpty {
      if let same = groups.firstIndex(where: { $0.evidence == kernel.evidence }) {
        groups[same].kernels.append(kernel.kernel)
      } else {
        groups.append(([kernel.kernel], kernel.evidence))
      }
    }
    page.list(
      groups.map { group in
        [
          .text(group.kernels.joined(separator: ", ") + ": "),
          .text(group.evidence.joined(separator: "; ")),
        ]
      })
  }
}
