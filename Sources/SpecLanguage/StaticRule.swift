package import TransitionSystem

/// What a property demands of declarations.
package enum StaticRule: Hashable, Sendable {
  /// No call that a recipe makes has the attribute.
  case lacks(Callable.Attribute, in: String)
  /// The call does not come to the step or routine, but for what it does inside of the exempt.
  case avoids(String, in: String, outside: [Exemption])
  /// Where nothing is wrong these calls take no more steps than those of the kernel.
  case addsNoStep(to: [String])

  /// Where a search for a step does not go.
  package enum Exemption: Hashable, Sendable {
    /// Into calls that are declared so.
    case attribute(Callable.Attribute)
    /// Into what has this name.
    case callable(String)
  }
}
