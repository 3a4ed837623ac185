/// "Did you mean": the known name that is nearest to a misspelt one.
package enum Suggestion {
  /// Names longer than this are not compared: the work is quadratic, and they are no typing error.
  private static let longestName = 64

  /// The nearest of the names, if it is near enough to be what was meant.
  ///
  /// Ties go to the first in alphabetical order: the answer must not depend on the order of a set.
  package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
    guard name.utf8.count <= longestName else { return nil }
    // One letter is not like another; only its case can be wrong.
    let allowed = name.count < 3 ? 0 : max(1, name.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in Set(candidates).sorted() where candidate != name {
      guard candidate.utf8.count <= longestName else { continue }
      guard abs(candidate.count - name.count) <= allowed else { continue }
      let distance = distance(Array(name.lowercased().utf8), Array(candidate.lowercased().utf8))
      guard distance <= allowed, distance < best?.distance ?? .max else { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// Insertions, deletions, changes and swaps of neighbours (Damerau, 1964, restricted form).
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var previous: [Int] = []
    var current = Array(0...right.count)
    for row in left.indices {
      let older = previous
      previous = current
      current = [row + 1]
      for column in right.indices {
        let change = previous[column] + (left[row] == right[column] ? 0 : 1)
        var cost = min(change, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, older[column - 1] + 1)
        }
        current.append(cost)
      }
    }
    return current[right.count]
  }
}
