package import TransitionSystem

/// The mechanisms of persistent-memory recovery, as Linux 5.14 has them.
///
/// State and steps stand in one file a mechanism; kernels, system calls and designs are text in
/// `Specs/`. Every step names the kernel file and function that it is taken from.
package enum DaxModel {
  /// Everything that texts can build on.
  package static let library = MechanismLibrary(
    name: "DaxModel", fragment: fragments.reduce(vocabulary) { $0.merged(with: $1) })

  private static var vocabulary: Fragment {
    var fragment = Fragment()
    fragment.sorts = Vocabulary.sorts
    fragment.variants = Vocabulary.variants
    return fragment
  }

  private static let fragments = [
    Media.fragment, BadBlocks.fragment, Allocator.fragment, ExtentMap.fragment, Journal.fragment,
    Mounting.fragment, Locks.fragment, DirectAccess.fragment, UserMappings.fragment,
    MemoryFailure.fragment, Sectors.fragment, Environment.fragment,
  ]
}

extension Fragment {
  /// A fragment of the given parts.
  static func of(
    variables: [StateVariable] = [], locks: [Lock] = [], options: [OptionDeclaration] = [],
    definitions: [Definition] = [], callables: [Callable] = [], events: [Event] = [],
    environment: [EnvironmentAction] = []
  ) -> Fragment {
    var fragment = Fragment()
    fragment.variables = variables
    fragment.locks = locks
    fragment.options = options
    fragment.definitions = definitions
    fragment.callables = callables
    fragment.events = events
    fragment.environment = environment
    return fragment
  }
}
