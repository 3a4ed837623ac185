package import Relational

/// The clauses that some demands need, and no more.
package struct InductiveInvariant: Hashable, Sendable {
  /// In the order of the candidates.
  package var clauses: [Clause]
  package var totalities: [Totality]
}

extension Houdini {
  /// A part of the fixpoint that is inductive by itself and implies the demands; nil if told to
  /// stop.
  ///
  /// To be called after `run`, which must have proved the demands. First everything that the proofs
  /// used is taken; then each member, the longest clauses first, is left out if the rest can do
  /// without. That is done again as long as something is left out: what a member was needed for may
  /// be gone.
  package func minimize(for demands: [Condition]) async -> InductiveInvariant? {
    let asked = Set(demands)
    var proofs = cores.filter { question, _ in
      question.hypothesis == nil && asked.contains(hypotheses.condition(of: question))
    }
    let needed = close(&proofs)
    let unused = (0..<hypotheses.count).filter { !needed.contains($0) }
    for worker in workers { await worker.drop(unused) }
    var kept = needed
    for _ in 0..<Self.minimizingPasses {
      let fewer = await deleteGreedily(kept, &proofs)
      if fewer == kept { break }
      kept = fewer
      for worker in workers { await worker.drop(unused + needed.subtracting(kept)) }
    }
    for worker in workers { await worker.revive(unused + needed.subtracting(kept)) }
    kept = reachable(by: proofs)
    guard !shouldStop() else { return nil }
    let system = hypotheses.system
    return InductiveInvariant(
      clauses: hypotheses.clauseNumbers.filter(kept.contains).map(hypotheses.clause),
      totalities: system.totalities.enumerated().filter { position, totality in
        kept.contains(position) || system.isAxiom(totality)
      }.map(\.element))
  }

  /// How often it is tried to leave something out; after two passes little is gained.
  private static let minimizingPasses = 4

  /// Adds the proofs that hypotheses of the proofs are kept; returns all hypotheses in use.
  private func close(_ proofs: inout [Question: [Int]]) -> Set<Int> {
    var byGoal: [Int: [(Question, [Int])]] = [:]
    for (question, core) in cores {
      if case .keeps(_, let goal) = question { byGoal[goal, default: []].append((question, core)) }
    }
    var needed: Set<Int> = []
    var open = proofs.values.flatMap { $0 }
    while let next = open.popLast() {
      guard needed.insert(next).inserted else { continue }
      for (question, core) in byGoal[next] ?? [] {
        proofs[question] = core
        open += core
      }
    }
    return needed
  }

  /// What the demands use, and what the proofs of that use, and so on.
  private func reachable(by proofs: [Question: [Int]]) -> Set<Int> {
    var byGoal: [Int: [[Int]]] = [:]
    var open: [Int] = []
    for (question, core) in proofs {
      if let goal = question.hypothesis {
        byGoal[goal, default: []].append(core)
      } else {
        open += core
      }
    }
    var found: Set<Int> = []
    while let next = open.popLast() {
      if found.insert(next).inserted { open += (byGoal[next] ?? []).joined() }
    }
    return found
  }

  private func deleteGreedily(
    _ needed: Set<Int>, _ proofs: inout [Question: [Int]]
  ) async -> Set<Int> {
    var kept = needed
    proofs = proofs.filter { question, _ in question.hypothesis.map(kept.contains) ?? true }
    // Who used a member once; what uses it now is among these.
    var users: [Int: Set<Question>] = [:]
    for (question, core) in proofs {
      for member in core { users[member, default: []].insert(question) }
    }
    let order = needed.sorted { (length($0), $0) > (length($1), $1) }
    for member in order where !shouldStop() {
      let affected = (users[member] ?? []).filter { question in
        question.hypothesis != member && (question.hypothesis.map(kept.contains) ?? true)
          && proofs[question]?.contains(member) == true
      }
      for worker in workers { await worker.drop([member]) }
      let outcomes = await distribute(Array(affected).inOrder, stopAtFailure: true) { question in
        if case .step(let action) = question.moment { action } else { 0 }
      }
      let proved = outcomes.flatMap(\.proved)
      if proved.count == affected.count {
        kept.remove(member)
        for item in proved {
          proofs[item.question] = item.core
          for other in item.core { users[other, default: []].insert(item.question) }
        }
      } else {
        for worker in workers { await worker.revive([member]) }
      }
    }
    proofs = proofs.filter { question, _ in question.hypothesis.map(kept.contains) ?? true }
    let deleted = needed.subtracting(kept).sorted()
    for worker in workers { await worker.revive(deleted) }
    return kept
  }

  private func length(_ hypothesis: Int) -> Int {
    hypotheses.isTotality(hypothesis) ? 0 : hypotheses.clause(hypothesis).literals.count
  }
}

extension [Question] {
  /// In an order that does not depend on hashes.
  var inOrder: [Question] {
    sorted { $0.sortKey.lexicographicallyPrecedes($1.sortKey) }
  }
}

extension Question {
  fileprivate var sortKey: [Int] {
    switch self {
    case .starts(let hypothesis): [0, hypothesis]
    case .keeps(let action, let hypothesis): [1, action, hypothesis]
    case .check(let action, let check): [2, action, check]
    case .goal(let goal): [3, goal]
    }
  }
}
