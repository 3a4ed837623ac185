package import Checking
import Proofs
package import Relational
import SpecLanguage
package import TransitionSystem

/// What a proof is about: one property of a column, in a replicated workload.
package struct ProofTarget: Hashable, Sendable {
  package var column: Column
  package var property: String
  package var workload: String

  package init(column: Column, property: String, workload: String) {
    self.column = column
    self.property = property
    self.workload = workload
  }

  package init(_ cell: Cell) {
    self.init(column: cell.column, property: cell.property, workload: cell.workload)
  }

  /// `kernel/design (variant)/property`, as results are named.
  package var title: String {
    [column.kernel, column.title, property].compactMap(\.self).joined(separator: "/")
  }
}

/// Why a property has no relational form: the construct, and where it was written.
package struct OutsideFragment: Error, Hashable, Sendable {
  package var message: String
  package var site: SourceSite?
  /// Whether it is the workload's initial state that has none.
  package var isInitial = false

  package init(_ message: String, _ site: SourceSite? = nil) {
    self.message = message
    self.site = site
  }
}

extension OutsideFragment {
  init(_ error: AlternationError, in system: RelationalSystem) {
    self.init(error.words, error.site(in: system))
    if case .initial = error.place { isInitial = true }
  }
}

extension Assembly {
  /// The relational form of the slice of one property, for any number of copies of its workload.
  package func relational(
    _ search: Plan.Search, _ property: String
  ) throws(OutsideFragment) -> RelationalSystem {
    try rejectOtherDemands(search, property)
    do throws(CompositionError) {
      let system = try replicated(search, property: property, copies: [[:]])
      return try Self.translated(system).withoutAlternatingTotalities()
    } catch {
      throw OutsideFragment(error.message, error.site)
    }
  }

  /// What keeps a property from having a proof for every size; nil if nothing does.
  package func outside(_ search: Plan.Search, _ property: String) -> OutsideFragment? {
    do throws(OutsideFragment) {
      let system = try relational(search, property)
      guard let error = system.fragmentErrors.first else { return nil }
      throw OutsideFragment(error, in: system)
    } catch { return placed(error, search, property) }
  }

  /// With the place of the property, or of the workload, where the text of a step is not to blame.
  func placed(
    _ outside: OutsideFragment, _ search: Plan.Search, _ property: String
  ) -> OutsideFragment {
    guard outside.site == nil else { return outside }
    var outside = outside
    outside.site =
      outside.isInitial
      ? specification.workloads.first { $0.name == search.workload }?.site
      : specification.properties(of: search.column).first { $0.name == property }?.site
    return outside
  }

  /// What has no demand on steps or states would be proved whatever it says.
  private func rejectOtherDemands(
    _ search: Plan.Search, _ property: String
  ) throws(OutsideFragment) {
    let declared = specification.properties(of: search.column).first { $0.name == property }
    switch declared?.demand {
    case .reachable:
      throw OutsideFragment("an invariant cannot show that a state is reached", declared?.site)
    case .leadsTo:
      throw OutsideFragment(
        "an invariant cannot show that something happens; 'prove' tries the response rule",
        declared?.site)
    case .statically(.avoids), .statically(.addsNoStep):
      throw OutsideFragment("it is decided from the declarations", declared?.site)
    case .statically(.lacks(let forbidden, let recipe)):
      let calls = specification.calls(of: recipe, in: search.column)
      guard let offending = calls.first(where: { $0.attributes.contains(forbidden) }) else {
        return
      }
      throw OutsideFragment(
        "\(recipe) calls \(offending.name), which is \(forbidden.rawValue)", declared?.site)
    case .always, .never, .stepwise, nil: return
    }
  }

  private static func translated(
    _ system: TransitionSystem
  ) throws(CompositionError) -> RelationalSystem {
    do throws(FragmentError) {
      return try Translation.relational(system)
    } catch {
      throw CompositionError(error.message, error.site)
    }
  }
}
