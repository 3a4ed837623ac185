import Proofs
import Relational
import TransitionSystem

/// Adds clauses to a fixpoint until the demands follow from it.
///
/// A demand that does not follow fails from some state. The clauses that exclude that state and no
/// sample are tried; where none of them is kept, those are tried that exclude the states from which
/// they are lost (``Root``), and so on: backwards from the property, and not forwards through
/// everything that is true. A clause is asked why it is lost only if no reached state is found that
/// contradicts it (``Refutation``): behind what is false there is no end of roots.
struct Strengthening {
  let system: RelationalSystem
  let shouldStop: @Sendable () -> Bool
  let progress: (@Sendable (String) -> Void)?

  /// What is inductive so far.
  private(set) var fixpoint: Fixpoint
  /// How often clauses were added, how many, and how many conditions were decided for them.
  private(set) var rounds = 0
  private(set) var questions = 0
  var candidates: Int { pool.count }

  private var blocking: BlockingSearch
  private var sieve: Sieve
  private var refuting: Refuting
  /// What was refuted, with exceptions, and is still to be tried.
  private var weakened: [Clause] = []
  /// What was tried, kept or not.
  private var pool: [Clause] = []
  private var isInPool: Set<Clause> = []
  /// Clauses that are lost from states that nothing excludes, or that a reached state contradicts.
  private var hopeless: Set<Clause> = []
  /// Those of them that a reached state contradicts.
  private var refuted: Set<Clause> = []
  /// How many clauses were tried when hope was given to the others again.
  private var revival = 0
  /// How often each clause was looked at; larger clauses are tried from time to time.
  private var visits: [Clause: Int] = [:]
  private let houdini: Houdini

  /// How many clauses one state proposes at a time, and how many of them are tried at other
  /// locations, too: one that is kept is enough, and of many some are false and not found out.
  private static let clausesPerState = 6
  private static let siblingsPerState = 3
  /// The same of a state from which a demand fails: there is no clause in between.
  private static let clausesPerDemand = 24
  /// How often clauses are made for one state, where reached states contradict all of them.
  private static let siftingsPerState = 12
  /// How many states are looked at in a round, and how many clauses they propose.
  private static let rootsPerRound = 40
  private static let clausesPerRound = 2_000

  init(
    _ system: RelationalSystem, _ drawn: Sampling.Drawn, _ visit: UnlimitedVisit?,
    _ fixpoint: Fixpoint, threads: Int,
    progress: (@Sendable (String) -> Void)?, shouldStop: @escaping @Sendable () -> Bool
  ) throws(AlternationError) {
    houdini = try Houdini(
      system, established: fixpoint, candidates: [], workers: threads, shouldStop: shouldStop)
    self.system = system
    blocking = BlockingSearch(drawn.samples)
    progress?("visiting the states of one copy")
    var everything = drawn
    if let wide = drawn.spread(over: system, visit) { everything.draws.append(wide) }
    sieve = Sieve(everything, shouldStop)
    refuting = Refuting(drawn.draws, system, threads: threads, shouldStop: shouldStop)
    self.fixpoint = fixpoint
    self.progress = progress
    self.shouldStop = shouldStop
  }

  /// Strengthens the fixpoint as long as there is something to try.
  mutating func run(_ mostRounds: Int) async {
    guard let first = await houdini.run() else { return }
    fixpoint = first
    while rounds < mostRounds, !fixpoint.failures.isEmpty, !shouldStop() {
      let fresh = await proposals()
      if shouldStop() || fresh.isEmpty { return }
      rounds += 1
      pool += fresh
      isInPool.formUnion(fresh)
      let kept = Set(fixpoint.clauses)
      let open = pool.filter { !kept.contains($0) && !hopeless.contains($0) }
      progress?("round \(rounds): filtering \(open.count) clauses")
      guard let result = await houdini.run(trying: open) else { return }
      questions += result.statistics.decided
      fixpoint = result
    }
  }

