import Checking
import Proving
import Reporting
import SpecLanguage
import TransitionSystem

/// Which properties of a column are in the provable fragment, and what keeps the others out.
struct FragmentListing {
  let assembly: Assembly
  let searches: [Plan.Search]
  let threads: Int

  /// A heading a column, and under it a line a property.
  func lines() async -> [String] {
    let cells = searches.flatMap { search in search.properties.map { (search, $0) } }
    let words = await inParallel(cells, atMost: threads) { search, property in
      standing(search, property)
    }
    let width = cells.map(\.1.count).max() ?? 0
    var lines: [String] = []
    var column: Column?
    for ((search, property), words) in zip(cells, words) {
      if search.column != column {
        if column != nil { lines.append("") }
        lines.append(
          [search.column.kernel, search.column.title].compactMap(\.self).joined(separator: "/"))
      }
      column = search.column
      let padding = String(repeating: " ", count: width - property.count)
      lines.append("  \(property)\(padding)  \(words)")
    }
    return lines
  }

  private func standing(_ search: Plan.Search, _ property: String) -> String {
    let declared = assembly.specification.properties(of: search.column)
      .first { $0.name == property }
    if case .statically = declared?.demand { return "decided from the declarations" }
    guard let outside = assembly.outside(search, property) else { return "in the fragment" }
    let place = outside.site.map { "\($0.description): " } ?? ""
    return "outside it: \(place)\(outside.message)"
  }
}
