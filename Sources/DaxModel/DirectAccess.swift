import TransitionSystem

/// dax_direct_access() and the block layer's ways to the media.
enum DirectAccess {
  private static let b = Parameter("b", Vocabulary.block)

  static let access = Callable.step(
    "direct_access", [b], returns: Vocabulary.result,
    "Gives the kernel address of the block; a block with a bad-block record gives EIO.",
    source: "drivers/nvdimm/pmem.c:__pmem_direct_access",
    [
      when(BadBlocks.isBad(b.use), [Media.blame(b.use), give(Vocabulary.errorIO)]),
      give(Vocabulary.ok),
    ])

  static let readBlock = Callable.step(
    "bio_read", [b], returns: Vocabulary.result,
    """
    Reads the block through the block layer. A recorded block is not touched; poison that nobody \
    knew of is a machine check that the copy survives, and its record comes later.
    """,
    source: "drivers/nvdimm/pmem.c:pmem_do_read, read_pmem",
    [
      when(
        BadBlocks.isBad(b.use) && .option("block_reads_check"),
        [Media.blame(b.use), give(Vocabulary.errorIO)]),
      when(
        Sectors.any { Media.poison[b.use, $0].value } || MemoryFailure.isAbsent(b.use),
        [
          Media.pending[b.use, Sectors.s.use].becomesInEach(
            Media.poison[b.use, Sectors.s.use].value),
          Media.blame(b.use), give(Vocabulary.errorIO),
        ]),
      give(Vocabulary.ok),
    ])

  private static let cleared = Parameter("cleared", Vocabulary.result)
  private static let known = Parameter("known", Vocabulary.result)
  private static let failed = Expression.test(
    cleared.use, type: "result",
    cases: Vocabulary.resultType.cases.filter(\.isError).map(\.name))

  /// The block layer's way to write zeros, which clears known poison.
  ///
  /// Linux 5.14 writes, clears and writes again, so that an interrupted write of a block whose
  /// clear keeps data leaves the new data or an error. Since 5.19 it only clears and writes, as the
  /// page may not be mapped before (facts 2.3).
  static let zeroout = zeroout(
    of: .block,
    "Writes zeros to the block through the driver; on the way a bad block's poison is cleared.",
    source: """
      block/blk-lib.c:blkdev_issue_zeroout, drivers/nvdimm/pmem.c:pmem_do_write (5.14: write, \
      clear, write; 5.19: clear, write)
      """)

  static func zeroout(
    of unit: MediaUnit, _ documentation: String, source: String, file: String = #fileID,
    line: Int = #line
  ) -> Callable {
    let write = unit.call("write_pmem_zeros", "write_sector_zeros")
    let part = Statement.call(CallStatement("badblocks_clear_part", [b.use]), nil)
    return .routine(
      unit.name("zeroout", "zeroout_sector"), unit.parameters, returns: Vocabulary.result,
      documentation, source: source, file: file, line: line,
      [
        unit.call("badblocks_check", "badblocks_check_sector", result: known),
        when(.option("writes_before_clear"), [write]),
        when(
          Vocabulary.isCase(known.use, "result", "EIO"),
          [
            unit.call("clear_poison", "clear_sector_poison", result: cleared),
            when(
              failed,
              (unit == .block ? [when(Sectors.exist, [part])] : []) + [give(Vocabulary.errorIO)]),
            unit.call("badblocks_clear", "badblocks_clear_sector"),
            when(.option("writes_before_clear") && .option("writes_after_clear"), [write]),
          ]),
        when(!Expression.option("writes_before_clear"), [write]),
        give(Vocabulary.ok),
      ])
  }

  static let zeroPage = Callable.routine(
    "dax_zero_page_range", [b], returns: Vocabulary.result,
    "The driver's zero_page_range: as zeroout, for one page.",
    source: "drivers/nvdimm/pmem.c:pmem_dax_zero_page_range",
    [
      .call(CallStatement("zeroout", [b.use], result: cleared), nil),
      give(cleared.use),
    ])

  static let fragment = Fragment.of(
    options: [
      OptionDeclaration(
        "writes_before_clear", .bool, .bool(true),
        documentation: """
          pmem_do_write stores before it clears as well as after (until 5898b43af954, 5.19)
          """),
      OptionDeclaration(
        "writes_after_clear", .bool, .bool(true),
        documentation: """
          pmem_do_write stores once more after the clear ("libnvdimm, pmem: clarify the \
          write+clear_poison+write flow")
          """),
      OptionDeclaration(
        "zeroes_by_driver", .bool, .bool(true),
        documentation: """
          allocations are zeroed through the driver, which clears known poison, and not by a \
          memset (since 4.7, 4b0228fa1d75)
          """),
      OptionDeclaration(
        "block_reads_check", .bool, .bool(true),
        documentation: "the block layer reads no recorded block (since 4.5, e10624f8c097)"),
    ], callables: [access, readBlock, zeroout, zeroPage])
}
