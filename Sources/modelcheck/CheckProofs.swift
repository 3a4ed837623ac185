import Certificates
import Checking
import Proving
import Relational
import TransitionSystem

/// What the store knows of the cells that hold, checked anew.
struct CheckProofs: Sendable {
  let assembly: Assembly
  let store: ProofFiles
  let limits: Limits
  /// Whether to find out also what keeps cells without a proof from having one.
  let explains: Bool
  let cache: ProofCache
  /// Shows how far it is; nil where nobody watches.
  var progress: (@Sendable (String) -> Void)?

  /// A cell with what the store has of it.
  struct Work: Sendable {
    /// The position of its result.
    var result: Int
    var search: Plan.Search
    var property: String
    var invariant: String?
    var violation: String?

    var cell: Cell {
      Cell(
        column: search.column, property: property, workload: search.workload, scope: search.scope)
    }
  }

  /// The results with their standings.
  func standings(_ results: [CellResult], _ plan: Plan) async throws(Failure) -> [CellResult] {
    var results = results
    var work: [Work] = []
    for (index, result) in results.enumerated() where result.isProvable {
      guard let search = plan.search(of: result.cell) else {
        continue
      }
      let target = ProofTarget(result.cell)
      work.append(
        Work(
          result: index, search: search, property: result.cell.property,
          invariant: try store.text(ProofStore.invariant(of: target)),
          violation: try store.text(ProofStore.violation(of: target))))
    }
    let inputs = InputDigests(assembly, work.map(\.search.column))
    let (counter, total) = (Counter(), work.count)
    let found = await inParallel(work, atMost: limits.threads) { item in
      progress?(
        "\(counter.value)/\(total) proofs checked; \(item.search.column.place), \(item.property)")
      defer { counter.increment() }
      return standing(of: item, inputs)
    }
    for (item, standing) in zip(work, found) { results[item.result].standing = standing }
    cache.save()
    return results
  }

  /// What the store knows of a cell; `inputs` tell whether this program has found it out before.
  func standing(of work: Work, _ inputs: InputDigests? = nil) -> ProofStanding {
    let isStored = work.invariant != nil || work.violation != nil
    guard isStored || explains else { return .unproved }
    if let reason = limits.shouldStop() { return isStored ? .notChecked(reason) : .unproved }
    let key = inputs.flatMap { cacheKey(work, $0) }
    if let key, let found = known(work, key) { return found }
    let standing = standingFoundAnew(of: work)
    if let key {
      if case .proved(let clauses, let conditions) = standing {
        cache[key] = .proved(clauses: clauses, conditions: conditions)
      } else if standing == violation(of: work) {
        cache[key] = .replayed
      }
    }
    return standing
  }

  /// Whatever the standing of a cell depends on; nil if it cannot be told.
  private func cacheKey(_ work: Work, _ inputs: InputDigests) -> String? {
    guard let program = ProofCache.program,
      let input = inputs.digest(work.search, work.property)
    else { return nil }
    let texts = [work.invariant, work.violation].map { $0.map(SHA256.digest) ?? "none" }
    let parts = [program, StoredCheck.solver, input] + texts
    return SHA256.digest(of: parts.joined(separator: "\n"))
  }

  private func known(_ work: Work, _ key: String) -> ProofStanding? {
    switch cache[key] {
    case .proved(let clauses, let conditions):
      .proved(clauses: clauses, conditions: conditions)
    case .replayed: violation(of: work)
    case nil: nil
    }
  }

  /// What the store says of a run beyond the scope.
  private func violation(of work: Work) -> ProofStanding? {
    work.violation.flatMap(StoredViolation.init).map {
      .beyond(steps: $0.steps, scope: $0.scope)
    }
  }

  private func standingFoundAnew(of work: Work) -> ProofStanding {
    let system: RelationalSystem
    do throws(OutsideFragment) {
      system = try assembly.relational(work.search, work.cell.property)
    } catch { return .outside(error.message, error.site) }
    var standing: ProofStanding?
    if let text = work.invariant { standing = checked(text, work, system) }
    if standing == nil || standing == .outOfDate, let text = work.violation {
      standing = replayed(text, work, system)
    }
    if standing == nil, explains,
      let gap = UniversalGap.reason(
        assembly, work.search, work.property, limits.lasting(Self.gapTime))
    {
      return .outside(gap.message, gap.site)
    }
    return standing ?? .unproved
  }

  /// Why no universal invariant shows a property is told if it is soon found out.
  private static let gapTime = Duration.seconds(2)

  private func checked(
    _ text: String, _ work: Work, _ system: RelationalSystem
  ) -> ProofStanding {
    let key = StoredCheck.key(text, system)
    if case .proved(let clauses, let conditions) = cache[key] {
      return .proved(clauses: clauses, conditions: conditions)
    }
    let file = store.path(ProofStore.invariant(of: ProofTarget(work.cell)))
    switch StoredCheck.check(text, of: system, shouldStop: limits.shouldStop) {
    case .holds(let clauses, let conditions):
      cache[key] = .proved(clauses: clauses, conditions: conditions)
      return .proved(clauses: clauses, conditions: conditions)
    case .outOfDate: return .outOfDate
    case .unreadable(let line, let reason):
      return .rejected(file: "\(file):\(line)", reason: reason)
    case .fails(let condition):
      return .rejected(file: file, reason: "not proved: \(condition.words(in: system))")
    case .broken(let reason): return .rejected(file: file, reason: reason)
    case .stopped(let reason): return .notChecked(reason)
    }
  }

  private func replayed(
    _ text: String, _ work: Work, _ system: RelationalSystem
  ) -> ProofStanding {
    let file = store.path(ProofStore.violation(of: ProofTarget(work.cell)))
    guard let stored = StoredViolation(text) else {
      return .rejected(file: file, reason: "this is no violation")
    }
    guard stored.slice == StoredProof.slice(of: system) else { return .outOfDate }
    do {
      let violation = try BeyondFiles(assembly).replayed(stored, work.cell)
      return .beyond(steps: violation.trace.steps.count, scope: violation.scope)
    } catch let error as ReplayError {
      return .rejected(file: file, reason: "the run does not replay: \(error.message)")
    } catch let error as Failure {
      return .rejected(file: file, reason: error.message)
    } catch { return .rejected(file: file, reason: "\(error)") }
  }
}
