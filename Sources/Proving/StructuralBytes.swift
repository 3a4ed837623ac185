import Certificates
import TransitionSystem

/// A value as bytes: the same for equal values, in every process, and different for others.
///
/// Found by reflection, so that no field can be forgotten that a type is given later. Where in the
/// specs something stands is left out.
struct StructuralBytes {
  private(set) var bytes: [UInt8] = []
  /// False if the value has a part without a structure that can be told: it must not be compared.
  private(set) var isComplete = true

  /// Nil if the value must not be compared.
  var digest: String? { isComplete ? SHA256.digest(of: bytes) : nil }

  private enum Mark: UInt8 {
    case bool, integer, text, nothing, something, product, choice, list, unordered, digest
  }

  mutating func add(_ value: Any) {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
      mark(mirror.children.isEmpty ? .nothing : .something)
      for child in mirror.children { add(child.value) }
    case .struct where value is SourceSite: break
    case .struct, .tuple:
      mark(.product)
      count(mirror.children.count)
      for child in mirror.children { add(child.value) }
    case .enum:
      mark(.choice)
      // Without a payload an enum reflects no child: its description is the name of its case.
      text(mirror.children.first?.label ?? String(describing: value))
      for child in mirror.children { add(child.value) }
    case .collection:
      mark(.list)
      count(mirror.children.count)
      for child in mirror.children { add(child.value) }
    case .set, .dictionary: unordered(mirror.children)
    case .class: isComplete = false
    default: leaf(value)
    }
  }

  /// A part that is known by its digest.
  mutating func add(digest: String) {
    mark(.digest)
    text(digest)
  }

  /// Sets and dictionaries have another order in each process.
  private mutating func unordered(_ children: Mirror.Children) {
    mark(.unordered)
    var parts: [[UInt8]] = []
    for child in children {
      var part = StructuralBytes()
      part.add(child.value)
      isComplete = isComplete && part.isComplete
      parts.append(part.bytes)
    }
    count(parts.count)
    for part in parts.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      count(part.count)
      bytes += part
    }
  }

  private mutating func leaf(_ value: Any) {
    switch value {
    case let value as Bool:
      mark(.bool)
      bytes.append(value ? 1 : 0)
    case let value as Int:
      mark(.integer)
      count(value)
    case let value as String: text(value)
    case let value as Character: text(String(value))
    default: isComplete = false
    }
  }

  private mutating func mark(_ mark: Mark) { bytes.append(mark.rawValue) }

  private mutating func count(_ number: Int) {
    let pattern = UInt64(bitPattern: Int64(number))
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: pattern >> UInt64(shift)))
    }
  }

  private mutating func text(_ text: String) {
    mark(.text)
    count(text.utf8.count)
    bytes += Array(text.utf8)
  }
}
