import SpecLanguage
import TransitionSystem

/// The names that a command line can use, with a "did you mean" for the others.
struct KnownNames {
  let specification: Specification

  /// Throws unless each of the names is known.
  static func require(
    _ names: [String], _ kind: String, among known: [String]
  ) throws(Failure) {
    for name in names where !known.contains(name) { throw unknown(name, kind, known) }
  }

  static func unknown(_ name: String, _ kind: String, _ known: [String]) -> Failure {
    var text = "there is no \(kind) '\(name)'"
    if let near = Suggestion.nearest(to: name, among: known) {
      text += "; did you mean '\(near)'?"
    } else if known.isEmpty {
      text += "; the specs have none"
    } else {
      let list = known.distinct.map { "'\($0)'" }
      text += "; there are " + list.prefix(12).joined(separator: ", ")
      if list.count > 12 { text += ", and \(list.count - 12) more" }
    }
    return .usage(text)
  }

  var kernels: [String] { specification.kernels.filter { !$0.isAbstract }.map(\.name) }
  var designs: [String] { specification.designs.map(\.name) + specification.models.map(\.name) }
  var variants: [String] { specification.designs.flatMap(\.variants).map(\.name) }
  var properties: [String] {
    specification.properties.map(\.name) + specification.models.flatMap(\.properties).map(\.name)
  }

  /// Every part that declares something.
  var fragments: [Fragment] {
    [specification.library.fragment] + specification.kernels.map(\.fragment)
      + specification.designs.map(\.fragment) + specification.models.map(\.fragment)
  }

  var sorts: [String] { fragments.flatMap(\.sorts).map(\.name) }
  var budgets: [String] { fragments.flatMap(\.environment).compactMap(\.budget) }
  /// The fairness assumptions of all properties.
  var fairness: [String] {
    let properties = specification.properties + specification.models.flatMap(\.properties)
    return properties.flatMap { property -> [String] in
      guard case .leadsTo(let response) = property.demand else { return [] }
      return response.fairness.map(\.name)
    }
  }
  var options: [OptionDeclaration] { fragments.flatMap(\.options) }
}
