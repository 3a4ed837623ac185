package import Checking
import Relational
package import TransitionSystem

/// Reached states of some copies of a search's workload, as each of its properties sees them.
///
/// They are drawn once, from the system of all properties. Of that, a property's own system has
/// some of the variables, and what these are in a reached state they are in one of its own.
package struct SearchSample: Sendable {
  private let search: Plan.Search
  private let parts: [Part]

  /// The states of one instance.
  private struct Part: Sendable {
    /// With everything that the properties cannot see.
    var whole: TransitionSystem
    var layout: Layout
    var states: [State]
  }

  /// - Throws: Why there are no copies of the workload, or an error of the spec.
  package init(
    _ assembly: Assembly, _ search: Plan.Search,
    shouldStop: @escaping @Sendable () -> Verdict.Reason?
  ) throws(OutsideFragment) {
    self.search = search
    let sampling = Sampling(
      assembly: assembly, search: search, property: "", shouldStop: shouldStop)
    do throws(CompositionError) {
      let alone = Assembly.reduced(try assembly.replicated(search, [[:]]), of: search)
      var parts: [Part] = []
      for var instance in try sampling.instances(alone) {
        instance.walks /= Self.walksPerSampling
        let whole = try assembly.replicated(search, instance.copies)
        let system = Assembly.reduced(whole, of: search)
        let (scope, states) = try sampling.states(of: system, instance)
        parts.append(
          Part(whole: whole, layout: Layout(system: system, scope: scope), states: states))
      }
      self.parts = parts
    } catch { throw OutsideFragment(error.message) }
  }

  /// A search for clauses walks this often for each walk here: it has a use for every state.
  private static let walksPerSampling = 4

  /// States of an instance that are looked at, as many of them are the same to a property.
  private static let candidates = 5 * Sampling.structuresPerInstance

  /// The states that are different for a property, whose relational form is given.
  ///
  /// - Throws: That the property sees what the search does not.
  func parts(
    of relational: RelationalSystem, _ property: String
  ) throws(OutsideFragment) -> [(abstraction: Abstraction, states: [State])] {
    var found: [(Abstraction, [State])] = []
    for part in parts {
      let system = Assembly.reduced(part.whole, of: search.about(property))
      let layout = Layout(system: system, scope: part.layout.scope)
      guard let projection = StateProjection(from: part.layout, to: layout) else {
        throw OutsideFragment("the states of the search are not those of '\(property)'")
      }
      var states = part.states
      if !projection.isIdentity {
        states = states.spread(overAbout: Self.candidates).map(projection.image(of:)).distinct
      }
      found.append(
        (Abstraction(layout, relational), states.spread(overAbout: Sampling.structuresPerInstance)))
    }
    return found
  }
}

extension [State] {
  /// Some of them at even distances, about as many as asked for.
  fileprivate func spread(overAbout most: Int) -> [State] {
    stride(from: 0, to: count, by: Swift.max(1, count / most)).map { self[$0] }
  }
}

/// The search samples of a run, each drawn by the first who asks for it.
package actor SearchSamples {
  private let assembly: Assembly
  private let shouldStop: @Sendable () -> Verdict.Reason?
  private var samples: [Plan.Search: Task<Result<SearchSample, OutsideFragment>, Never>] = [:]

  package init(_ assembly: Assembly, shouldStop: @escaping @Sendable () -> Verdict.Reason?) {
    (self.assembly, self.shouldStop) = (assembly, shouldStop)
  }

  package func sample(of search: Plan.Search) async throws(OutsideFragment) -> SearchSample {
    let (assembly, shouldStop) = (assembly, shouldStop)
    let task =
      samples[search]
      ?? Task {
        do throws(OutsideFragment) {
          return .success(try SearchSample(assembly, search, shouldStop: shouldStop))
        } catch { return .failure(error) }
      }
    samples[search] = task
    return try await task.value.get()
  }
}
