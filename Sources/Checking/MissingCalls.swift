package import SpecLanguage
package import TransitionSystem

/// A call that a workload makes and a design does not offer.
package struct MissingCall: Hashable, Sendable {
  package var design: String
  package var call: String
  package var workload: String
  package var site: SourceSite?

  /// A sentence with the place of the design.
  package var message: String {
    let place = site.map { "\($0.description): " } ?? ""
    return "\(place)error: design '\(design)' has no call '\(call)', which workload '\(workload)' "
      + "makes"
  }
}

extension Plan {
  /// What the designs of the plan lack: each call once for a design, with a workload that makes it.
  package func missingCalls(_ specification: Specification) -> [MissingCall] {
    var found: [MissingCall] = []
    for search in searches {
      guard let kernel = search.column.kernel,
        let design = specification.designs.first(where: { $0.name == search.column.design }),
        let workload = specification.workloads.first(where: { $0.name == search.workload })
      else { continue }
      let layers =
        [specification.library.fragment] + specification.chain(of: kernel).map(\.fragment)
        + [design.fragment]
      let offered = Set((layers.flatMap(\.callables) + workload.recipes).map(\.name))
      let made = workload.roles.flatMap(\.menu).filter { !$0.isOptional }.map(\.callee)
      for call in made where !offered.contains(call) {
        let isKnown = found.contains { $0.design == design.name && $0.call == call }
        if isKnown { continue }
        found.append(
          MissingCall(
            design: design.name, call: call, workload: workload.name, site: design.site))
      }
    }
    return found
  }
}
