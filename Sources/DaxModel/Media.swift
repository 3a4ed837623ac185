import TransitionSystem

/// The media: which blocks have lost their bytes, and what the others hold.
///
/// Poison is the only durable record of a loss (facts: the device's own list). A block that is
/// poisoned holds nothing; a clear leaves unpredictable bytes (ndctl-clear-errors(1)). Stores and
/// loads are whole blocks, or sectors, at once, and a store is durable when it happens: the kernel
/// copies with non-temporal stores (drivers/nvdimm/pmem.c: memcpy_flushcache).
enum Media {
  static let poison = StateReference("poison")
  static let content = StateReference("content")
  /// A load met poison, and the machine check has not reached the bad-block records yet.
  static let pending = StateReference("pending")
  /// What the platform does when it is asked to clear poison.
  static let clearing = StateReference("clearing")

  private static let b = Parameter("b", Vocabulary.block)
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let d = Parameter("d", Vocabulary.data)

  static let variables = [
    StateVariable(
      "poison", ["block", "sector"], .bool,
      documentation: "the media has lost the bytes of the block; durable"),
    StateVariable(
      "content", ["block", "sector"], .variant("content"),
      documentation: "the bytes of a block that is not poisoned"),
    StateVariable(
      "pending", ["block", "sector"], .bool,
      documentation: "a machine check has hit the block and is not yet recorded; volatile"),
    StateVariable(
      "clearing", [], .variant("clearing"),
      documentation: "what the platform does when asked to clear poison"),
  ]

  static let store = Callable.step(
    "store", [f, p, d, b], returns: Vocabulary.result,
    """
    Copies the user's bytes into the block; what the media knows to be lost stays lost. EFAULT \
    where the kernel has no mapping of the block.
    """,
    source: "fs/dax.c:dax_iomap_actor, arch/x86/lib/copy_user_64.S:__copy_user_nocache",
    MemoryFailure.mendedCopy(
      to: b.use,
      [
        content[b.use, Sectors.s.use].becomesInEach(
          .make(type: "content", case: "of", [f.use, p.use, d.use]))
      ]))

  /// Gives what a read of position (f, p) sees in a block that is not poisoned.
  static func giveBytes(_ block: Expression, at f: Expression, _ p: Expression) -> [Statement] {
    let start = bytes(block, Sectors.first, at: f, p)
    return [
      Sectors.ifAny({ !Expression.equal(bytes(block, $0, at: f, p), start) }, "other") {
        [give(.make(type: "result", case: "mixed", [$0]))]
      },
      give(start),
    ]
  }

  /// What a read of position (f, p) sees in a sector that is not poisoned.
  static func bytes(
    _ block: Expression, _ sector: Expression, at f: Expression, _ p: Expression
  ) -> Expression {
    let held = content[block, sector].value
    func field(_ name: String) -> Expression { .payload(held, type: "content", field: name) }
    let isSame: Expression = .equal(field("f"), f)
    let isCopy: Expression =
      .option("shares_blocks") && ExtentMap.clone[field("f"), f].value
    let mine = (isSame || isCopy) && .equal(field("p"), p)
    return .ifThenElse(
      Vocabulary.isCase(held, "content", "of"),
      .ifThenElse(
        mine, .make(type: "result", case: "bytes", [field("d")]), Vocabulary.result("foreign")),
      .ifThenElse(
        Vocabulary.isCase(held, "content", "zero"), Vocabulary.result("zeros"),
        .ifThenElse(
          Vocabulary.isCase(held, "content", "junk"), Vocabulary.result("junk"),
          Vocabulary.result("foreign"))))
  }

  static let copyOut = Callable.step(
    "copy_mc_to_user", [f, p, b], returns: Vocabulary.result,
    """
    Copies the block to the user, safe against machine checks: poison that nobody knew of gives \
    EFAULT, and its record comes later, from a work queue.
    """,
    source: "fs/dax.c:dax_iomap_actor, lib/iov_iter.c:_copy_mc_to_iter",
    [
      when(MemoryFailure.isAbsent(b.use), [blame(b.use), give(Vocabulary.result("EFAULT"))]),
      Sectors.ifAny({ poison[b.use, $0].value }) {
        [
          pending[b.use, $0].becomes(.bool(true)), blame(b.use),
          Sectors.stopped(before: $0, error: "EFAULT"),
        ]
      },
    ] + giveBytes(b.use, at: f.use, p.use))

