import Relational
import TransitionSystem

/// Clauses about the code of one call, said of the same code in other calls.
///
/// `pwrite` runs the same steps whoever calls it, and in a recipe, too: what a proof needed where
/// the bystander is at one of them may be what another needs where the owner is. A place is called
/// by the role, the calls and routines, and the step: `at."bystander/pwrite/allocate: take"`.
struct Retelling {
  /// The system's places as they are written, by their names without the role, and by those without
  /// a recipe besides.
  private var places: [Substring: [String]] = [:]

  /// Of how many places a clause may speak.
  private static let mostPlaces = 2
  private static let (opening, closing): (String, Character) = ("at.\"", "\"")

  init(_ system: RelationalSystem) {
    for relation in system.relations where relation.kind == .location {
      let name = relation.name.dropFirst("at.".count)
      guard !name.contains("\\"), !name.contains(Self.closing) else { continue }
      for code in Self.codes(of: name) { places[code, default: []].append(String(name)) }
    }
  }

  /// The clause as text, about each choice of places that have the same code; none if it speaks of
  /// too many places or of none.
  func lines(from line: Substring) -> [String] {
    let parts = Self.parts(of: line)
    guard (3...2 * Self.mostPlaces + 1).contains(parts.count) else { return [] }
    return parts.enumerated().reduce([""]) { partial, part in
      let (index, text) = part
      var choices = [String(text)]
      if index % 2 == 1 {
        choices = Self.codes(of: text).flatMap { places[$0] ?? [] }.distinct
      }
      return partial.flatMap { told in choices.map { told + $0 } }
    }
  }

  /// The line, cut before and after the names of places: every other part is one.
  private static func parts(of line: Substring) -> [Substring] {
    var (parts, rest) = ([Substring](), line)
    while let start = rest.firstRange(of: opening),
      let end = rest[start.upperBound...].firstIndex(of: closing)
    {
      parts += [rest[..<start.upperBound], rest[start.upperBound..<end]]
      rest = rest[end...]
    }
    return parts + [rest]
  }

  /// What is left of a place's name without the role, and of that without a recipe.
  private static func codes(of name: Substring) -> [Substring] {
    var (codes, rest) = ([Substring](), name)
    while codes.count < 2, let slash = rest.firstIndex(of: "/") {
      rest = rest[rest.index(after: slash)...]
      codes.append(rest)
    }
    return codes
  }
}
