import Checking
import Explicit
import Proofs
import Relational
import TransitionSystem

/// Reached states of some copies of a workload, from which clauses are guessed.
///
/// Nothing rests on them: a clause that is true here and false elsewhere is found out.
struct Sampling {
  let assembly: Assembly
  let search: Plan.Search
  let property: String
  /// Divides the numbers of walks and of states.
  var thrift = 1
  let shouldStop: @Sendable () -> Verdict.Reason?

  /// Structures of one instance at most; more of them hardly matter (proofs.md, section 8).
  static let structuresPerInstance = 4_000

  /// Which copies are put side by side, and how far they are followed.
  private struct Instance {
    var copies: [[String: [Int]]]
    var walks: Int
    /// Whether there are no more elements than the copies name, so that space runs out.
    var isTight = false
    /// Whether the second copy begins with nothing of the initial state, as the axioms allow.
    var isBare = false
  }

  /// The states as the candidate search takes them.
  func samples(
    of system: RelationalSystem
  ) throws(OutsideFragment) -> CandidateSamples {
    CandidateSamples(relations: system.relations, structures: try structures(of: system))
  }

  /// The states as structures.
  func structures(of system: RelationalSystem) throws(OutsideFragment) -> [Structure] {
    let failure: String
    do throws(CompositionError) {
      return try gathered(system)
    } catch {
      failure = error.message
    }
    throw OutsideFragment(failure)
  }

  private func gathered(
    _ relational: RelationalSystem
  ) throws(CompositionError) -> [Structure] {
    var structures: [Structure] = []
    for instance in try instances() {
      var system = try assembly.replicated(search, property: property, copies: instance.copies)
      if instance.isBare { system.initialUpdates.removeAll { isOfSecondCopy($0, instance.copies) } }
      var sizes = instance.isTight ? [:] : search.scope.sizes
      for (sort, least) in system.minimumSizes { sizes[sort] = max(sizes[sort] ?? 0, least) }
      for sort in system.sorts where sort.isOrdered { sizes[sort.name] = 2 }
      let scope = Scope(sizes)
      let drawn: StateSample
      do throws(EvaluationError) {
        drawn = try Explicit.sample(
          system, scope: scope, walks: instance.walks / thrift, length: 200,
          breadth: 3_000 / thrift, seed: 1,
          shouldStop: shouldStop)
      } catch {
        throw CompositionError("an error of the spec: \(error.message)")
      }
      let abstraction = Abstraction(Layout(system: system, scope: scope), relational)
      let step = max(1, drawn.states.count * thrift / Self.structuresPerInstance)
      for index in stride(from: 0, to: drawn.states.count, by: step) {
        structures.append(abstraction.structure(drawn.states[index]))
      }
    }
    return structures
  }

  private func instances() throws(CompositionError) -> [Instance] {
    var wide = search
    let alone = try assembly.replicated(search, property: property, copies: [[:]])
    for sort in alone.sorts {
      let named = alone.minimumSizes[sort.name] ?? 1
      let size = max(search.scope.sizes[sort.name] ?? 1, 2 * named)
      wide.scope.sizes[sort.name] = sort.isOrdered ? 2 : max(2, size)
    }
    let two = try assembly.defaultCopies(of: wide, count: 2)
    return [
      Instance(copies: [[:]], walks: 200), Instance(copies: [[:]], walks: 100, isTight: true),
    ]
      + two.flatMap {
        [Instance(copies: $0, walks: 200), Instance(copies: $0, walks: 200, isBare: true)]
      }
  }

  /// Whether an initial assignment is the second copy's alone; the casts stay.
  private func isOfSecondCopy(_ update: Update, _ copies: [[String: [Int]]]) -> Bool {
    guard copies.count > 1, !update.variable.hasPrefix("cast.") else { return false }
    return (update.indices + [update.condition]).contains { expression in
      expression.names { sort, number in
        copies[1][sort]?.contains(number) == true && copies[0][sort]?.contains(number) == false
      }
    }
  }
}

extension Expression {
  /// Whether it names an element that is wanted.
  fileprivate func names(_ isWanted: (String, Int) -> Bool) -> Bool {
    if case .element(let sort, let number) = self { return isWanted(sort, number) }
    return children.contains { $0.names(isWanted) }
  }
}
