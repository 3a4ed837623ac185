/// What Z3 said when it refused a call.
package struct SMTError: Error, Hashable, Sendable {
  package var kind: Kind
  /// Z3's own words.
  package var message: String

  /// The classes of refusal that a caller may want to tell apart.
  package enum Kind: Hashable, Sendable {
    /// A malformed argument.
    case invalidArgument
    /// Memory ran out.
    case memory
    /// The call does not fit the solver's state, such as a model without a satisfiable check.
    case invalidUsage
    /// Anything else; operands whose sorts do not fit arrive here.
    case other
  }

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }
}
