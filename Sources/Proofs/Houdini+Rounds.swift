package import Relational

/// A state from which something is lost.
struct LossState: Sendable {
  let facts: Facts
  /// The clauses that exclude it; none that was established when it was first examined does.
  fileprivate(set) var excluding: [Int] = []
  /// Of how many hypotheses that is known.
  fileprivate(set) var examined = 0

  init(_ facts: Facts) { self.facts = facts }
}

extension Houdini {
  /// The fixpoint with candidates beside what the last run has kept; nil if told to stop.
  ///
  /// The solvers stay. What was dropped and is a candidate again is dropped without a question
  /// where everything that is assumed now allows the state from which it was lost.
  package func run(trying candidates: [Clause]) async -> Fixpoint? {
    // Before anything else is established: what was assumed allows these states.
    for state in states.indices where states[state].examined == 0 { _ = excluding(state) }
    for hypothesis in isAlive.indices where isAlive[hypothesis] { isEstablished[hypothesis] = true }
    cores = cores.filter { question, _ in question.moment == .initial }
    // A clause about elements that nothing else names is not tried: they have no constants.
    let numbers = candidates.filter(hypotheses.vocabulary.names).map { hypotheses.add($0) }
    let added = Array(repeating: false, count: hypotheses.count - isAlive.count)
    isAlive += added
    isEstablished += added
    for worker in workers { await worker.extend(to: hypotheses) }
    var tried = Array(hypotheses.system.totalities.indices) + numbers
    tried = tried.filter { !isAlive[$0] && !neverStarts.contains($0) }
    for hypothesis in tried { isAlive[hypothesis] = true }
    loseAgain(tried)
    let revived = tried.filter { isAlive[$0] }
    for hypothesis in revived { losses[hypothesis] = nil }
    let isRevived = Set(revived)
    for worker in workers {
      await worker.revive(revived)
      await worker.drop(tried.filter { !isRevived.contains($0) })
    }
    statistics = Statistics()
    return await run()
  }

  /// Drops what is lost from a state that nothing excludes.
  private func loseAgain(_ tried: [Int]) {
    var isChanging = true
    while isChanging {
      isChanging = false
      for hypothesis in tried where isAlive[hypothesis] && isLostAgain(hypothesis) {
        isAlive[hypothesis] = false
        isChanging = true
      }
    }
  }

  private func isLostAgain(_ hypothesis: Int) -> Bool {
    guard let loss = losses[hypothesis], let state = loss.state else { return false }
    // A totality that was not assumed then might exclude the state.
    guard zip(isAlive, loss.totalities).allSatisfy({ !$0 || $1 }) else { return false }
    return !excluding(state).contains { isAlive[$0] }
  }

  /// The clauses that exclude the state.
  func excluding(_ state: Int) -> [Int] {
    let start = states[state].examined
    guard start < hypotheses.count else { return states[state].excluding }
    let facts = states[state].facts
    var found: [Int] = []
    func look(_ numbers: [Int]) {
      for hypothesis in numbers.reversed() {
        guard hypothesis >= start else { return }
        if start == 0, isEstablished[hypothesis] { continue }
        if PatternMatcher.isViolated(hypotheses.pattern(hypothesis), in: facts) {
          found.append(hypothesis)
        }
      }
    }
    for relation in facts.tuples.indices where !facts.tuples[relation].isEmpty {
      look(hypotheses.watching[relation])
    }
    look(hypotheses.unwatched)
    states[state].excluding += found.sorted()
    states[state].examined = hypotheses.count
    return states[state].excluding
  }
}
