/// A finite sort: a set of elements whose size is a matter of the run's scope.
///
/// Elements are numbered from 0. An ordered sort compares its elements by number; a model that
/// never does so treats the sort as unordered, whatever is declared here.
package struct Sort: Hashable, Sendable {
  package var name: String
  /// Whether `<=` on its elements is allowed.
  package var isOrdered: Bool
  /// Whether a system can be composed without it, as if each thing had one part (`Coarsening`).
  package var isGranular: Bool
  /// Names of the first elements, for texts; further ones are the last name's prefix and a number.
  package var elementNames: ElementNames

  /// How the elements of a sort are written.
  package enum ElementNames: Hashable, Sendable {
    /// `prefix` followed by the number: b0, b1, ….
    case numbered(prefix: String)
    /// Capital letters from the given one: A, B, C, ….
    case letters(from: Character)
    /// The bare number: 0, 1, ….
    case plain
  }

  package init(
    _ name: String, ordered: Bool = false, granular: Bool = false, elements: ElementNames
  ) {
    self.name = name
    self.isOrdered = ordered
    self.isGranular = granular
    self.elementNames = elements
  }

  /// The text of the element with the given number.
  package func elementName(_ index: Int) -> String {
    switch elementNames {
    case .numbered(let prefix): return "\(prefix)\(index)"
    case .plain: return "\(index)"
    case .letters(let first):
      guard let ascii = first.asciiValue, Int(ascii) + index <= 90,
        let scalar = Unicode.Scalar(UInt32(ascii) + UInt32(index))
      else { return "\(first)\(index)" }
      return String(Character(scalar))
    }
  }

  /// The number of the element that `text` names, or nil.
  package func elementIndex(named text: String) -> Int? {
    switch elementNames {
    case .plain: return Int(text).flatMap { $0 >= 0 ? $0 : nil }
    case .numbered(let prefix):
      guard text.hasPrefix(prefix), let index = Int(text.dropFirst(prefix.count)), index >= 0,
        elementName(index) == text
      else { return nil }
      return index
    case .letters:
      return (0..<26).first { elementName($0) == text }
    }
  }
}
