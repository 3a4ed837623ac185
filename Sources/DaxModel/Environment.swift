import TransitionSystem

/// What happens by itself: media errors, their discovery, crashes, other allocations.
enum Environment {
  private static let b = Parameter("b", Vocabulary.block)
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let q = Parameter("q", Vocabulary.task)

  /// Strikes hit only blocks that back a written position: the default assumption.
  ///
  /// An extent that is inserted and not exposed yet backs nothing: its block is in flight.
  private static let backsWritten: Expression = .exists(
    [f, p],
    .equal(ExtentMap.extent[f.use, p.use].value, Vocabulary.written(b.use))
      && !Expression.read(ExtentMap.lock.held, [f.use]))

  private static let s = Sectors.s

  private static let loss: [Statement] = [
    wait(!Media.poison[b.use, s.use].value && backsWritten),
    Media.poison[b.use, s.use].becomes(.bool(true)),
    Media.content[b.use, s.use].becomes(Vocabulary.content("junk")),
    .emit(event: "strike", [b.use], nil),
  ]

  private static let record = BadBlocks.found(b.use, s.use)

  static let knownError = EnvironmentAction(
    "media_error", [b, s], budget: "errors",
    documentation: """
      the media loses the bytes of a block, and the kernel learns of it at once: a machine check \
      of the patrol scrubber, so that every task loses its mapping (facts 1.2, D2); where kernel \
      mappings are followed and some task has the page, the record comes after that
      """,
    source: """
      arch/x86/kernel/cpu/mce/core.c:uc_decode_notifier, drivers/acpi/nfit/mce.c:nfit_handle_mce, \
      mm/memory-failure.c
      """,
    body: loss + MemoryFailure.scrubbed(b.use, s.use, record: record) + [
      when(
        .option("failure_unmaps"),
        [
          UserMappings.mapped[q.use, f.use, p.use].becomes(
            .bool(false), forAll: [q, f, p],
            where: .equal(ExtentMap.extent[f.use, p.use].value, Vocabulary.written(b.use)))
        ] + UserMappings.splitting(where: UserMappings.reaches(b.use)))
    ])

  /// The operator's list of bad blocks does not say which of them hold metadata.
  static let metadataError = EnvironmentAction(
    "metadata_error", [b, s], budget: "metadata_errors",
    documentation: "the media loses the bytes of a metadata block, and the kernel learns of it",
    source: "drivers/acpi/nfit/mce.c:nfit_handle_mce; Chu, 2021-08-17, problem 3",
    body: [
      wait(
        !Media.poison[b.use, s.use].value
          && Vocabulary.isCase(Allocator.usage[b.use].value, "usage", "metadata")),
      Media.poison[b.use, s.use].becomes(.bool(true)),
      Media.content[b.use, s.use].becomes(Vocabulary.content("junk")),
      .emit(event: "strike", [b.use], nil),
    ] + record)

  static let latentError = EnvironmentAction(
    "latent_error", [b, s], budget: "latent",
    documentation: "the media loses the bytes of a block, and nobody knows", source: "facts 1.2",
    body: loss)

  static let scrub = EnvironmentAction(
    "scrub", [b, s], budget: "scrub",
    documentation: "a scrub finds poison and records it (after boot: the late ARS result)",
    source: "drivers/acpi/nfit/core.c:acpi_nfit_scrub, drivers/nvdimm/badrange.c",
    body: [
      wait(Media.poison[b.use, s.use].value && !BadBlocks.bad[b.use, s.use].value)
    ] + record)

  static let lateReport = EnvironmentAction(
    "late_report", [b, s],
    documentation: """
      the work queue of a machine check records the block at last, also when its poison has been \
      cleared since: a record too many (facts 2.4, 12.4 R1 and R2); what the patrol scrubber found \
      only when the kernel's mapping is gone
      """,
    source: "arch/x86/kernel/cpu/mce/core.c:mce_log, drivers/acpi/nfit/mce.c",
    body: [
      wait(Media.pending[b.use, s.use].value && !MemoryFailure.holdsRecord(b.use)),
      Media.pending[b.use, s.use].becomes(.bool(false)),
      when(!BadBlocks.bad[b.use, s.use].value && .option("machine_checks_recorded"), record),
    ])

