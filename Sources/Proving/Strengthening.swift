import Proofs
import Relational

/// Adds clauses to a fixpoint until the demands follow from it.
///
/// A demand that does not follow fails from some state. The clauses that exclude that state and no
/// sample are tried; where none of them is kept, those are tried that exclude the states from which
/// they are lost (``Root``), and so on: backwards from the property, and not forwards through
/// everything that is true.
struct Strengthening {
  let system: RelationalSystem
  let threads: Int
  let shouldStop: @Sendable () -> Bool
  let progress: (@Sendable (String) -> Void)?

  /// What is inductive so far.
  private(set) var fixpoint: Fixpoint
  /// How often clauses were added, how many, and how many conditions were decided for them.
  private(set) var rounds = 0
  private(set) var questions = 0
  var candidates: Int { pool.count }

  private var blocking: BlockingSearch
  /// What was tried, kept or not.
  private var pool: [Clause] = []
  private var isInPool: Set<Clause> = []
  /// Clauses that are lost from states that nothing excludes.
  private var hopeless: Set<Clause> = []
  /// How often each clause was looked at, or a demand; larger clauses are tried from time to time.
  private var visits: [Clause?: Int] = [:]
  private var houdini: Houdini?

  /// The literals of clauses that are tried at other locations, too.
  private static let siblingLiterals = 3
  /// How many larger clauses of one state are.
  private static let largeSiblings = 6
  /// How many states are looked at in a round, and how many clauses they propose.
  private static let rootsPerRound = 40
  private static let clausesPerRound = 2_000

  init(
    _ system: RelationalSystem, _ blocking: BlockingSearch, _ fixpoint: Fixpoint, threads: Int,
    progress: (@Sendable (String) -> Void)?, shouldStop: @escaping @Sendable () -> Bool
  ) {
    self.system = system
    self.blocking = blocking
    self.fixpoint = fixpoint
    self.threads = threads
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// Strengthens the fixpoint as long as there is something to try.
  mutating func run(_ mostRounds: Int) async throws(AlternationError) {
    while rounds < mostRounds, !fixpoint.failures.isEmpty, !shouldStop() {
      let fresh = await proposals()
      if shouldStop() || fresh.isEmpty { return }
      rounds += 1
      pool += fresh
      isInPool.formUnion(fresh)
      let kept = Set(fixpoint.clauses)
      let open = pool.filter { !kept.contains($0) && !hopeless.contains($0) }
      progress?("round \(rounds): filtering \(open.count) clauses")
      let next = try Houdini(
        system, established: fixpoint, candidates: open, workers: threads, shouldStop: shouldStop)
      guard let result = await next.run() else { return }
      questions += result.statistics.decided
      fixpoint = result
      houdini = next
    }
  }

  /// Clauses that were not tried yet, for the states that keep the demands from following.
  private mutating func proposals() async -> [Clause] {
    while !shouldStop() {
      let roots =
        await houdini?.roots(Self.rootsPerRound, without: hopeless)
        ?? fixpoint.failures.map { Root(state: $0.before) }
      var fresh: [Clause] = []
      var known: Set<Clause> = []
      var gaveUp = false
      for root in roots where fresh.count < Self.clausesPerRound && !shouldStop() {
        let evaluator = StructureEvaluator(root.state)
        if fresh.contains(where: { !evaluator.holds($0) }) { continue }
        let found = clauses(excluding: root).filter {
          !isInPool.contains($0) && known.insert($0).inserted
        }
        if found.isEmpty, let clause = root.lost, hopeless.insert(clause).inserted {
          gaveUp = true
        }
        fresh += found
      }
      if !fresh.isEmpty || !gaveUp { return fresh }
    }
    return []
  }

  /// What excludes the state, and the same at other places of the code.
  private mutating func clauses(excluding root: Root) -> [Clause] {
    let levels = BlockingSearch.Options.levels.dropFirst(visits[root.lost, default: 0])
    visits[root.lost, default: 0] += 1
    for options in levels {
      let found = blocking.clauses(excluding: root.state, options, shouldStop: shouldStop)
      guard found.contains(where: { !isInPool.contains($0) }) else { continue }
      let small = found.filter { $0.literals.count <= Self.siblingLiterals }
      let large = found.filter { $0.literals.count > Self.siblingLiterals }
      let telling = small + large.prefix(Self.largeSiblings)
      return found + blocking.siblings(of: telling, shouldStop: shouldStop)
    }
    return []
  }
}
