import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// A run of `check`: what was explored and what became of it.
struct CheckRun {
  let assembly: Assembly
  let plan: Plan
  let limits: Limits
  let console: Console
  private(set) var results: [CellResult] = []
  private(set) var searches: [SearchSummary] = []
  private(set) var coverage = Coverage()
  /// Specs that do not fit together, and defects of ours.
  private(set) var problems: [String] = []
  private(set) var findings: [Ablation.Finding] = []
  private(set) var crossCheck: CrossCheck.Report?
  /// Counterexamples of other kinds than those of the results.
  private(set) var others: [Cell: OtherRuns.Different] = [:]
  /// How many counterexamples of a cell were asked for; nil: no more than one.
  private(set) var wanted: Int?
  private(set) var remarksOnSwitches: [String] = []
  private var failed: ExitStatus?

  /// A search with what it visited.
  struct SearchSummary {
    var search: Plan.Search
    var statistics: Campaign.Statistics
  }

  init(assembly: Assembly, plan: Plan, limits: Limits, console: Console) {
    self.assembly = assembly
    self.plan = plan
    self.limits = limits
    self.console = console
  }

  /// Scopes up to here need no estimate.
  private static let harmless = 6

  /// Throws where a scope would exhaust the memory before anything is found out.
  static func requireFeasible(_ plan: Plan, _ assembly: Assembly) throws(Failure) {
    for search in plan.searches {
      let largest = search.scope.entries
        .max { ($0.value, $1.key) < ($1.value, $0.key) }
      guard let largest, largest.value > harmless else { continue }
      let excess: String?
      do throws(CompositionError) {
        let (system, scope) = try assembly.system(of: search)
        excess = ScopeEstimate(system, scope).excess
      } catch { continue }
      guard let excess else { continue }
      throw .usage(
        "the scope is too large for '\(search.column.title)': \(excess); "
          + "choose less than \(largest.key)=\(largest.value), as in --scope \(largest.key)=3")
    }
  }

  /// Runs all searches; `keeper` keeps them for another process.
  mutating func explore(_ keeper: SearchKeeper? = nil) async throws {
    let campaign = Campaign(assembly: assembly, plan: plan, limits: limits, keeper: keeper)
    let outcomes = await campaign.run()
    for (search, outcome) in zip(plan.searches, outcomes) {
      switch outcome {
      case .decided(let cells, let statistics):
        results += cells
        searches.append(SearchSummary(search: search, statistics: statistics))
        coverage.add(
          column: search.column, fired: statistics.fired, unfired: statistics.unfired)
      case .failed(let error):
        let place = error.site.map { "\($0.description): " } ?? ""
        problems.append("\(place)error: \(search.column.title): \(error.message)")
        if failed == nil { failed = .specErrors }
      case .broken(let error):
        problems.append("error: \(Failure.internalError(error.message).message)")
        failed = .internalError
      }
    }
  }

  /// Looks up and checks the proofs of what holds.
  mutating func checkProofs(_ store: ProofFiles, explains: Bool) async throws {
    let proofs = CheckProofs(
      assembly: assembly, store: store, limits: limits, explains: explains,
      cache: ProofCache(in: console.cache), progress: console.progress)
    results = try await proofs.standings(results, plan)
  }

  /// Shows of the shortest runs those with the fewest context switches.
  mutating func preferFewestSwitches() async throws {
    (results, remarksOnSwitches) = try await otherRuns.withFewestSwitches(results)
  }

  /// Looks for counterexamples that differ in kind, so many a cell.
  mutating func findDifferent(atMost count: Int) async throws {
    wanted = count
    others = try await otherRuns.different(results, atMost: count)
  }

  private var otherRuns: OtherRunSearch {
    OtherRunSearch(assembly: assembly, plan: plan, limits: limits)
  }

  mutating func ablate() async {
    findings = await Ablation(assembly.specification, assembly.overrides, limits).findings(results)
  }

