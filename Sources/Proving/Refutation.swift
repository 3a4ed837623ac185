package import Checking
import Explicit
import Proofs
package import Relational
import TransitionSystem

/// Looks for reached states that contradict clauses.
///
/// Samples show what is common, and a clause that is true of them may be false in a state that is
/// rare. So one goes on from the reached states that contradict a clause but for one literal, and
/// only through such states: where some step makes the last literal false, the clause is refuted,
/// long before a solver and the clauses around it would come to that.
actor Refutation {
  private let grounds: [Ground]

  /// How many states of an instance are looked at for a clause to begin with.
  private static let beginnings = 200
  /// How often one goes on from there, and how far.
  private static let walks = 8
  private static let length = 50

  /// The states of one instance.
  private final class Ground {
    let draw: Sampling.Draw
    let reader: FactReader
    var successors: Successors
    /// Where the tasks of each state are.
    let places: [Set<Int>]
    private var readings: [Int: FactReader.Reading] = [:]

    init(_ draw: Sampling.Draw, _ system: RelationalSystem) {
      self.draw = draw
      let reader = FactReader(draw.abstraction, system, draw.scope)
      self.reader = reader
      successors = Successors(draw.system, scope: draw.scope)
      places = draw.states.map(reader.places)
    }

    /// The state of the draw as it is read; every clause begins with some of them.
    func reading(at index: Int) -> FactReader.Reading {
      if let known = readings[index] { return known }
      let made = reader.reading(of: draw.states[index])
      readings[index] = made
      return made
    }
  }

  init(_ draws: [Sampling.Draw], _ system: RelationalSystem) {
    grounds = draws.map { Ground($0, system) }
  }

  /// A reached state that contradicts a clause, in two forms.
  struct Evidence: Sendable {
    var structure: Structure
    var reading: FactReader.Reading
  }

  /// For each clause that was found to be contradicted, a reached state that does.
  func evidence(against clauses: [Clause], shouldStop: () -> Bool) -> [Evidence] {
    clauses.compactMap { evidence(against: $0, shouldStop) }
  }

  private func evidence(against clause: Clause, _ shouldStop: () -> Bool) -> Evidence? {
    for ground in grounds {
      if shouldStop() { return nil }
      if let state = state(against: clause, ground, shouldStop) {
        return Evidence(
          structure: ground.reader.structure(of: state),
          reading: ground.reader.reading(of: state))
      }
    }
    return nil
  }

  /// The clauses that the states contradict.
  func contradicted(_ clauses: [Clause], by evidence: [Evidence]) -> [Clause] {
    grounds.first?.reader.contradicted(clauses, by: evidence.map(\.reading)) ?? []
  }

  private func state(
    against clause: Clause, _ ground: Ground, _ shouldStop: () -> Bool
  ) -> State? {
    let probe = ClauseProbe(clause, ground.reader)
    // Where the clause speaks of tasks there are some, or one of them is on its way.
    var frontiers: [[State]] = [[], []]
    for missing in frontiers.indices {
      let fitting = ground.places.indices.filter { probe.missing(ground.places[$0]) == missing }
      let step = max(1, fitting.count / Self.beginnings)
      for index in stride(from: 0, to: fitting.count, by: step) {
        let state = ground.draw.states[fitting[index]]
        switch probe.distance(of: ground.reading(at: fitting[index])) {
        case .contradicts: return state
        case .near: frontiers[missing].append(state)
        case .far: continue
        }
      }
    }
    frontiers.removeAll(where: \.isEmpty)
    var random = SampleRandom(seed: 1)
    for walk in 0..<(frontiers.isEmpty ? 0 : Self.walks) {
      if shouldStop() { return nil }
      let frontier = frontiers[walk % frontiers.count]
      var current = frontier[random.below(frontier.count)]
      for _ in 0..<Self.length {
        // An error of the spec is no state; the run that decides the property tells of it.
        guard var next = try? ground.successors.states(after: current) else { break }
        var isStuck = true
        while isStuck, !next.isEmpty {
          next.swapAt(random.below(next.count), next.count - 1)
          let state = next.removeLast()
          switch probe.distance(of: ground.reader.reading(of: state, probe.words)) {
          case .contradicts: return state
          case .near:
            current = state
            isStuck = false
          case .far: continue
          }
        }
        if isStuck { break }
      }
    }
    return nil
  }
}

extension Prover {
  /// For each clause a reached state that contradicts it; nil where none was found.
  package func refuted(
    _ clauses: [Clause], _ search: Plan.Search, _ property: String, _ system: RelationalSystem
  ) async throws -> [Structure?] {
    let draws = try sampling(search, property).draws(of: system)
    let refutation = Refutation(draws, system)
    var found: [Structure?] = []
    for clause in clauses {
      found.append(await refutation.evidence(against: [clause]) { false }.first?.structure)
    }
    return found
  }
}
