import TransitionSystem

/// Whether the filesystem is mounted, and whether it has shut itself down.
enum Mounting {
  static let mounted = StateReference("mounted")
  static let shutdown = StateReference("shutdown")
  private static let f = Parameter("f", Vocabulary.file)
  private static let q = Parameter("q", Vocabulary.task)
  private static let p = Parameter("p", Vocabulary.page)

  static let check = Callable.step(
    "check_shutdown", [], returns: Vocabulary.result,
    "EIO once the filesystem has shut itself down.",
    source: "fs/xfs/xfs_file.c:xfs_is_shutdown, fs/ext4/super.c:ext4_forced_shutdown",
    [
      wait(mounted[].value),
      when(shutdown[].value, [give(Vocabulary.errorIO)]), give(Vocabulary.ok),
    ])

  static let forceShutdown = Callable.step(
    "force_shutdown", [], "The filesystem shuts itself down: every later call gets EIO.",
    source: "fs/xfs/xfs_fsops.c:xfs_do_force_shutdown", [shutdown[].becomes(.bool(true))])

  static let unmount = Callable.step(
    "unmount", [],
    """
    Commits everything and unmounts; after a shutdown nothing is committed, and the next mount \
    replays the journal. It waits until nobody is in a file call; the applications' mappings are \
    gone, and their file calls wait for the next mount (they are stopped and started again).
    """,
    source: "fs/namespace.c:do_umount, fs/super.c:generic_shutdown_super",
    [
      wait(mounted[].value && noHolders(Locks.inode) && noHolders(Locks.invalidate)),
      when(shutdown[].value, Journal.recovery, otherwise: Journal.effects),
      UserMappings.mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q, f, p]),
      UserMappings.huge[q.use, f.use].becomes(.bool(false), forAll: [q, f]),
      mounted[].becomes(.bool(false)),
    ])

  static let mount = Callable.step(
    "mount_again", [], "Mounts the filesystem again.", source: "fs/namespace.c:do_mount",
    [mounted[].becomes(.bool(true)), shutdown[].becomes(.bool(false))])

  private static func noHolders(_ lock: Lock) -> Expression {
    .forAll(
      [f],
      !Expression.read(lock.held, [f.use])
        && .forAll([q], !Expression.read(lock.sharedHolders, [f.use, q.use])))
  }

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "mounted", [], .bool, initial: .bool(true), documentation: "the filesystem is mounted"),
      StateVariable(
        "shutdown", [], .bool, documentation: "the filesystem has shut itself down; volatile"),
    ],
    callables: [check, forceShutdown, unmount, mount])
}

/// The locks of an inode (facts 4.1).
enum Locks {
  static let inode = Lock(
    "i_rwsem", ["file"],
    documentation: "inode lock (XFS: IOLOCK): shared by pread, exclusive in pwrite and fallocate")
  static let invalidate = Lock(
    "invalidate_lock", ["file"],
    documentation: "mmap lock of the mapping (XFS: MMAPLOCK; ext4 5.14: i_mmap_sem)")

  static let fragment = Fragment.of(locks: [inode, invalidate])
}
