import Certificates
import Checking
import Proving
import Relational
import Reporting
import SpecLanguage
import TransitionSystem

/// A run of `prove`: cell by cell, each kept as soon as it is decided.
struct ProveRun {
  let assembly: Assembly
  let plan: Plan
  let limits: Limits
  let store: ProofFiles
  let console: Console
  let style: Style
  /// Where certificates go, if anywhere.
  let certificates: String?
  /// Whether proofs are looked for also where there is one.
  let proves: Bool
  /// Whether invariants are told in sentences.
  let explains: Bool
  /// The most for one cell.
  let time: Duration
  private var tally = ProveTally()
  private var failed: ExitStatus?

  init(
    assembly: Assembly, plan: Plan, limits: Limits, store: ProofFiles, console: Console,
    style: Style, certificates: String?, proves: Bool, explains: Bool, time: Duration
  ) {
    self.assembly = assembly
    self.plan = plan
    self.limits = limits
    self.store = store
    self.console = console
    self.style = style
    self.certificates = certificates
    self.proves = proves
    self.explains = explains
    self.time = time
  }

  var status: ExitStatus { failed ?? (tally.isComplete ? .asExpected : .unknown) }

  mutating func run() async throws {
    let campaign = Campaign(assembly: assembly, plan: plan, limits: limits)
    var decided: [(result: CellResult, search: Plan.Search, isStored: Bool)] = []
    for (search, outcome) in zip(plan.searches, await campaign.run()) {
      switch outcome {
      case .decided(let results, _):
        decided += try results.map { ($0, search, try isStored($0)) }
      case .failed(let error):
        let place = error.site.map { "\($0.description): " } ?? ""
        console.complain("\(place)error: \(search.column.title): \(error.message)")
        if failed == nil { failed = .specErrors }
      case .broken(let error):
        console.complain("error: \(Failure.internalError(error.message).message)")
        failed = .internalError
      }
    }
    // What is stored takes little time; a run that is ended early should not miss it.
    for cell in decided.filter(\.isStored) + decided.filter({ !$0.isStored }) {
      try await settle(cell.result, cell.search)
    }
    try console.write(tally.summary.map(style.plain).joined(separator: "\n") + "\n")
  }

  /// Whether the store has something about a cell that may hold for every size.
  private func isStored(_ result: CellResult) throws -> Bool {
    guard result.isProvable, !proves else { return false }
    let target = ProofTarget(result.cell)
    return try store.text(ProofStore.invariant(of: target)) != nil
      || store.text(ProofStore.violation(of: target)) != nil
  }

  private mutating func settle(_ result: CellResult, _ search: Plan.Search) async throws {
    guard result.isProvable else {
      if tally.names(result) { try say(result.cell, result.wordInProofs) }
      return
    }
    if let reason = limits.shouldStop() { return tally.skip(reason) }
    let start = ContinuousClock.now
    if assembly.specification.responses.contains(result.cell.property) {
      let text = ResponseText(await respond(result.cell, search))
      let seconds = (ContinuousClock.now - start).inSeconds
      try say(result.cell, "\(text.verdict)  (\(seconds) s)", text.details)
      return tally.add(text.outcome)
    }
    let proof = try await proof(of: result.cell, search)
    let text = ProveText(proof, specification: assembly.specification)
    let seconds = (ContinuousClock.now - start).inSeconds
    let details = text.details + (explains ? text.explanation : [])
    try say(result.cell, "\(text.verdict)  (\(seconds) s)", details)
    tally.add(proof)
    guard let certificates, case .proved(let found, _, _) = proof else { return }
    let writer = CertificateWriter(assembly: assembly, folder: certificates, limits: limits)
    do { try await writer.write(found, search, result.cell.property) } catch let error
      as CertificateError
    {
      let title = ProofTarget(result.cell).title
      if let reason = limits.shouldStop() {
        console.complain("\(title): no certificate: unknown (\(reason.words))")
        return tally.addUncertified()
      }
      console.complain("error: \(title): no certificate: \(error.message)")
      failed = .internalError
    }
  }

