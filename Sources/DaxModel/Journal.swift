import TransitionSystem

/// The journal: which maps and free space a crash brings back.
///
/// One running transaction. A commit makes the current map durable and frees what was busy; it
/// cannot overtake a task that is in the middle of changing a map (an open handle).
enum Journal {
  static let extent = StateReference("committed_extent")
  static let usage = StateReference("committed_usage")
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let b = Parameter("b", Vocabulary.block)

  private static let isHeld = Expression.read(ExtentMap.lock.held, [f.use])

  /// No handle is open; XFS logs a change when it is complete and never has to wait.
  private static let isQuiet: Expression =
    !Expression.option("commit_waits_for_handles") || .forAll([f], !isHeld)

  /// The same, but for the task that asks.
  private static let isQuietButForCaller: Expression =
    !Expression.option("commit_waits_for_handles")
    || .forAll(
      [f],
      !isHeld || .read(ExtentMap.lock.exclusiveHolders, [f.use, Vocabulary.caller.use]))

  private static func isUsage(_ cases: String...) -> Expression {
    .test(Allocator.usage[b.use].value, type: "usage", cases: cases)
  }

  /// What a commit does.
  static let effects: [Statement] = [
    extent[f.use, p.use].becomes(ExtentMap.extent[f.use, p.use].value, forAll: [f, p]),
    Allocator.usage[b.use].becomes(
      Vocabulary.usage("free"), forAll: [b], where: isUsage("busy")),
    usage[b.use].becomes(
      .ifThenElse(isUsage("flight"), Vocabulary.usage("free"), Allocator.usage[b.use].value),
      forAll: [b]),
  ]

  /// A filesystem that has shut itself down writes nothing any more.
  private static let commitUnlessShutDown = when(!Mounting.shutdown[].value, effects)

  static let commit = Callable.step(
    "journal_commit", [],
    "Forces the running transaction to disk and waits for it; nothing after a shutdown.",
    source: "fs/jbd2/commit.c:jbd2_journal_commit_transaction, fs/xfs/xfs_log.c:xfs_log_force",
    [wait(Mounting.mounted[].value && isQuietButForCaller), commitUnlessShutDown])

  /// What a crash brings back.
  static let recovery: [Statement] = [
    ExtentMap.extent[f.use, p.use].becomes(extent[f.use, p.use].value, forAll: [f, p]),
    Allocator.usage[b.use].becomes(usage[b.use].value, forAll: [b]),
  ]

  static let periodicCommit = EnvironmentAction(
    "commit", [], budget: "commit",
    documentation: "the journal commits by itself (jbd2: every 5 s; XFS: log force)",
    source: "fs/jbd2/journal.c:kjournald2, fs/xfs/xfs_log.c:xfs_log_worker",
    body: [
      wait(Mounting.mounted[].value && !Mounting.shutdown[].value && isQuiet)
    ] + effects)

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "committed_extent", ["file", "page"], .variant("extent"),
        documentation: "the extent map that a crash brings back"),
      StateVariable(
        "committed_usage", ["block"], .variant("usage"),
        documentation: "the free space that a crash brings back"),
    ],
    options: [
      OptionDeclaration(
        "commit_and_retry", .bool, .bool(true),
        documentation: """
          before ENOSPC the filesystem commits and tries once more \
          (ext4_should_retry_alloc; xfs_extent_busy_flush)
          """),
      OptionDeclaration(
        "commit_waits_for_handles", .bool, .bool(true),
        documentation: "a commit waits for tasks that change a map (jbd2 handles)"),
    ],
    callables: [commit], environment: [periodicCommit])
}
