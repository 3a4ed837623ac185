import TransitionSystem

/// Pages that tasks have mapped, and the faults that map them.
enum UserMappings {
  static let mapped = StateReference("user_mapping")
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let d = Parameter("d", Vocabulary.data)
  private static let b = Parameter("b", Vocabulary.block)
  private static let q = Parameter("q", Vocabulary.task)
  private static let me = Vocabulary.caller

  private static let here = ExtentMap.extent[f.use, p.use]
  private static let block = Expression.payload(here.value, type: "extent", field: "b")
  private static let isMine = mapped[me.use, f.use, p.use]

  /// The machine check of a load that meets poison: every task loses its mapping, the record comes
  /// later (facts 1.2 D1, 1.4).
  private static func machineCheck(_ block: Expression) -> [Statement] {
    [
      when(
        .option("failure_unmaps"),
        [mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q])]),
      Media.pending[block].becomes(.bool(true)), Media.blame(block),
    ] + MemoryFailure.consumed(block) + [
      give(Vocabulary.result("BUS_MCEERR_AR"))
    ]
  }

  static let isMapped = Callable.step(
    "load_mapped", [f, p], returns: Vocabulary.result,
    """
    A load through the task's page table; `ok` if the page is not mapped and a fault is needed. \
    Poison raises a machine check: BUS_MCEERR_AR.
    """,
    source: "mm/memory-failure.c:memory_failure_dev_pagemap, arch/x86/kernel/cpu/mce/core.c",
    [
      wait(Mounting.mounted[].value),
      when(!isMine.value, [give(Vocabulary.ok)]),
      when(Media.poison[block].value, machineCheck(block)),
      give(Media.bytes(block, at: f.use, p.use)),
    ])

  static let loadFault = Callable.step(
    "map_and_load", [f, p, b], returns: Vocabulary.result,
    "Inserts the page table entry, and the load runs again.",
    source: "fs/dax.c:dax_iomap_pte_fault, mm/memory.c:vmf_insert_mixed",
    [
      isMine.becomes(.bool(true)),
      when(Media.poison[b.use].value, machineCheck(b.use)),
      give(Media.bytes(b.use, at: f.use, p.use)),
    ])

  static let storeMapped = Callable.step(
    "store_mapped", [f, p, d], returns: Vocabulary.result,
    """
    A store through the task's page table; EBUSY stands for "not mapped, a fault is needed". Whole \
    lines are stored, so that poison is not read.
    """,
    source: "arch/x86 page table walk",
    [
      wait(Mounting.mounted[].value),
      when(!isMine.value, [give(Vocabulary.result("EBUSY"))]),
      Media.content[block].becomes(.make(type: "content", case: "of", [f.use, p.use, d.use])),
      give(Vocabulary.ok),
    ])

  static let storeFault = Callable.step(
    "map_and_store", [f, p, d, b], "Inserts the page table entry, and the store runs again.",
    source: "fs/dax.c:dax_iomap_pte_fault",
    [
      isMine.becomes(.bool(true)),
      Media.content[b.use].becomes(.make(type: "content", case: "of", [f.use, p.use, d.use])),
    ])

  static let unmap = Callable.step(
    "break_layouts", [f, p],
    "Unmaps the page from every task; the caller keeps new faults out.",
    source: "fs/dax.c:dax_layout_busy_page, mm/memory.c:unmap_mapping_range",
    [mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q])])

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "user_mapping", ["task", "file", "page"], .bool,
        documentation: "the task's page table maps the page; volatile")
    ],
    callables: [isMapped, loadFault, storeMapped, storeFault, unmap])
}
