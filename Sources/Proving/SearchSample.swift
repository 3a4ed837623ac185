package import Checking
import Explicit
import Relational
package import TransitionSystem

/// Reached states of a search's workload, as each of its properties sees them: all states of its
/// scope, and those of walks over several copies of it without budgets.
///
/// They are found once, with the system of all properties. Of that, a property's own system has
/// some of the variables, and what these are in a reached state they are in one of its own.
package struct SearchSample: Sendable {
  private let search: Plan.Search
  private let parts: [Part]

  /// The states of one instance.
  private struct Part: Sendable {
    /// Without budgets, but with everything that the properties cannot see.
    var whole: TransitionSystem
    /// Of the system whose states these are.
    var layout: Layout
    var states: PackedStates
  }

  /// The states of one instance as a property sees them.
  struct View {
    var abstraction: Abstraction
    var states: PackedStates
    /// The cells of the property's own system.
    var cells: [Int]
    var isWholeScope: Bool
  }

  /// Why there is no sample.
  package enum Failure: Error {
    /// There are no copies of the workload, or the spec has an error.
    case message(String)
    /// The states of the scope are too many for the limits.
    case stopped(Verdict.Reason)
  }

  package init(
    _ assembly: Assembly, _ search: Plan.Search, _ limits: Limits
  ) throws(Failure) {
    self.search = search
    do {
      let alone = try assembly.replicated(search, [[:]])
      parts =
        [try Self.scope(assembly, search, alone, limits)]
        + (try Self.walks(assembly, search, alone, limits))
    } catch let error as CompositionError {
      throw .message(error.message)
    } catch let error as PackedStates.Incomplete {
      if case .specError(let error, _) = error.reason { throw .message(error.message) }
      throw .stopped(error.reason)
    } catch { throw .message("\(error)") }
  }

  /// All states of the scope.
  private static func scope(
    _ assembly: Assembly, _ search: Plan.Search, _ alone: TransitionSystem, _ limits: Limits
  ) throws -> Part {
    let whole = try assembly.replicated(search, [[:]], isBounded: true)
    let system = Assembly.reduced(whole, of: search)
    let scope = system.leastScope(containing: search.scope)
    return Part(
      whole: alone, layout: Layout(system: system, scope: scope),
      states: try PackedStates(reachedBy: system, scope: scope, options: limits.searchOptions))
  }

  /// States from walks.
  private static func walks(
    _ assembly: Assembly, _ search: Plan.Search, _ alone: TransitionSystem, _ limits: Limits
  ) throws(CompositionError) -> [Part] {
    let sampling = Sampling(
      assembly: assembly, search: search, property: "", shouldStop: limits.shouldStop)
    var parts: [Part] = []
    for var instance in try sampling.instances(Assembly.reduced(alone, of: search)) {
      instance.walks /= walksPerSampling
      let whole = try assembly.replicated(search, instance.copies)
      let system = Assembly.reduced(whole, of: search)
      let (scope, states) = try sampling.states(of: system, instance)
      let layout = Layout(system: system, scope: scope)
      parts.append(Part(whole: whole, layout: layout, states: PackedStates(states, layout)))
    }
    return parts
  }

  /// A search for clauses walks this often for each walk here: it has a use for every state.
  private static let walksPerSampling = 4

  /// The states for a property, whose relational form is given: first all of the scope.
  ///
  /// - Throws: That the property sees what the search does not.
  func views(
    of relational: RelationalSystem, _ property: String
  ) throws(OutsideFragment) -> [View] {
    var views: [View] = []
    for part in parts {
      let system = Assembly.reduced(part.whole, of: search.about(property))
      let layout = Layout(system: system, scope: part.layout.scope)
      guard let projection = StateProjection(from: part.layout, to: layout) else {
        throw OutsideFragment("the states of the search are not those of '\(property)'")
      }
      views.append(
        View(
          abstraction: Abstraction(layout, relational), states: part.states,
          cells: projection.cells, isWholeScope: views.isEmpty))
    }
    return views
  }
}

/// The search samples of a run, each drawn by the first who asks for it.
package actor SearchSamples {
  private let assembly: Assembly
  private let limits: Limits
  private var samples: [Plan.Search: Task<Result<SearchSample, SearchSample.Failure>, Never>] = [:]

  package init(_ assembly: Assembly, _ limits: Limits) {
    (self.assembly, self.limits) = (assembly, limits)
  }

  package func sample(of search: Plan.Search) async throws(SearchSample.Failure) -> SearchSample {
    let (assembly, limits) = (assembly, limits)
    let task =
      samples[search]
      ?? Task {
        do throws(SearchSample.Failure) {
          return .success(try SearchSample(assembly, search, limits))
        } catch { return .failure(error) }
      }
    samples[search] = task
    return try await task.value.get()
  }
}
