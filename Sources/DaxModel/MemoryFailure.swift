import TransitionSystem

/// What the memory manager remembers of a poisoned page, and what it takes away.
///
/// The page's HWPoison flag and the kernel's own mapping of the page are two more records of a loss
/// (facts 1.1, S5 and S6). A store of the kernel into a page that it has unmapped is an oops.
enum MemoryFailure {
  static let flag = StateReference("hwpoison")
  static let mapping = StateReference("kernel_mapping")
  /// memory_failure() has handled what the patrol scrubber found, and the kernel's mapping is still
  /// to be changed.
  static let due = StateReference("nospec_due")
  /// memory_failure() has handled what a task's load met, and that task is to change the mapping.
  static let handling = StateReference("in_machine_check")
  static let oopsed = StateReference("oopsed")

  private static let isTracked = Expression.option("tracks_pages")

  private static let b = Parameter("b", Vocabulary.block)
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let q = Parameter("q", Vocabulary.task)

  /// Whether a store or load of the kernel finds no mapping of the block.
  static func isAbsent(_ block: Expression) -> Expression {
    .option("machine_checks_unmap")
      && Vocabulary.isCase(mapping[block].value, "mapping", "absent")
  }

  /// A store of the kernel into the block; where it finds no mapping the machine stops.
  static func kernelStore(_ block: Expression, _ bytes: Expression) -> Statement {
    kernelStore(block, [Media.content[block, Sectors.s.use].becomesInEach(bytes)])
  }

  /// The same with what is stored, where that is not the whole block.
  static func kernelStore(_ block: Expression, _ effects: [Statement]) -> Statement {
    when(isAbsent(block), [oopsed[].becomes(.bool(true))], otherwise: effects)
  }

  /// A copy into the block whose faults are mended, those of its stores as well: nothing counts as
  /// copied where there is no mapping.
  ///
  /// So are copies of a user's bytes (__copy_user_nocache has all of them in its exception table)
  /// and of another block (copy_mc_64.S).
  static func mendedCopy(
    to block: Expression, error: Expression = Vocabulary.result("EFAULT"), _ effects: [Statement]
  ) -> [Statement] {
    [when(isAbsent(block), [Media.blame(block), give(error)])] + effects + [give(Vocabulary.ok)]
  }

  /// What the patrol scrubber finds in a sector: a page that is mapped is flagged, and the kernel's
  /// mapping of it is to go after that.
  ///
  /// One chain of notifiers does all of it, and the record is the last of it (arch/x86: MCE_PRIO_UC
  /// comes before MCE_PRIO_NFIT). Where memory_failure() does nothing, only the record is left.
  static func scrubbed(_ block: Expression, _ sector: Expression, record: [Statement])
    -> [Statement]
  {
    [
      when(
        isTracked && (isMapped(block) || .option("notifies_by_rmap")),
        [
          flag[block].becomes(flag[block].value || isMapped(block)),
          due[block].becomes(.bool(true)),
          Media.pending[block, sector].becomes(.bool(true)),
        ], otherwise: record)
    ]
  }

  /// Whether the record of the block has to wait for the kernel's mapping.
  static func holdsRecord(_ block: Expression) -> Expression { isTracked && due[block].value }

  /// The kernel's mapping after set_mce_nospec().
  private static let taken: Expression = .ifThenElse(
    .option("machine_checks_unmap"), .value("mapping", "absent"),
    .value("mapping", "uncacheable"))

  /// The page of a load that met poison: the task itself changes the kernel's mapping then.
  static func consumed(_ block: Expression) -> [Statement] {
    [
      when(!Expression.option("handles_pmem_poison"), [oopsed[].becomes(.bool(true))]),
      when(
        isTracked,
        [
          flag[block].becomes(.bool(true)),
          handling[Vocabulary.caller.use, block].becomes(.bool(true)),
        ]),
    ]
  }

  /// Whether a task has mapped the block, through any page of any file.
  ///
  /// memory_failure() finds a page by its entry in a file's mapping, so a page that nobody has
  /// mapped is not flagged and stays in the kernel's mapping (-EBUSY; facts 1.4).
  static func isMapped(_ block: Expression) -> Expression {
    .exists(
      [q, f, p],
      UserMappings.mapped[q.use, f.use, p.use].value
        && .equal(ExtentMap.extent[f.use, p.use].value, Vocabulary.written(block)))
  }

  /// What clearing through the driver gives back: only a page that is flagged has its mapping
  /// restored (drivers/nvdimm/pmem.c:hwpoison_clear, pmem_mkpage_present).
  static func restored(_ block: Expression) -> [Statement] {
    [
      when(
        isTracked,
        [
          when(
            .option("clear_restores_mapping"),
            [
              mapping[block].becomes(
                .ifThenElse(
                  flag[block].value, .value("mapping", "present"), mapping[block].value))
            ]),
          flag[block].becomes(.bool(false)),
        ])
    ]
  }

