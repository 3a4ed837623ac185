package import TransitionSystem

/// The mechanisms of persistent-memory recovery, as Linux 5.14 has them.
///
/// State and steps stand in one file a mechanism; kernels, system calls and designs are text in
/// `Specs/`. Every step names the kernel file and function that it is taken from.
package enum DaxModel {
  /// Everything that texts can build on.
  package static let library = MechanismLibrary(
    name: "DaxModel",
    fragment: mechanisms.map(\.fragment).reduce(vocabulary) { $0.merged(with: $1) },
    mechanisms: mechanisms, lifecycles: [Lifecycles.page, Lifecycles.block],
    examples: ["data": 1])

  private static var vocabulary: Fragment {
    var fragment = Fragment()
    fragment.sorts = Vocabulary.sorts
    fragment.variants = Vocabulary.variants
    return fragment
  }

  private static let mechanisms = [
    Mechanism(
      "media", "which blocks have lost their bytes, and what the others hold", Media.fragment),
    Mechanism(
      "bad blocks", "the lists of lost blocks that the kernel keeps", BadBlocks.fragment),
    Mechanism(
      "allocator", "which blocks are free, and when a freed block may be used", Allocator.fragment),
    Mechanism(
      "extent map", "which block stands behind a page of a file", ExtentMap.fragment),
    Mechanism("journal", "which maps and free space a crash brings back", Journal.fragment),
    Mechanism(
      "mounting", "whether the filesystem is mounted, and whether it has shut itself down",
      Mounting.fragment),
    Mechanism("locks", "the locks of an inode", Locks.fragment),
    Mechanism(
      "driver", "direct access to the media, and the ways of the block layer",
      DirectAccess.fragment),
    Mechanism(
      "user mappings", "pages that tasks have mapped, and the faults that map them",
      UserMappings.fragment),
    Mechanism(
      "memory failure",
      "what the memory manager remembers of a poisoned page, and what it takes away",
      MemoryFailure.fragment),
    Mechanism("sectors", "losses and calls of less than a page", Sectors.fragment),
    Mechanism(
      "environment", "what happens by itself: media errors, their discovery, crashes",
      Environment.fragment),
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