  /// Proves a `leadsTo`; its proofs are not stored.
  private func respond(_ cell: Cell, _ search: Plan.Search) async -> ResponseOutcome {
    let limits = limitsOfCell
    var prover = Prover(assembly, threads: limits.threads, shouldStop: limits.shouldStop)
    let title = ProofTarget(cell).title
    if let show = console.progress { prover.progress = { show("\(title): \($0)") } }
    return await prover.respond(search, cell.property)
  }

  private func say(_ cell: Cell, _ words: String, _ details: [String] = []) throws {
    let lines = ["\(ProofTarget(cell).title): \(words)"] + details.map { "  " + $0 }
    try console.write(lines.map(style.plain).joined(separator: "\n") + "\n")
  }

  /// Decides a cell that holds at its scope and keeps what was found out.
  private func proof(of cell: Cell, _ search: Plan.Search) async throws -> CellProof {
    let system: RelationalSystem
    do throws(OutsideFragment) { system = try assembly.relational(search, cell.property) } catch {
      return .outside(error)
    }
    let target = ProofTarget(cell)
    let proof = try await decided(cell, search, system)
    switch proof {
    case .proved(let found, _, let isStored):
      if !isStored {
        let stored = StoredProof(found, slice: StoredProof.slice(of: system))
        try store.write(stored.text, to: ProofStore.invariant(of: target))
        try store.remove(ProofStore.violation(of: target))
      }
    case .beyond(let violation, let isStored):
      if !isStored {
        let text = try BeyondFiles(assembly).text(violation, StoredProof.slice(of: system))
        try store.write(text, to: ProofStore.violation(of: target))
        try store.remove(ProofStore.invariant(of: target))
      }
    case .notFound, .outside, .stopped: break
    }
    return proof
  }

  private func decided(
    _ cell: Cell, _ search: Plan.Search, _ system: RelationalSystem
  ) async throws -> CellProof {
    let target = ProofTarget(cell)
    let limits = limitsOfCell
    var prover = Prover(assembly, threads: limits.threads, shouldStop: limits.shouldStop)
    if let show = console.progress { prover.progress = { show("\(target.title): \($0)") } }
    var cellProver = CellProver(prover, search, cell.property)
    if !proves {
      prover.progress?("checking the stored proof")
      if let text = try store.text(ProofStore.invariant(of: target)),
        let stored = StoredProof(text), let kept = cellProver.kept(stored, system)
      {
        return kept
      }
      if let text = try store.text(ProofStore.violation(of: target)),
        let stored = StoredViolation(text), stored.slice == StoredProof.slice(of: system),
        let kept = try? BeyondFiles(assembly).replayed(stored, cell)
      {
        return .beyond(kept, isStored: true)
      }
    }
    let others = try stored("/" + ProofStore.fileName(cell.property) + ".invariant")
    let neighbours = try stored(".invariant", in: ProofStore.folder(of: target))
    cellProver.prover.suggestions = others.flatMap { $0.suggestions(for: system) }.distinct
    cellProver.prover.neighbours = neighbours.flatMap { $0.suggestions(for: system) }.distinct
    cellProver.prover.retellings = { StoredProof.retold(neighbours, for: system) }
    return await cellProver.found(limits)
  }

  /// The proofs in the store whose names end so.
  private func stored(_ suffix: String, in folder: String = "") throws -> [StoredProof] {
    try store.names(suffix).filter { $0.hasPrefix(folder) }
      .compactMap { try store.text($0).flatMap(StoredProof.init) }
  }

  /// With the most that one cell may take, from now on.
  private var limitsOfCell: Limits {
    var limits = limits.lasting(time)
    limits.progress = nil
    return limits
  }
}
