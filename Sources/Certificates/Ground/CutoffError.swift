/// What keeps a condition out of the decidable fragment.
package struct CutoffError: Error, Hashable, Sendable {
  /// The axiom, action, clause or goal.
  package var place: String
  package var message: String

  package var description: String { "\(place): \(message)" }
}
