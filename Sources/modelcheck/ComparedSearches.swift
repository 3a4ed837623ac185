import Checking
import SpecLanguage
import TransitionSystem

/// Finds what two names on a command line stand for.
struct ComparedSearches {
  let files: SpecFiles
  let overrides: Overrides

  /// The searches of the two designs, with the same workload and scope.
  func searches(
    _ titles: [String], kernel: String?, property: String?
  ) throws(Failure) -> [Plan.Search] {
    let names = files.names
    try KnownNames.require(kernel.map { [$0] } ?? [], "kernel", among: names.kernels)
    try KnownNames.require(property.map { [$0] } ?? [], "property", among: names.properties)
    let columns = Plan.columns(files.specification, Selection(models: true))
    var found: [[Column]] = []
    for title in titles {
      let mine = columns.filter { $0.title == title || $0.design == title }
      guard !mine.isEmpty else {
        throw KnownNames.unknown(title, "design or model", columns.map(\.title).distinct)
      }
      found.append(mine)
    }
    let kernels = found[0].map(\.kernel).filter { kernel in
      found[1].contains { $0.kernel == kernel }
    }
    guard let shared = kernel ?? kernels.first ?? nil else {
      throw .usage("'\(titles[0])' and '\(titles[1])' have no kernel in common")
    }
    let chosen = found.compactMap { $0.first { $0.kernel == shared } }
    guard chosen.count == 2 else {
      throw .usage("not both '\(titles[0])' and '\(titles[1])' are on '\(shared)'")
    }
    return try chosen.map { column throws(Failure) in try search(of: column, property) }
  }

  private func search(of column: Column, _ property: String?) throws(Failure) -> Plan.Search {
    let selection = Selection(
      kernels: column.kernel.map { [$0] } ?? [], designs: [column.design],
      properties: property.map { [$0] } ?? [])
    let plan = Plan(files.specification, selection, overrides)
    guard var search = plan.searches.first(where: { $0.column == column }) else {
      throw .usage("'\(column.title)' has no such property")
    }
    // Observers watch; callers see the same without them.
    search.properties = []
    return search
  }
}
