import TransitionSystem

/// What is done to the media and to its lists a sector at a time.
extension Sectors {
  private static let b = Parameter("b", Vocabulary.block)
  private static let poison = Media.poison[b.use, s.use]
  private static let bad = BadBlocks.bad[b.use, s.use]

  /// A platform that clears a part of what it is asked to clear leaves the last sector as it is.
  static func clearedInPart(_ block: Expression) -> [Statement] {
    let isCleared = !Expression.equal(s.use, last)
    let held = Media.content[block, s.use]
    return [
      when(
        exist && Vocabulary.isCase(Media.clearing[].value, "clearing", "partial"),
        [
          held.becomesInEach(Media.cleared(held.value), where: isCleared),
          Media.poison[block, s.use].becomesInEach(.bool(false), where: isCleared),
        ])
    ]
  }

  private static let forgetPart = Callable.step(
    "badblocks_clear_part", [b],
    "Removes the records of what the platform has cleared, though it was not all.",
    source: "drivers/nvdimm/pmem.c:pmem_clear_poison (cleared < len)",
    [
      when(
        Vocabulary.isCase(Media.clearing[].value, "clearing", "partial"),
        [
          bad.becomesInEach(.bool(false), where: !Expression.equal(s.use, last))
        ])
    ])

  private static let record = Callable.step(
    "badblocks_set_sector", [b, s],
    "Records a sector of the block as bad in the disk's table alone.",
    source: "block/genhd.c:disk_badblocks_store, block/badblocks.c:badblocks_set",
    [when(!bad.value, [bad.becomes(.bool(true)), .emit(event: "report", [b.use], nil)])])

  private static let forget = Callable.step(
    "badblocks_clear_sector", [b, s], "Removes the bad-block record of a sector.",
    source: "block/badblocks.c:badblocks_clear", [bad.becomes(.bool(false))])

  private static let check = Callable.step(
    "badblocks_check_sector", [b, s], returns: Vocabulary.result,
    "EIO if the sector is recorded as bad, whatever the rest of its page is.",
    source: "block/badblocks.c:badblocks_check",
    [when(bad.value, [give(Vocabulary.errorIO)]), give(Vocabulary.ok)])

  private static let clear = Media.clear(
    of: .sector,
    """
    Asks the platform to clear a sector. Its bytes are unpredictable afterwards, and the bus \
    forgets it; the page stays flagged and out of the kernel's mapping, if it was.
    """,
    source: "drivers/nvdimm/pmem.c:pmem_clear_poison, hwpoison_clear (only whole pages)")

  private static let writeZeros = Callable.step(
    "write_sector_zeros", [b, s], "Stores zeros into a sector.",
    source: "drivers/nvdimm/pmem.c:write_pmem",
    [
      MemoryFailure.kernelStore(
        b.use, [Media.content[b.use, s.use].becomes(Vocabulary.content("zero"))])
    ])

  private static let readSector = Callable.step(
    "bio_read_sector", [b, s], returns: Vocabulary.result,
    "Reads a sector through the block layer: only its own record and its own poison count.",
    source: "drivers/nvdimm/pmem.c:pmem_do_read, read_pmem",
    [
      when(
        bad.value && .option("block_reads_check"), [Media.blame(b.use), give(Vocabulary.errorIO)]),
      when(
        poison.value || MemoryFailure.isAbsent(b.use),
        [
          Media.pending[b.use, s.use].becomes(poison.value), Media.blame(b.use),
          give(Vocabulary.errorIO),
        ]),
      give(Vocabulary.ok),
    ])

  private static let zeroout = DirectAccess.zeroout(
    of: .sector, "Writes zeros to a sector through the driver, as `zeroout` does it to a page.",
    source: "block/blk-lib.c:blkdev_issue_zeroout, drivers/nvdimm/pmem.c:pmem_do_write")

  static let fragment = Fragment.of(
    callables: [
      forgetPart, record, forget, check, clear, writeZeros, readSector, zeroout,
    ] + copies)
}