  static let clear = clear(
    of: .block,
    """
    Asks the platform to clear the block's poison. Afterwards the bytes are unpredictable, the bus \
    forgets the block, and its page gets its flag and kernel mapping back; the disk's table is the \
    caller's business. Where the platform clears nothing, or only a part, the block stays poisoned \
    and the answer is EIO.
    """,
    source: "drivers/nvdimm/bus.c:nvdimm_clear_poison, drivers/nvdimm/pmem.c:pmem_clear_poison")

  /// Less than a page gives no flag and no mapping back (facts 1.5).
  static func clear(
    of unit: MediaUnit, _ documentation: String, source: String, file: String = #fileID,
    line: Int = #line
  ) -> Callable {
    .step(
      unit.name("clear_poison", "clear_sector_poison"), unit.parameters,
      returns: Vocabulary.result, documentation, source: source, file: file, line: line,
      [
        when(
          Vocabulary.isCase(clearing[].value, "clearing", "none", "partial"),
          (unit == .block ? Sectors.clearedInPart(b.use) : [])
            + [blame(b.use), give(Vocabulary.errorIO)]),
        when(
          unit.some(poison) && !Expression.option("clear_pretends"),
          [
            unit.set(poison, to: .bool(false)),
            unit.set(content, to: cleared(content[b.use, Sectors.s.use].value)),
            .emit(event: "poison_cleared", [b.use], nil),
            .emit(event: "cleared_by", [Vocabulary.caller.use, b.use], nil),
          ]),
        when(
          !Expression.option("clear_pretends") && .option("clear_forgets_bus"),
          [
            unit.set(BadBlocks.bus, to: .bool(false)),
            unit.set(BadBlocks.region, to: .bool(false)),
          ]),
      ] + (unit == .block ? MemoryFailure.restored(b.use) : []) + [give(Vocabulary.ok)])
  }

  /// What a clear leaves of the bytes that it was asked for: whether they were good or not, nothing
  /// says what they are (ndctl-clear-errors(1): "unpredictable").
  static func cleared(_ held: Expression) -> Expression {
    .ifThenElse(.option("clear_keeps_bytes"), held, Vocabulary.content("junk"))
  }

  static let writeZeros = Callable.step(
    "write_pmem_zeros", [b], "Stores zeros into the whole block.",
    source: "drivers/nvdimm/pmem.c:write_pmem",
    [MemoryFailure.kernelStore(b.use, Vocabulary.content("zero"))])

  /// Tells observers that the caller's failure is due to this block.
  static func blame(_ block: Expression) -> Statement {
    .emit(event: "io_error", [Vocabulary.caller.use, block], nil)
  }

  static let fragment = Fragment.of(
    variables: variables,
    options: [
      OptionDeclaration(
        "clear_pretends", .bool, .bool(false),
        documentation: """
          legacy pmem (memmap=, virtio): a clear does nothing and says that all is well \
          (nvdimm_clear_poison: no ->ndctl)
          """),
      OptionDeclaration(
        "clear_keeps_bytes", .bool, .bool(false),
        documentation: """
          a clear keeps what was stored over the poison; ndctl-clear-errors(1) says that the bytes \
          are unpredictable, a comment in 5.14's pmem_do_write hopes for the opposite
          """),
    ], callables: [store, copyOut, clear, writeZeros],
    events: [
      Event(
        "io_error", [Parameter("t", Vocabulary.task), b],
        documentation: "a call of the task meets an error because of the block"),
      Event(
        "cleared_by", [Parameter("t", Vocabulary.task), b],
        documentation: "the task's call has cleared the poison of the block"),
      Event(
        "poison_cleared", [b], documentation: "the media of the block can hold bytes again"),
    ])
}
