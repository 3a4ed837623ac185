import TransitionSystem

/// The extent map of each file, and what becomes visible when it changes.
enum ExtentMap {
  static let extent = StateReference("extent")
  static let clone = StateReference("clone")
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let b = Parameter("b", Vocabulary.block)

  private static let g = Parameter("g", Vocabulary.file)
  private static let q = Parameter("q", Vocabulary.page)

  private static let here = extent[f.use, p.use]
  private static let block = Expression.payload(here.value, type: "extent", field: "b")

  /// Whether another page has the block of this one (reflink).
  private static let isShared: Expression = .exists(
    [g, q],
    !(Expression.equal(g.use, f.use) && .equal(q.use, p.use))
      && .equal(extent[g.use, q.use].value, here.value))

  private static let sharing = Callable.step(
    "is_shared", [f, p], returns: Vocabulary.result,
    "EBUSY if another page has the block too, so that a write must go to a copy.",
    source: "fs/xfs/xfs_reflink.c:xfs_reflink_trim_around_shared",
    [when(isShared, [give(Vocabulary.result("EBUSY"))]), give(Vocabulary.ok)])

  static let lock = Lock(
    "i_data_sem", ["file"],
    documentation: "ext4's i_data_sem and XFS's ILOCK: held while the extent map changes")

  /// Whether nobody changes the map of the file.
  static let stable: Expression = !Expression.read(lock.held, [f.use])

  static let lookup = Callable.step(
    "iomap_begin", [f, p], returns: .variant("extent"),
    "Looks the page up; waits while the map changes and while the filesystem is not mounted.",
    source: "fs/ext4/inode.c:ext4_iomap_begin, fs/xfs/xfs_iomap.c:xfs_read_iomap_begin",
    [
      wait(Mounting.mounted[].value && stable),
      when(Mounting.shutdown[].value, [give(.value("extent", "shut"))]),
      give(here.value),
    ])

  static let lockedLookup = Callable.step(
    "extent_under_lock", [f, p], returns: .variant("extent"),
    "Looks the page up again by a task that holds i_data_sem.",
    source: "fs/ext4/inode.c:ext4_map_blocks, fs/xfs/libxfs/xfs_bmap.c:xfs_bmapi_write",
    [give(here.value)])

  static let mapWritten = Callable.step(
    "map_written", [f, p, b],
    "Maps the block as written; from now on reads and faults reach it.",
    source: "fs/xfs/libxfs/xfs_bmap.c:xfs_bmapi_write, fs/ext4/extents.c:ext4_ext_map_blocks",
    [
      here.becomes(Vocabulary.written(b.use)),
      Allocator.usage[b.use].becomes(Vocabulary.usage("owned")),
      .emit(event: "mapped", [f.use, p.use, b.use], nil),
    ])

  static let insertWritten = Callable.step(
    "insert_written", [f, p, b],
    """
    Inserts a written extent whose block is not initialised yet. Nobody sees it before \
    `expose(f, p, b)`: i_data_sem is held.
    """,
    source: "fs/ext4/extents.c:ext4_ext_map_blocks, fs/ext4/inode.c:ext4_map_blocks",
    [
      here.becomes(Vocabulary.written(b.use)),
      Allocator.usage[b.use].becomes(Vocabulary.usage("owned")),
    ])

  static let expose = Callable.step(
    "expose", [f, p, b], "The inserted extent can be seen from now on.",
    source: "fs/ext4/inode.c:ext4_map_blocks (end of i_data_sem)",
    [.emit(event: "mapped", [f.use, p.use, b.use], nil)])

  static let mapUnwritten = Callable.step(
    "map_unwritten", [f, p, b], "Maps the block as unwritten: reads give zeros, media untouched.",
    source: "fs/xfs/libxfs/xfs_bmap.c:xfs_bmapi_write (PREALLOC), fs/ext4/extents.c",
    [
      here.becomes(Vocabulary.unwritten(b.use)),
      Allocator.usage[b.use].becomes(Vocabulary.usage("owned")),
    ])

  /// Tells observers that the caller makes reads of the page stop reaching its block.
  private static let detached: Statement = when(
    Vocabulary.isCase(here.value, "extent", "written"),
    [
      .emit(
        event: "detached",
        [
          Vocabulary.caller.use, f.use, p.use,
          .payload(here.value, type: "extent", field: "b"),
        ], nil)
    ])

  static let hide = Callable.step(
    "convert_unwritten", [f, p],
    "Turns a written extent into an unwritten one in place; its bytes stay on the media.",
    source: "fs/ext4/extents.c:ext4_zero_range (EXT4_EX_NOCACHE convert)",
    [
      when(
        Vocabulary.isCase(here.value, "extent", "written"),
        [
          detached,
          here.becomes(
            Vocabulary.unwritten(.payload(here.value, type: "extent", field: "b"))),
        ])
    ])

  static let free = Callable.step(
    "free_extent", [f, p],
    "Takes the block out of the file. It is busy until the transaction commits.",
    source: "fs/xfs/xfs_bmap_util.c:xfs_unmap_extent, fs/ext4/extents.c:ext4_ext_remove_space",
    [
      when(
        !Vocabulary.isCase(here.value, "extent", "hole"),
        [
          detached,
          when(
            !(Expression.option("shares_blocks") && isShared),
            [
              Allocator.usage[block].becomes(
                .ifThenElse(
                  .option("busy_until_commit"), Vocabulary.usage("busy"),
                  Vocabulary.usage("free")))
            ]),
          here.becomes(Vocabulary.hole),
        ])
    ])

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "extent", ["file", "page"], .variant("extent"),
        documentation: "what the file has at the page"),
      StateVariable(
        "follows", ["block", "block"], .bool,
        documentation: """
          the second block lies right behind the first one, so that they can be one extent; \
          nothing changes it
          """),
      StateVariable(
        "clone", ["file", "file"], .bool,
        documentation: """
          the second file began as a copy of the first one (FICLONE): bytes of the one are the \
          other's own; nothing changes it
          """),
    ],
    locks: [lock],
    options: [
      OptionDeclaration(
        "shares_blocks", .bool, .bool(false),
        documentation: "pages of several files may have one block (XFS reflink with DAX, 6.0)")
    ],
    callables: [
      lookup, lockedLookup, sharing, mapWritten, insertWritten, expose, mapUnwritten, hide, free,
    ],
    events: [
      Event("mapped", [f, p, b], documentation: "a mapping of the block becomes visible"),
      Event(
        "detached", [Parameter("t", Vocabulary.task), f, p, b],
        documentation: "the task's call makes reads of the page stop reaching the block"),
    ])
}
