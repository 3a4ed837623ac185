import TransitionSystem

/// The three lists of bad blocks (facts 1.1, S2 to S4).
///
/// The disk's table is what every DAX and block path asks before it touches the media. The bus list
/// is what errors are entered into first, and what the two others are filled from. All are
/// volatile: a crash empties them, and the scrub after boot fills them again (facts 1.7).
enum BadBlocks {
  static let bad = StateReference("bad")
  static let bus = StateReference("bus_list")
  static let region = StateReference("region_list")
  /// The block was in the bus list when the walk over it came by.
  static let filling = StateReference("populating")
  private static let b = Parameter("b", Vocabulary.block)
  private static let s = Sectors.s

  /// An error that the hardware has told of: entered into the bus list, from which the region's
  /// and the disk's are filled.
  static func found(_ block: Expression, _ sector: Expression) -> [Statement] {
    [
      bus[block, sector].becomes(.bool(true)), region[block, sector].becomes(.bool(true)),
      when(.option("table_takes_all"), [bad[block, sector].becomes(.bool(true))]),
      .emit(event: "report", [block], nil),
    ]
  }

  /// Whether some sector of the block has a record in the disk's table.
  static func isBad(_ block: Expression) -> Expression { Sectors.any { bad[block, $0].value } }

  /// What the bus forgets of a block that the platform has cleared.
  static func accounted(_ block: Expression) -> [Statement] {
    [
      bus[block, s.use].becomesInEach(.bool(false)),
      region[block, s.use].becomesInEach(.bool(false)),
    ]
  }

  static let record = Callable.step(
    "badblocks_set", [b],
    "Records the block as bad in the disk's table alone, as root may through sysfs.",
    source: "block/genhd.c:disk_badblocks_store, block/badblocks.c:badblocks_set",
    [
      when(
        !Expression.forAll([s], bad[b.use, s.use].value),
        [
          bad[b.use, s.use].becomesInEach(.bool(true)),
          .emit(event: "report", [b.use], nil),
        ])
    ])

  static let forget = Callable.step(
    "badblocks_clear", [b], "Removes the block's bad-block record.",
    source: "block/badblocks.c:badblocks_clear",
    [bad[b.use, s.use].becomesInEach(.bool(false))])

  static let check = Callable.step(
    "badblocks_check", [b], returns: Vocabulary.result,
    "EIO if the block is recorded as bad; nothing is locked, so the answer may be old.",
    source: "block/badblocks.c:badblocks_check, drivers/nvdimm/nd.h:is_bad_pmem",
    [when(isBad(b.use), [give(Vocabulary.errorIO)]), give(Vocabulary.ok)])

  static let populate = EnvironmentAction(
    "revalidate_poison", [b, s], budget: "revalidate",
    documentation: "the disk's table is to be filled from the bus list once more (facts 1.3)",
    source: "drivers/nvdimm/pmem.c:pmem_revalidate_poison, drivers/nvdimm/badrange.c",
    body: [
      wait(bus[b.use, s.use].value && !filling[b.use, s.use].value),
      filling[b.use, s.use].becomes(.bool(true)),
    ])

  /// No lock is common to this and a clear: what the walk has read may be cleared meanwhile.
  static let populated = EnvironmentAction(
    "badblocks_populate", [b, s],
    documentation: "the walk over the bus list adds what it has read; it never removes anything",
    source: "drivers/nvdimm/badrange.c:badblocks_populate; facts 1.3, 12.4 R2",
    body: [
      wait(filling[b.use, s.use].value),
      filling[b.use, s.use].becomes(.bool(false)),
      when(
        !bad[b.use, s.use].value,
        [bad[b.use, s.use].becomes(.bool(true)), .emit(event: "report", [b.use], nil)]),
    ])

  static let reattach = Callable.step(
    "reattach_namespace", [],
    "Attaches the namespace anew: the disk's table is what the bus list says, and nothing else.",
    source: "drivers/nvdimm/pmem.c:pmem_attach_disk, drivers/nvdimm/badrange.c",
    [
      wait(!Mounting.mounted[].value),
      bad[b.use, s.use].becomes(bus[b.use, s.use].value, forAll: [b, s]),
      region[b.use, s.use].becomes(bus[b.use, s.use].value, forAll: [b, s]),
    ])

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "bad", ["block", "sector"], .bool,
        documentation: "the block has a bad-block record; volatile"),
      StateVariable(
        "bus_list", ["block", "sector"], .bool,
        documentation: "the bus knows of the block's poison (badrange); volatile"),
      StateVariable(
        "region_list", ["block", "sector"], .bool,
        documentation: "the block has a bad-block record in the region's table; volatile"),
      StateVariable(
        "populating", ["block", "sector"], .bool,
        documentation: "the disk's table is about to get a record of the block; volatile"),
    ],
    options: [
      OptionDeclaration(
        "clear_forgets_bus", .bool, .bool(true),
        documentation: """
          a clear is accounted for in the lists of bus and region too (since 4.9, e046114af5fc)
          """),
      OptionDeclaration(
        "table_takes_all", .bool, .bool(true),
        documentation: """
          every error that is reported gets into the disk's table (not always so before 6.15, \
          5236f041fa6c)
          """),
      OptionDeclaration(
        "machine_checks_recorded", .bool, .bool(true),
        documentation: """
          a machine check of a load is entered into the lists of bad blocks (since 4.8, \
          nfit_handle_mce)
          """),
    ],
    callables: [record, forget, check, reattach],
    events: [Event("report", [b], documentation: "a bad-block record of the block is set")],
    environment: [populate, populated])
}
