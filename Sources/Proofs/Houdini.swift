package import Relational
import TransitionSystem

/// Finds the greatest part of some clauses that all actions keep together.
///
/// After Flanagan and Leino (2001). Everything is assumed, and what an action does not keep is
/// dropped, until nothing is: each round asks only what depended on something dropped. Rounds end
/// together, so the result does not depend on the number of workers or their speed. A question that
/// costs too much counts as failed. The result is a proposal: ``QuantifiedCheck`` is the proof.
package actor Houdini {
  var hypotheses: Hypotheses
  let workers: [HoudiniWorker]
  let shouldStop: @Sendable () -> Bool
  /// By hypothesis.
  var isAlive: [Bool]
  /// Why what has been proved holds.
  var cores: [Question: [Int]] = [:]
  var statistics = Statistics()
  /// For each hypothesis that was dropped, how.
  var losses: [Int: Loss] = [:]
  /// States from which something is lost, and which dropped hypotheses exclude them.
  var states: [LossState] = []
  /// Where checks and goals fail, by the numbers of the states.
  var failures: [Int] = []
  /// By hypothesis: whether it is kept whatever becomes of the candidates.
  var isEstablished: [Bool]
  /// What does not hold at first, or may not.
  var neverStarts: Set<Int> = []

  /// What a search has cost.
  package struct Statistics: Hashable, Sendable {
    package var rounds = 0
    /// Conditions that were decided, those that one model decided at once included.
    package var decided = 0
    /// Questions to a solver.
    package var asked = 0
  }

  /// Clauses that hold by construction are candidates like all others, and come first.
  ///
  /// - Parameters:
  ///   - system: Whose actions are to keep the clauses.
  ///   - established: What is known to be kept without the candidates; nothing is asked about it,
  ///     so that `minimize` finds no proofs of it.
  ///   - candidates: What is to be filtered.
  ///   - workers: How many questions are answered side by side.
  ///   - shouldStop: Polled between questions.
  /// - Throws: The first formula of the system that is outside the fragment.
  package init(
    _ system: RelationalSystem, established: Fixpoint? = nil, candidates: [Clause],
    workers: Int = 2, shouldStop: @escaping @Sendable () -> Bool = { false }
  ) throws(AlternationError) {
    let known = established?.clauses ?? system.structure
    let clauses = (known + candidates).distinct
    let builder = try ObligationBuilder(system, invariant: [])
    let hypotheses = Hypotheses(builder, clauses)
    let kept = established?.totalities ?? []
    isEstablished =
      system.totalities.map { kept.contains($0) || system.isAxiom($0) }
      + clauses.indices.map { $0 < established?.clauses.count ?? 0 }
    self.hypotheses = hypotheses
    self.workers = (0..<max(1, workers)).map { _ in HoudiniWorker(hypotheses, shouldStop) }
    self.shouldStop = shouldStop
    isAlive = Array(repeating: true, count: hypotheses.count)
  }

  /// How a hypothesis was dropped.
  struct Loss: Sendable {
    var round: Int
    /// A state that satisfies what was not dropped before, and what some action makes of it does
    /// not satisfy the hypothesis; nil if that was not decided.
    var state: Int?
    /// By totality: whether it was not dropped before.
    var totalities: [Bool]
  }

  /// The fixpoint and what follows from it, or nil if told to stop.
  package func run() async -> Fixpoint? {
    failures = []
    await keepInitial()
    var pending = firstQuestions
    while !pending.isEmpty, !shouldStop() {
      statistics.rounds += 1
      let outcomes = await filter(pending)
      if shouldStop() { return nil }
      let gone = record(outcomes)
      await drop(gone)
      pending = questionsDependingOn(Set(gone))
    }
    return shouldStop() ? nil : await conclude()
  }

  private func keepInitial() async {
    let all = (0..<hypotheses.count).filter { isAlive[$0] && !isEstablished[$0] }
      .map(Question.starts).filter { cores[$0] == nil }
    let outcomes = await distribute(all) { $0.hypothesis ?? 0 }
    var gone: [Int] = []
    for outcome in outcomes {
      statistics.asked += outcome.asked
      statistics.decided += outcome.asked
      for proved in outcome.proved { cores[proved.question] = [] }
      gone += (outcome.failed + outcome.undecided).compactMap(\.hypothesis)
    }
    neverStarts.formUnion(gone)
    await drop(gone)
  }

  private var firstQuestions: [HoudiniWorker.Questions] {
    let system = hypotheses.system
    return system.actions.indices.compactMap { action in
      let frame = Frame(of: system.actions[action], in: system)
      let goals = (0..<hypotheses.count).filter { hypothesis in
        guard isAlive[hypothesis], !isEstablished[hypothesis] else { return false }
        return hypotheses.isTotality(hypothesis)
          ? frame.mayBreak(system.totalities[hypothesis])
          : frame.mayBreak(hypotheses.clause(hypothesis))
      }
      return goals.isEmpty ? nil : HoudiniWorker.Questions(action: action, goals: goals)
    }
  }

  private func filter(
    _ questions: [HoudiniWorker.Questions]
  ) async -> [HoudiniWorker.Outcome] {
    await gather(
      workers.enumerated().map { index, worker in
        let own = questions.filter { $0.action % workers.count == index }
        return { await worker.filter(own) }
      })
  }

  /// Takes notice of a round; returns what is to be dropped.
  private func record(_ outcomes: [HoudiniWorker.Outcome]) -> [Int] {
    var gone: Set<Int> = []
    let totalities = Array(isAlive.prefix(hypotheses.system.totalities.count))
    for outcome in outcomes {
      let first = states.count
      states += outcome.states.map { LossState($0) }
      for proved in outcome.proved { cores[proved.question] = proved.core }
      gone.formUnion((outcome.failed + outcome.undecided).compactMap(\.hypothesis))
      for loss in outcome.lost {
        guard case .keeps(_, let goal) = loss.question, losses[goal] == nil else { continue }
        losses[goal] = Loss(
          round: statistics.rounds, state: loss.state.map { first + $0 }, totalities: totalities)
      }
      statistics.asked += outcome.asked
      statistics.decided +=
        outcome.proved.count + outcome.failed.count + outcome.undecided.count
    }
    return gone.sorted()
  }

  private func drop(_ gone: [Int]) async {
    for hypothesis in gone { isAlive[hypothesis] = false }
    for worker in workers { await worker.drop(gone) }
  }

  /// What was proved with something that is gone, of what is left.
  private func questionsDependingOn(_ gone: Set<Int>) -> [HoudiniWorker.Questions] {
    var byAction: [Int: [Int]] = [:]
    var stale: [Question] = []
    for (question, core) in cores {
      guard case .keeps(let action, let goal) = question else { continue }
      if !isAlive[goal] {
        stale.append(question)
      } else if core.contains(where: gone.contains) {
        byAction[action, default: []].append(goal)
      }
    }
    for question in stale { cores[question] = nil }
    return byAction.sorted { $0.key < $1.key }
      .map { HoudiniWorker.Questions(action: $0.key, goals: $0.value.sorted()) }
  }

  private func conclude() async -> Fixpoint {
    let system = hypotheses.system
    var demands = system.goals.indices.map(Question.goal)
    for (action, item) in system.actions.enumerated() {
      demands += item.checks.indices.filter { item.checks[$0].kind == .require }
        .map { .check(action: action, check: $0) }
    }
    let outcomes = await distribute(demands) { question in
      if case .check(let action, _) = question { action } else { 0 }
    }
    var result = Fixpoint(
      clauses: hypotheses.clauseNumbers.filter { isAlive[$0] }.map(hypotheses.clause),
      totalities: system.totalities.indices.filter { isAlive[$0] }.map { system.totalities[$0] })
    for outcome in outcomes {
      statistics.asked += outcome.asked
      statistics.decided += outcome.asked
      for proved in outcome.proved {
        cores[proved.question] = proved.core
        result.proved.append(hypotheses.condition(of: proved.question))
      }
      result.failures += outcome.counterexamples
      failures += outcome.lost.compactMap { $0.state.map { states.count + $0 } }
      states += outcome.states.map { LossState($0) }
      result.undecided += outcome.undecided.map(hypotheses.condition)
    }
    result.statistics = statistics
    return result
  }

  /// Lets the worker answer that the number tells; the outcomes in the workers' order.
  func distribute(
    _ questions: [Question], stopAtFailure: Bool = false, by number: (Question) -> Int
  ) async -> [HoudiniWorker.Outcome] {
    let parts = workers.indices.map { index in
      questions.filter { number($0) % workers.count == index }
    }
    return await gather(
      zip(workers, parts).filter { !$1.isEmpty }.map { worker, part in
        { await worker.answer(part, stopAtFailure: stopAtFailure) }
      })
  }

  /// Does the work side by side; the outcomes in its order.
  private nonisolated func gather(
    _ work: [@Sendable () async -> HoudiniWorker.Outcome]
  ) async -> [HoudiniWorker.Outcome] {
    await withTaskGroup(of: (Int, HoudiniWorker.Outcome).self) { group in
      for (index, item) in work.enumerated() { group.addTask { (index, await item()) } }
      var outcomes = work.map { _ in HoudiniWorker.Outcome() }
      while let (index, outcome) = await group.next() { outcomes[index] = outcome }
      return outcomes
    }
  }
}

/// What is left when nothing more is dropped.
package struct Fixpoint: Sendable {
  /// The clauses that every action keeps, in the order of the candidates.
  package var clauses: [Clause]
  /// The totalities that every action keeps.
  package var totalities: [Totality]
  /// The checks and goals that follow.
  package var proved: [Condition] = []
  /// The checks and goals that do not.
  package var failures: [CounterexampleToInduction] = []
  /// Those that cost too much.
  package var undecided: [Condition] = []
  package var statistics = Houdini.Statistics()

  init(clauses: [Clause], totalities: [Totality]) {
    self.clauses = clauses
    self.totalities = totalities
  }
}