  mutating func crossCheck(seconds: Int) async {
    let check = CrossCheck(assembly: assembly, limits: limits)
    let report = await check.run(plan.searches, results, deadline: .now + .seconds(seconds))
    crossCheck = report
    guard !report.disagreements.isEmpty else { return }
    failed = .internalError
    problems += report.disagreements.map { "error: \(Failure.internalError($0).message)" }
  }

  /// The claims of the specs, as far as this run decides them.
  var claims: [ClaimResult] {
    ClaimDecision(specification: assembly.specification, results: results).all()
  }

  /// The worst of what happened.
  var status: ExitStatus {
    if let failed { return failed }
    let verdicts = results.map(\.verdict)
    if verdicts.contains(where: { if case .unknown(.specError) = $0 { true } else { false } }) {
      return .specErrors
    }
    let isUnknown: (CellResult) -> Bool = {
      if case .unknown = $0.verdict { true } else { false }
    }
    if results.contains(where: { !$0.isAsExpected && !isUnknown($0) }) { return .violated }
    // A task that waits for ever, a proof that is none, or a claim that does not hold, is nothing
    // that a spec may expect.
    if results.contains(where: { if case .rejected = $0.standing { true } else { false } }) {
      return .violated
    }
    if searches.contains(where: { $0.statistics.deadlock != nil }) { return .violated }
    if claims.contains(where: { $0.holds == false }) { return .violated }
    if results.contains(where: isUnknown) { return .unknown }
    return .asExpected
  }

  /// The replayed run of a violated cell, or of a cell with an error of its spec.
  func run(of result: CellResult) throws -> Run? {
    guard let (trace, claim) = result.shown,
      let search = plan.search(of: result.cell)
    else { return nil }
    return try Self.replay(trace, claim, result.cell, search, assembly)
  }

  /// The way to a state of a search in which nothing more can happen.
  func deadlock(of summary: SearchSummary) throws -> Run? {
    guard let trace = summary.statistics.deadlock, let cell = summary.search.cells.first else {
      return nil
    }
    // The claim is not checked: steps that nothing of the search can see may remain.
    let (system, scope) = try assembly.system(of: summary.search)
    let evaluator = Evaluator(system: system, scope: scope)
    return Run(
      cell: cell, evaluator: evaluator, replayed: try evaluator.replay(trace), claim: .deadlocks,
      roles: assembly.specification.roles(of: cell),
      origin: Run.Origin(summary.search, assembly.overrides))
  }

  static func replay(
    _ trace: Trace, _ claim: Trace.Claim, _ cell: Cell, _ search: Plan.Search, _ assembly: Assembly
  ) throws -> Run {
    let (system, scope) = try assembly.system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    let replayed = try evaluator.replay(trace, claiming: claim, property: cell.property)
    return Run(
      cell: cell, evaluator: evaluator, replayed: replayed, claim: claim,
      roles: assembly.specification.roles(of: cell), origin: Run.Origin(search, assembly.overrides))
  }

  /// How the steps of a run are written for machines.
  enum TraceFormat { case json, itf }

  /// A file for each counterexample, named by its trace.
  func writeTraces(
    to folder: String, _ format: TraceFormat, _ settings: [TraceFile.Setting]
  ) throws {
    let write = format == .json ? TraceFile.json : TraceFile.itf
    let ending = format == .json ? "json" : "itf.json"
    for result in results where result.counterexample != nil {
      for run in try shown(of: result) {
        let json = write(
          run, run.origin.properties, settings, run.origin.unfair, ModelCheck.version)
        try OutputFile.write(
          json.document(Style(isASCII: false)), to: "\(folder)/\(run.identity.text).\(ending)")
      }
    }
  }
}

extension CellResult {
  /// The run that a report shows: a violation, or the way to an error of the spec.
  var shown: (trace: Trace, claim: Trace.Claim)? {
    if case .unknown(.specError(_, let trace)) = verdict { return (trace, .evaluationError) }
    return counterexample
  }
}