  /// Clauses that were not tried yet, for the states that keep the demands from following.
  private mutating func proposals() async -> [Clause] {
    while !shouldStop() {
      let (roots, followed) = await houdini.roots(Self.rootsPerRound, without: hopeless)
      let open = pool.filter { !hopeless.contains($0) }
      if let refuted = await refuting.refute(followed, open: open) {
        take(refuted)
        continue
      }
      var known: Set<Clause> = []
      var fresh = weakened.filter { !isInPool.contains($0) && known.insert($0).inserted }
      weakened = []
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
      if !fresh.isEmpty { return fresh }
      if !gaveUp && !revive() { return [] }
    }
    return []
  }

  /// Gives up giving up, if clauses were tried since: the states are others now.
  private mutating func revive() -> Bool {
    guard pool.count > revival else { return false }
    revival = pool.count
    hopeless = refuted
    visits = [:]
    return true
  }

  private mutating func take(_ refuted: Refuting.Outcome) {
    guard !refuted.states.isEmpty else { return }
    blocking.add(refuted.states)
    hopeless.formUnion(refuted.clauses)
    self.refuted.formUnion(refuted.clauses)
    weakened += sifted(blocking.weakened(refuted.clauses, shouldStop: shouldStop)).kept
    progress?("refuted \(refuted.clauses.count) clauses by \(refuted.states.count) states")
  }

  /// What excludes the state, and the same at other places of the code.
  private mutating func clauses(excluding root: Root) -> [Clause] {
    // A demand is true, or the search is in vain: each state from which it fails is as good.
    let visited = root.lost.map { visits[$0, default: 0] } ?? 0
    let levels = BlockingSearch.Options.levels.dropFirst(visited)
    if let clause = root.lost { visits[clause] = visited + 1 }
    for options in levels {
      let found = plausible(excluding: root, options)
      guard !found.isEmpty else { continue }
      guard root.lost != nil else { return found }
      let siblings = blocking.siblings(
        of: found, atMost: Self.siblingsPerState, shouldStop: shouldStop)
      return found + sifted(siblings).kept
    }
    return []
  }

  /// The best clauses that exclude the state and that no reached state contradicts.
  private mutating func plausible(
    excluding root: Root, _ options: BlockingSearch.Options
  ) -> [Clause] {
    let most = root.lost == nil ? Self.clausesPerDemand : Self.clausesPerState
    for _ in 0..<Self.siftingsPerState {
      var found = blocking.clauses(excluding: root.state, options, shouldStop: shouldStop)
        .filter { !isInPool.contains($0) }
      if root.lost == nil { found = found.filter(speaksOfDemands) + found }
      let (kept, isRicher) = sifted(found, atMost: most)
      if !kept.isEmpty || !isRicher { return kept }
    }
    return []
  }

  /// The first of the clauses that no reached state contradicts, and whether states that do have
  /// become samples.
  private mutating func sifted(
    _ clauses: [Clause], atMost most: Int = .max
  ) -> (kept: [Clause], isRicher: Bool) {
    let (kept, states) = sieve.sift(clauses, atMost: most, shouldStop)
    if !states.isEmpty { blocking.add(states) }
    return (kept, !states.isEmpty)
  }

  /// Whether a clause is about nothing but what the failing demands are about.
  private func speaksOfDemands(_ clause: Clause) -> Bool {
    let words = Set(fixpoint.failures.flatMap { groups(of: $0.condition) })
    return clause.literals.allSatisfy { literal in
      guard case .holds(let name, _) = literal.atom else { return true }
      return system.relation(name).map { words.contains($0.group) } ?? false
    }
  }

  private func groups(of condition: Condition) -> [String] {
    let formula: Expression
    switch condition {
    case .goal(let goal): formula = system.goals[goal].formula
    case .check(let action, let check): formula = system.actions[action].checks[check].condition
    default: return []
    }
    return formula.readNames.compactMap { system.relation($0)?.group }
  }
}

extension Expression {
  fileprivate var readNames: [String] {
    if case .read(let name, let terms) = self { return [name] + terms.flatMap(\.readNames) }
    return children.flatMap(\.readNames)
  }
}
