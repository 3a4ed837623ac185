package import Checking
import SpecLanguage
import TransitionSystem

/// What the relational form of a property's slice depends on, as a digest: cheaper than the form.
///
/// Nothing is composed or translated for it, so whoever keeps an answer under it must keep it for
/// the program that found the answer: another one may compose or translate otherwise.
package struct InputDigests: Sendable {
  private let assembly: Assembly
  /// Digests of the library, kernels and designs by `Assembly.LayerName`; those without are not
  /// comparable.
  private let layers: [Assembly.LayerName: String]

  /// - Parameters:
  ///   - assembly: The specs.
  ///   - columns: The columns that will be asked for.
  package init(_ assembly: Assembly, _ columns: [Column]) {
    self.assembly = assembly
    var digests: [Assembly.LayerName: String] = [:]
    for layer in columns.flatMap({ assembly.namedLayers(of: $0) })
    where digests[layer.name] == nil {
      var bytes = StructuralBytes()
      bytes.add(layer.fragment)
      digests[layer.name] = bytes.digest
    }
    layers = digests
  }

  /// The digest for one property of a search.
  ///
  /// - Returns: Nil if there is none; then nothing is known of what the form depends on.
  package func digest(_ search: Plan.Search, _ property: String) -> String? {
    let alone = search.about(property)
    guard var parts = try? assembly.fineComposition(of: alone) else { return nil }
    let named = assembly.namedLayers(of: search.column)
    guard named.count == parts.layers.count else { return nil }
    parts.layers = []
    var bytes = StructuralBytes()
    for layer in named {
      guard let digest = layers[layer.name] else { return nil }
      bytes.add(digest: digest)
    }
    bytes.add(parts)
    bytes.add(alone.scope)
    // Whether it has a demand that an invariant can show.
    let declared = assembly.specification.properties(of: search.column)
    bytes.add(declared.filter { $0.name == property })
    return bytes.digest
  }
}
