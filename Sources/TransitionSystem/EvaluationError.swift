/// An error of the spec that shows while a state is evaluated.
package struct EvaluationError: Error, Hashable, Sendable {
  package var kind: Kind
  /// The construct, as the language writes it.
  package var construct: String

  package enum Kind: Hashable, Sendable {
    /// A partial variable was read where it is undefined.
    case undefinedRead
    /// A payload was asked of a case that has none of that name.
    case missingPayload
    /// An integer left the bounds of the variable that it was assigned to.
    case outOfRange
  }

  package init(_ kind: Kind, _ construct: String) {
    self.kind = kind
    self.construct = construct
  }

  /// A sentence for people.
  package var message: String {
    switch kind {
    case .undefinedRead: "'\(construct)' is read where it is undefined"
    case .missingPayload: "'\(construct)' is asked of a value whose case does not have it"
    case .outOfRange: "'\(construct)' is given an integer outside of its bounds"
    }
  }
}
