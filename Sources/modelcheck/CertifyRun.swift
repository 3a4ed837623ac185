import Certificates
import Checking
import Foundation
import Proving
import Relational
import Reporting
import TransitionSystem

/// A run of `certify`: certificates and stored proofs, side by side.
struct CertifyRun: Sendable {
  let assembly: Assembly
  let plan: Plan
  let folder: ProofFiles
  let cvc5: ExternalProgram?
  let translatesTwice: Bool
  /// Whether actions that cannot happen and clauses that are not needed are looked for.
  let listsNotes: Bool
  let limits: Limits
  /// What solvers have said of one certificate they need not say of another.
  let accepted = AcceptedQuestions()
  let samples: SearchSamples

  /// What came of one file or folder.
  struct Report: Sendable {
    var name: String
    var outcome: Outcome
    /// How much there was to check.
    var words: String
    /// What is wrong, and what is worth knowing.
    var findings: [String] = []

    enum Outcome { case accepted, rejected, outOfDate, stopped }

    var lines: [String] {
      let verdict =
        switch outcome {
        case .accepted: "accepted"
        case .rejected: "rejected"
        case .outOfDate: "out of date"
        case .stopped: "unknown"
        }
      return ["\(name): \(verdict)\(words.isEmpty ? "" : ": ")\(words)"]
        + findings.map { "  " + $0 }
    }

    static func summary(_ reports: [Report]) -> String {
      let counts: [(String, Int)] = [
        ("accepted", reports.count { $0.outcome == .accepted }),
        ("rejected", reports.count { $0.outcome == .rejected }),
        ("out of date", reports.count { $0.outcome == .outOfDate }),
        ("unknown", reports.count { $0.outcome == .stopped }),
      ]
      return counts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    }
  }

  /// The reports, by the names of the files.
  func reports() async throws -> [Report] {
    let manifests = try folder.names(Manifest.name)
    let proofs = try folder.names(".invariant") + folder.names(".beyond")
    let cells = CellIndex(plan)
    let work: [(name: String, isCertificate: Bool)] =
      manifests.map { ($0, true) } + proofs.sorted().map { ($0, false) }
    return await inParallel(work, atMost: limits.threads) { item in
      item.isCertificate
        ? await certificate(String(item.name.dropLast(Manifest.name.count)), cells)
        : stored(item.name, cells)
    }
  }

  /// The searches of the cells, by what files say of them.
  struct CellIndex: Sendable {
    var bySubject: [[String]: (search: Plan.Search, property: String)] = [:]
    var byPath: [String: (search: Plan.Search, property: String)] = [:]

    init(_ plan: Plan) {
      for search in plan.searches {
        for cell in search.cells {
          let place = (search, cell.property)
          bySubject[[search.column.kernel ?? "", search.column.title, cell.property]] = place
          byPath[ProofStore.path(of: ProofTarget(cell))] = place
        }
      }
    }
  }

  private func stored(_ name: String, _ cells: CellIndex) -> Report {
    let path = folder.path(name)
    let isInvariant = name.hasSuffix(".invariant")
    let stem = name.dropLast(isInvariant ? ".invariant".count : ".beyond".count)
    guard let (search, property) = cells.byPath[String(stem)] else {
      return Report(name: path, outcome: .rejected, words: "the specs have no such cell")
    }
    let proofs = CheckProofs(
      assembly: assembly, store: folder, limits: limits, explains: false,
      cache: ProofCache(in: nil))
    let standing: ProofStanding
    do throws(Failure) {
      let text = try folder.text(name)
      standing = proofs.standing(
        of: CheckProofs.Work(
          result: 0, search: search, property: property, invariant: isInvariant ? text : nil,
          violation: isInvariant ? nil : text))
    } catch { return Report(name: path, outcome: .rejected, words: error.message) }
    return report(path, standing, search.column, property)
  }

  private func report(
    _ path: String, _ standing: ProofStanding, _ column: Column, _ property: String
  ) -> Report {
    switch standing {
    case .proved(let clauses, let conditions):
      Report(
        name: path, outcome: .accepted,
        words: "\(ProveText.counted(clauses, "clause")), "
          + ProveText.counted(conditions, "condition"))
    case .beyond(let steps, let scope):
      Report(
        name: path, outcome: .accepted,
        words: "violated in \(ProveText.counted(steps, "step")) (\(scope))")
    case .outOfDate:
      Report(
        name: path, outcome: .outOfDate, words: ProofReport.command(column, [property]))
    case .rejected(let file, let reason):
      Report(name: path, outcome: .rejected, words: "", findings: ["\(file): \(reason)"])
    case .outside(let message, let site):
      Report(
        name: path, outcome: .rejected,
        words: (site.map { "\($0.description): " } ?? "") + message)
    case .notChecked(let reason):
      Report(name: path, outcome: .stopped, words: reason.words)
    case .unproved: Report(name: path, outcome: .rejected, words: "there is no proof")
    }
  }
}