  static let nospec = EnvironmentAction(
    "set_mce_nospec", [b],
    documentation: """
      after memory_failure() the kernel's own mapping of what the patrol scrubber found goes, or \
      becomes uncacheable, so that nothing reads it by speculation; then the record is made
      """,
    source: "arch/x86/kernel/cpu/mce/core.c:uc_decode_notifier, arch/x86/mm/pat/set_memory.c",
    body: [
      wait(due[b.use].value),
      due[b.use].becomes(.bool(false)),
      mapping[b.use].becomes(taken),
    ])

  /// What a task that has met poison does before its signal is delivered.
  ///
  /// Another task may have repaired the page meanwhile, if it was recorded, and then nothing gives
  /// the mapping back any more (facts 12.4, R5).
  private static let ownNospec = Callable.step(
    "kill_me_maybe", [],
    """
    Ends the task's machine check: memory_failure() has returned, and the kernel's own mapping of \
    the page goes, or becomes uncacheable.
    """,
    source: "arch/x86/kernel/cpu/mce/core.c:kill_me_maybe, arch/x86/mm/pat/set_memory.c",
    [
      mapping[b.use].becomes(
        taken, forAll: [b], where: handling[Vocabulary.caller.use, b.use].value),
      handling[Vocabulary.caller.use, b.use].becomes(.bool(false), forAll: [b]),
    ])

  static let injection = Callable.step(
    "hwpoison_inject", [f, p, b], returns: Vocabulary.result,
    """
    memory_failure() as MADV_HWPOISON calls it: the page is flagged and unmapped from every task, \
    and the caller gets its signal. No table, no media and no kernel mapping changes.
    """,
    source: "mm/madvise.c:madvise_inject_error, mm/memory-failure.c",
    [
      flag[b.use].becomes(.bool(true)),
      UserMappings.mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q]),
      give(Vocabulary.result("BUS_MCEERR_AR")),
    ])

  static let unpoison = Callable.step(
    "unpoison_page", [b], returns: Vocabulary.result,
    "Takes the flag off the page, and nothing else; a page with a real error is refused.",
    source: "mm/memory-failure.c:unpoison_memory",
    [
      when(
        .option("refuses_unpoison") && Sectors.any { Media.poison[b.use, $0].value },
        [give(Vocabulary.result("EOPNOTSUPP"))]),
      flag[b.use].becomes(.bool(false)), give(Vocabulary.ok),
    ])

  static let halted = Definition(
    "halted", [], .bool, oopsed[].value,
    documentation: "the kernel has met an oops and goes on with nothing (panic_on_oops)")

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "hwpoison", ["block"], .bool,
        documentation: "the page of the block has the flag HWPoison; volatile"),
      StateVariable(
        "kernel_mapping", ["block"], .variant("mapping"),
        documentation: "the kernel's own mapping of the block's page; volatile"),
      StateVariable(
        "nospec_due", ["block"], .bool,
        documentation: """
          the patrol scrubber's machine check is handled, and the kernel mapping is to change; \
          volatile
          """),
      StateVariable(
        "in_machine_check", ["task", "block"], .bool,
        documentation: """
          the task's load has met poison, and the task is to change the kernel mapping; volatile
          """),
      StateVariable("oopsed", [], .bool, documentation: "the kernel has met an oops; volatile"),
    ],
    options: [
      OptionDeclaration(
        "tracks_pages", .bool, .bool(false),
        documentation: """
          HWPoison flags and kernel mappings are followed; where a machine check takes no mapping \
          away, nothing but a look at them depends on it
          """),
      OptionDeclaration(
        "machine_checks_unmap", .bool, .bool(false),
        documentation: """
          a machine check takes the page out of the kernel's mapping: since 5.19 always \
          (5898b43af954), before that where it reports a whole page (MCi_MISC LSB 12)
          """),
      OptionDeclaration(
        "clear_restores_mapping", .bool, .bool(true),
        documentation: """
          a clear gives the kernel its mapping of the page back ("libnvdimm, pmem: Restore page \
          attributes when clearing errors", 4.19)
          """),
      OptionDeclaration(
        "handles_pmem_poison", .bool, .bool(true),
        documentation: """
          memory_failure() knows pages of pmem; without it a load of poison stops the machine \
          (since 4.19, 6100e34b2526)
          """),
      OptionDeclaration(
        "failure_unmaps", .bool, .bool(true),
        documentation: """
          where the holder of the device does not handle an error the page is unmapped in the \
          usual way (broken for ext4 in 6.0-rc, 65d3440e8d2e)
          """),
      OptionDeclaration(
        "notifies_by_rmap", .bool, .bool(false),
        documentation: """
          XFS with rmapbt answers for the page itself: a page that nobody has mapped leaves the \
          kernel's mapping without being flagged (xfs_notify_failure.c; facts 1.6)
          """),
      OptionDeclaration(
        "refuses_unpoison", .bool, .bool(true),
        documentation: """
          a page that had a hardware error is not given back by unpoison \
          ("mm/memory-failure: disable unpoison once hw error happens", 5.19)
          """),
    ],
    definitions: [halted], callables: [ownNospec, injection, unpoison], environment: [nospec])
}
