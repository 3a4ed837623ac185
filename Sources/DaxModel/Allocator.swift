import TransitionSystem

/// The block allocator of a filesystem.
///
/// A freed block is busy until the transaction that freed it has committed, and is not handed out
/// before (XFS: fs/xfs/xfs_extent_busy.c; ext4: fs/ext4/mballoc.c:ext4_process_freed_data). The
/// allocator gives any free block; its caller cannot choose one.
enum Allocator {
  static let usage = StateReference("usage")
  private static let b = Parameter("b", Vocabulary.block)

  static func isFree(_ block: Expression) -> Expression {
    Vocabulary.isCase(usage[block].value, "usage", "free")
  }

  static let available = Definition(
    "available", [b], .bool, isFree(b.use),
    documentation: "the allocator may hand the block out")

  static let take = Callable.step(
    "take", [b], "Takes a free block out of the free space; it is in flight until it is mapped.",
    source: "fs/xfs/libxfs/xfs_alloc.c:xfs_alloc_vextent, fs/ext4/mballoc.c:ext4_mb_new_blocks",
    [usage[b.use].becomes(Vocabulary.usage("flight"))])

  static let giveBack = Callable.step(
    "give_back", [b], "Gives back a block that was taken and never mapped.",
    source: "fs/xfs/xfs_trans.c:xfs_trans_cancel, fs/ext4/mballoc.c:ext4_free_blocks",
    [usage[b.use].becomes(Vocabulary.usage("free"))])

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "usage", ["block"], .variant("usage"), documentation: "where the block is in its life")
    ],
    options: [
      OptionDeclaration(
        "busy_until_commit", .bool, .bool(true),
        documentation: "a freed block is not handed out before its transaction has committed")
    ],
    definitions: [available], callables: [take, giveBack])
}