  static let crash = EnvironmentAction(
    "crash", [], budget: "crash", endsTasks: true,
    documentation: "power fails; the machine boots, replays the journal and mounts",
    source: "fs/jbd2/recovery.c, fs/xfs/xfs_log_recover.c; facts 1.7",
    body: Journal.recovery + [
      BadBlocks.bad[b.use, s.use].becomes(.bool(false), forAll: [b, s]),
      BadBlocks.bus[b.use, s.use].becomes(.bool(false), forAll: [b, s]),
      BadBlocks.region[b.use, s.use].becomes(.bool(false), forAll: [b, s]),
      BadBlocks.filling[b.use, s.use].becomes(.bool(false), forAll: [b, s]),
      Media.pending[b.use, s.use].becomes(.bool(false), forAll: [b, s]),
      MemoryFailure.flag[b.use].becomes(.bool(false), forAll: [b]),
      MemoryFailure.mapping[b.use].becomes(.value("mapping", "present"), forAll: [b]),
      MemoryFailure.due[b.use].becomes(.bool(false), forAll: [b]),
      MemoryFailure.handling[q.use, b.use].becomes(.bool(false), forAll: [q, b]),
      MemoryFailure.oopsed[].becomes(.bool(false)),
      UserMappings.mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q, f, p]),
      UserMappings.huge[q.use, f.use].becomes(.bool(false), forAll: [q, f]),
      UserMappings.pinned[q.use, f.use, p.use].becomes(.bool(false), forAll: [q, f, p]),
      Mounting.mounted[].becomes(.bool(true)),
      Mounting.shutdown[].becomes(.bool(false)),
      .emit(event: "crash", [], nil),
    ])

  private static let metadataStore = MemoryFailure.kernelStore(
    b.use, Vocabulary.content("meta"))

  /// Metadata is written through the block layer, which clears known poison on the way.
  static let metadata = EnvironmentAction(
    "metadata_alloc", [b], budget: "metadata",
    documentation: "the filesystem takes a free block for metadata and writes it",
    source: "fs/ext4/balloc.c, fs/xfs/libxfs/xfs_alloc.c; drivers/nvdimm/pmem.c:pmem_do_write",
    body: [
      wait(Mounting.mounted[].value && Allocator.isFree(b.use)),
      Allocator.usage[b.use].becomes(Vocabulary.usage("metadata")),
      when(.option("writes_before_clear"), [metadataStore]),
      when(
        BadBlocks.isBad(b.use) && Sectors.any { Media.poison[b.use, $0].value },
        [
          Media.poison[b.use, s.use].becomesInEach(.bool(false)),
          .emit(event: "poison_cleared", [b.use], nil),
        ] + BadBlocks.accounted(b.use) + MemoryFailure.restored(b.use)),
      when(!Expression.option("writes_before_clear"), [metadataStore]),
      BadBlocks.bad[b.use, s.use].becomesInEach(.bool(false)),
    ])

  static let platformFails = EnvironmentAction(
    "platform_cannot_clear", [], budget: "clear_failures",
    documentation: "from now on the platform refuses to clear poison",
    source: "drivers/nvdimm/bus.c:nvdimm_clear_poison (-EIO, -ENOTTY)",
    body: [
      wait(!Vocabulary.isCase(Media.clearing[].value, "clearing", "none")),
      Media.clearing[].becomes(.value("clearing", "none")),
    ])

  static let platformIsPartial = EnvironmentAction(
    "platform_clears_partly", [], budget: "clear_failures",
    documentation: "from now on the platform clears only a part of what it is asked to clear",
    source: "drivers/nvdimm/pmem.c:pmem_clear_poison (cleared < len)",
    body: [
      wait(Vocabulary.isCase(Media.clearing[].value, "clearing", "whole")),
      Media.clearing[].becomes(.value("clearing", "partial")),
    ])

  static let fragment = Fragment.of(
    events: [
      Event("strike", [b], documentation: "the media loses the bytes of the block"),
      Event("crash", [], documentation: "power fails, the machine boots and mounts"),
    ],
    environment: [
      knownError, metadataError, latentError, scrub, lateReport, crash, metadata, platformFails,
      platformIsPartial,
    ])
}
