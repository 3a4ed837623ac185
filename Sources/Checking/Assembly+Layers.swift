import SpecLanguage
package import TransitionSystem

extension Assembly {
  /// What a layer is known by: equal names in one assembly are equal layers.
  package enum LayerName: Hashable, Sendable {
    case library
    case kernel(String)
    case design(String)
    case model(String)
  }

  /// A part of the specs that columns share.
  package struct NamedLayer: Sendable {
    package var name: LayerName
    package var fragment: Fragment
  }

  /// The layers of a column's compositions, in their order; none if there is no such column.
  package func namedLayers(of column: Column) -> [NamedLayer] {
    guard let kernel = column.kernel else {
      return specification.models.filter { $0.name == column.design }.prefix(1).map {
        NamedLayer(name: .model($0.name), fragment: $0.fragment)
      }
    }
    let design = specification.designs.filter { $0.name == column.design }.prefix(1).map {
      NamedLayer(name: .design($0.name), fragment: $0.fragment)
    }
    return namedLayers(ofKernel: kernel) + design
  }

  /// The library, and a kernel after those that it extends.
  func namedLayers(ofKernel name: String) -> [NamedLayer] {
    [NamedLayer(name: .library, fragment: specification.library.fragment)]
      + specification.chain(of: name).map {
        NamedLayer(name: .kernel($0.name), fragment: $0.fragment)
      }
  }
}
