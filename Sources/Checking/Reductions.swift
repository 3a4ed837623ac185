import Explicit

/// Which of its reductions a search makes.
package struct Reductions: Hashable, Sendable {
  /// Whether what no property of the search sees is left out.
  package var slices: Bool
  /// Whether states that differ by the names of elements are one.
  package var symmetry: Bool
  /// Whether transient states are not stored.
  package var skipsTransientStates: Bool

  package init(slices: Bool, symmetry: Bool = false, skipsTransientStates: Bool = false) {
    self.slices = slices
    self.symmetry = symmetry
    self.skipsTransientStates = skipsTransientStates
  }

  /// All combinations; those that slice come first, and of these the one that does nothing else.
  ///
  /// A model of text alone is never sliced.
  package static func combinations(of search: Plan.Search) -> [Reductions] {
    (search.column.kernel == nil ? [false] : [true, false]).flatMap { slices in
      [false, true].flatMap { skips in
        [false, true].map { symmetry in
          Reductions(slices: slices, symmetry: symmetry, skipsTransientStates: skips)
        }
      }
    }
  }

  /// `slicing, symmetry` or `no reduction`.
  package var words: String {
    let made = [
      slices ? "slicing" : nil, symmetry ? "symmetry" : nil,
      skipsTransientStates ? "transient states" : nil,
    ].compactMap(\.self)
    return made.isEmpty ? "no reduction" : made.joined(separator: ", ")
  }

  /// The same search with these reductions.
  func applied(to options: SearchOptions) -> SearchOptions {
    var options = options
    options.symmetricSorts = symmetry ? .automatic(nil) : .off
    options.skipsTransientStates = skipsTransientStates
    options.symmetryOfRuns = nil
    return options
  }
}
