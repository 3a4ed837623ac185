import TransitionSystem

/// dax_direct_access() and the block layer's ways to the media.
enum DirectAccess {
  private static let b = Parameter("b", Vocabulary.block)

  static let access = Callable.step(
    "direct_access", [b], returns: Vocabulary.result,
    "Gives the kernel address of the block; a block with a bad-block record gives EIO.",
    source: "drivers/nvdimm/pmem.c:__pmem_direct_access",
    [
      when(BadBlocks.bad[b.use].value, [Media.blame(b.use), give(Vocabulary.errorIO)]),
      give(Vocabulary.ok),
    ])

  private static let cleared = Parameter("cleared", Vocabulary.result)
  private static let known = Parameter("known", Vocabulary.result)
  private static let failed = Expression.test(
    cleared.use, type: "result",
    cases: Vocabulary.resultType.cases.filter(\.isError).map(\.name))

  /// Linux 5.14 writes, clears and writes again, so that an interrupted write of a block whose
  /// clear keeps data leaves the new data or an error.
  static let zeroout = Callable.routine(
    "zeroout", [b], returns: Vocabulary.result,
    "Writes zeros to the block through the driver; on the way a bad block's poison is cleared.",
    source: """
      block/blk-lib.c:blkdev_issue_zeroout, drivers/nvdimm/pmem.c:pmem_do_write (5.14: write, \
      clear, write)
      """,
    [
      .call(CallStatement("badblocks_check", [b.use], result: known), nil),
      .call(CallStatement("write_pmem_zeros", [b.use]), nil),
      when(
        Vocabulary.isCase(known.use, "result", "EIO"),
        [
          .call(CallStatement("clear_poison", [b.use], result: cleared), nil),
          when(
            failed,
            [give(Vocabulary.errorIO)]),
          .call(CallStatement("badblocks_clear", [b.use]), nil),
          .call(CallStatement("write_pmem_zeros", [b.use]), nil),
        ]),
      give(Vocabulary.ok),
    ])

  static let zeroPage = Callable.routine(
    "dax_zero_page_range", [b], returns: Vocabulary.result,
    "The driver's zero_page_range: as zeroout, for one page.",
    source: "drivers/nvdimm/pmem.c:pmem_dax_zero_page_range",
    [
      .call(CallStatement("zeroout", [b.use], result: cleared), nil),
      give(cleared.use),
    ])

  static let fragment = Fragment.of(callables: [access, zeroout, zeroPage])
}
