import Checking
import SpecLanguage

/// The rules of a SARIF report: the properties of the run, and what is wrong whatever they say.
struct SARIFRules {
  let json: [JSON]
  private let positions: [String: Int]

  static let deadlock = "modelcheck/deadlock"
  static let proof = "modelcheck/proof"
  static let claim = "modelcheck/claim"

  init(_ run: CheckedRun) {
    var rules: [JSON] = []
    var positions: [String: Int] = [:]
    func add(_ id: String, _ short: String, _ long: String, _ help: String) {
      guard positions[id] == nil else { return }
      positions[id] = rules.count
      rules.append(Self.rule(id, short, long, help))
    }
    for result in run.results {
      let declaration = run.declaration(of: result)
      let title = declaration?.title ?? ""
      let documentation = declaration?.documentation ?? ""
      let source = declaration.map { $0.source.isEmpty ? "" : " Asked for by: \($0.source)." } ?? ""
      let short = title.isEmpty ? result.cell.property : title
      add(
        Self.id(of: result), short, documentation.isEmpty ? short : documentation,
        "'modelcheck show \(result.cell.property)' prints the property.\(source)")
    }
    if !run.deadlocks.isEmpty {
      add(
        Self.deadlock, "no task waits for ever",
        "In some reachable state nothing more can happen, though a task has not ended.",
        "'modelcheck check' prints the way there.")
    }
    if run.results.contains(where: \.hasRejectedProof) {
      add(
        Self.proof, "stored proofs are proofs",
        "A stored proof does not prove what it is kept for.",
        "'modelcheck certify' checks proofs with nothing of what found them.")
    }
    if run.claims.contains(where: { $0.holds == false }) {
      add(
        Self.claim, "claims hold", "A sentence about a design is not what its cells say.",
        "'modelcheck check' prints the evidence of each claim.")
    }
    (json, self.positions) = (rules, positions)
  }

  /// A property of a model is another one in each model.
  private static func id(of result: CellResult) -> String {
    let cell = result.cell
    return cell.column.kernel == nil ? "\(cell.column.design)/\(cell.property)" : cell.property
  }

  func id(of result: CellResult) -> String { Self.id(of: result) }

  /// The position of the rule, which there must be.
  func index(of id: String) -> Int {
    guard let position = positions[id] else { preconditionFailure("there is no rule '\(id)'") }
    return position
  }

  private static func rule(
    _ id: String, _ short: String, _ long: String, _ help: String
  ) -> JSON {
    func text(_ words: String) -> JSON { .object([.init("text", .string(words))]) }
    return .object([
      .init("id", .string(id)), .init("shortDescription", text(short)),
      .init("fullDescription", text(long)), .init("help", text(help)),
      .init("defaultConfiguration", .object([.init("level", .string("error"))])),
    ])
  }
}

extension CellResult {
  /// Whether what is stored as its proof is none.
  var hasRejectedProof: Bool {
    if case .rejected? = standing { return true }
    return false
  }
}
