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
  static let structuresPerInstance = 2_500

  /// Elements of an ordered sort: of two places one is always "the other one".
  private static let places = 3

  /// Which copies are put side by side, and how far they are followed.
  struct Instance {
    var copies: [[String: [Int]]]
    var walks: Int
    /// Whether there are no more elements than the copies name, so that space runs out.
    var isTight = false
  }

  /// States of one instance, in the order of their discovery.
  struct Draw: Sendable {
    var system: TransitionSystem
    var scope: Scope
    var abstraction: Abstraction
    var states: [State]

    init(
      _ system: TransitionSystem, _ scope: Scope, _ states: [State],
      of relational: RelationalSystem
    ) {
      (self.system, self.scope, self.states) = (system, scope, states)
      abstraction = Abstraction(Layout(system: system, scope: scope), relational)
    }

    /// The size of each sort.
    var sizes: [String: Int] {
      Dictionary(uniqueKeysWithValues: system.sorts.map { ($0.name, scope[$0.name]) })
    }
  }

  /// The states, and those of which clauses are made.
  struct Drawn: Sendable {
    var draws: [Draw]
    var samples: CandidateSamples
    fileprivate var sampling: Sampling

    /// States from everywhere in the state space of one copy, or of the part that can be seen in
    /// some seconds: what walks seldom come upon.
    ///
    /// - Parameters:
    ///   - system: What the states are structures of.
    ///   - visit: Those that were seen already; nil: none.
    /// - Returns: The states; nil if there is no such copy.
    func spread(over system: RelationalSystem, _ visit: UnlimitedVisit?) -> Draw? {
      try? sampling.spread(over: system, visit)
    }
  }

  /// The states as the searches for clauses take them.
  func drawn(from system: RelationalSystem) throws(OutsideFragment) -> Drawn {
    let draws = try draws(of: system)
    var sizes: [String: Int] = [:]
    for draw in draws { sizes.merge(draw.sizes, uniquingKeysWith: max) }
    var samples = CandidateSamples(relations: system.relations, sizes: sizes)
    for draw in draws {
      var reader = SampleReader(samples, draw.abstraction, sizes: draw.sizes)
      for index in stride(from: 0, to: draw.states.count, by: interval(of: draw)) {
        samples.add(reader.reading(of: draw.states[index]))
      }
    }
    return Drawn(draws: draws, samples: samples, sampling: self)
  }

  /// The states as structures.
  func structures(of system: RelationalSystem) throws(OutsideFragment) -> [Structure] {
    try draws(of: system).flatMap(structures)
  }

  /// Some states of a draw as structures.
  func structures(of draw: Draw) -> [Structure] {
    stride(from: 0, to: draw.states.count, by: interval(of: draw)).map {
      draw.abstraction.structure(draw.states[$0])
    }
  }

  private func interval(of draw: Draw) -> Int {
    max(1, draw.states.count * thrift / Self.structuresPerInstance)
  }

  /// The states of each instance.
  func draws(of system: RelationalSystem) throws(OutsideFragment) -> [Draw] {
    let failure: String
    do throws(CompositionError) {
      var draws: [Draw] = []
      let alone = try assembly.replicated(search, property: property, copies: [[:]])
      for instance in try instances(alone) { draws.append(try draw(instance, system)) }
      return draws
    } catch {
      failure = error.message
    }
    throw OutsideFragment(failure)
  }

  private func spread(
    over relational: RelationalSystem, _ visit: UnlimitedVisit?
  ) throws(CompositionError) -> Draw {
    if let visit { return Draw(visit.system, visit.scope, visit.states, of: relational) }
    let limits = Limits(threads: 1, shouldStop: shouldStop)
    let made = try UnlimitedVisit(assembly, search, property, limits, thrift: thrift)
    return Draw(made.system, made.scope, made.states, of: relational)
  }

  private func draw(
    _ instance: Instance, _ relational: RelationalSystem
  ) throws(CompositionError) -> Draw {
    let system = try assembly.replicated(search, property: property, copies: instance.copies)
    let (scope, states) = try states(of: system, instance)
    return Draw(system, scope, states, of: relational)
  }

  func states(
    of system: TransitionSystem, _ instance: Instance
  ) throws(CompositionError) -> (Scope, [State]) {
    var sizes = instance.isTight ? [:] : search.scope.sizes
    for (sort, least) in system.minimumSizes { sizes[sort] = max(sizes[sort] ?? 0, least) }
    for sort in system.sorts where sort.isOrdered { sizes[sort.name] = Self.places }
    let scope = Scope(sizes)
    do throws(EvaluationError) {
      let drawn = try Explicit.sample(
        system, scope: scope, walks: instance.walks / thrift, length: 200,
        breadth: 3_000 / thrift, seed: 1, shouldStop: shouldStop)
      return (scope, drawn.states)
    } catch {
      throw CompositionError("an error of the spec: \(error.message)")
    }
  }

  /// For the system of one copy.
  func instances(_ alone: TransitionSystem) throws(CompositionError) -> [Instance] {
    let two = try assembly.defaultCopies(of: widened(by: 2, alone), count: 2)
    // Two copies that share files, and a third one with files of its own.
    let three = try assembly.defaultCopies(of: widened(by: 3, alone), count: 3).suffix(1)
    return [
      Instance(copies: [[:]], walks: 800), Instance(copies: [[:]], walks: 300, isTight: true),
    ]
      + (two + three).map { Instance(copies: $0, walks: 800) }
  }

  /// The search at a scope that is large enough for so many copies.
  private func widened(by copies: Int, _ alone: TransitionSystem) -> Plan.Search {
    var wide = search
    for sort in alone.sorts {
      let named = alone.minimumSizes[sort.name] ?? 1
      let size = max(search.scope.sizes[sort.name] ?? 1, copies * named)
      wide.scope.sizes[sort.name] = sort.isOrdered ? Self.places : max(2, size)
    }
    return wide
  }
}
