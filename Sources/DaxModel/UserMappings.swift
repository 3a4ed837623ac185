import TransitionSystem

/// Pages that tasks have mapped, and the faults that map them.
enum UserMappings {
  static let mapped = StateReference("user_mapping")
  static let huge = StateReference("huge_mapping")
  static let pinned = StateReference("pinned")
  private static let f = Parameter("f", Vocabulary.file)
  private static let g = Parameter("g", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let d = Parameter("d", Vocabulary.data)
  private static let b = Parameter("b", Vocabulary.block)
  private static let q = Parameter("q", Vocabulary.task)
  private static let me = Vocabulary.caller

  static let here = ExtentMap.extent[f.use, p.use]
  static let block = Expression.payload(here.value, type: "extent", field: "b")
  static let isMine = mapped[me.use, f.use, p.use]

  /// The machine check of a load that meets poison: every task loses its mapping, the record comes
  /// later (facts 1.2 D1, 1.4).
  static func machineCheck(_ block: Expression, _ sector: Expression) -> [Statement] {
    [
      when(
        .option("failure_unmaps"),
        [mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q])]),
      Media.pending[block, sector].becomes(.bool(true)), Media.blame(block),
    ] + MemoryFailure.consumed(block) + [
      give(Vocabulary.result("BUS_MCEERR_AR"))
    ]
  }

  /// A load of the whole page, from its beginning on.
  private static func loaded(_ block: Expression) -> [Statement] {
    [Sectors.ifAny({ Media.poison[block, $0].value }) { machineCheck(block, $0) }]
      + Media.giveBytes(block, at: f.use, p.use)
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
    ] + loaded(block))

  static let loadFault = Callable.step(
    "map_and_load", [f, p, b], returns: Vocabulary.result,
    "Inserts the page table entry, and the load runs again.",
    source: "fs/dax.c:dax_iomap_pte_fault, mm/memory.c:vmf_insert_mixed",
    [
      isMine.becomes(.bool(true))
    ] + loaded(b.use))

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
      Media.content[block, Sectors.s.use].becomesInEach(
        .make(type: "content", case: "of", [f.use, p.use, d.use])),
      give(Vocabulary.ok),
    ])

  static let storeFault = Callable.step(
    "map_and_store", [f, p, d, b], "Inserts the page table entry, and the store runs again.",
    source: "fs/dax.c:dax_iomap_pte_fault",
    [
      isMine.becomes(.bool(true)),
      Media.content[b.use, Sectors.s.use].becomesInEach(
        .make(type: "content", case: "of", [f.use, p.use, d.use])),
    ])

  /// The kernel gives the lock back while it waits; here it is kept, and faults wait, too.
  static let unmap = Callable.step(
    "break_layouts", [f, p],
    """
    Waits until nobody has pinned the page, and unmaps it from every task; the caller keeps new \
    faults out.
    """,
    source: "fs/dax.c:dax_layout_busy_page, mm/memory.c:unmap_mapping_range",
    [
      wait(!.exists([q], pinned[q.use, f.use, p.use].value)),
      mapped[q.use, f.use, p.use].becomes(.bool(false), forAll: [q]),
    ] + splitting(where: .equal(g.use, f.use)))

  private static let pin = Callable.step(
    "pin_page", [f, p],
    "Maps the page and takes a reference to it: its bytes may not get another place meanwhile.",
    source: "mm/gup.c:get_user_pages_fast",
    [isMine.becomes(.bool(true)), pinned[me.use, f.use, p.use].becomes(.bool(true))])

  private static let unpin = Callable.step(
    "unpin_page", [f, p], "Gives the reference back.", source: "mm/gup.c:unpin_user_page",
    [pinned[me.use, f.use, p.use].becomes(.bool(false))])

  /// Whether a written page of the file `g` has the block.
  static func reaches(_ block: Expression) -> Expression {
    .exists([p], .equal(ExtentMap.extent[g.use, p.use].value, Vocabulary.written(block)))
  }

  /// A part of a large entry is not unmapped alone: the pages that such entries map are mapped no
  /// more, in each file `g` that is so (mm/huge_memory.c:__split_huge_pmd_locked, for DAX).
  static func splitting(where condition: Expression) -> [Statement] {
    [
      when(
        .option("maps_huge"),
        [
          mapped[q.use, g.use, p.use].becomes(
            .bool(false), forAll: [q, g, p], where: huge[q.use, g.use].value && condition),
          huge[q.use, g.use].becomes(.bool(false), forAll: [q, g], where: condition),
        ])
    ]
  }

  private static let hugeLoad = Callable.step(
    "load_huge_mapped", [f, p], returns: Vocabulary.result,
    """
    A load through an entry of 2 MiB. memory_failure() takes the entry away as a whole; the \
    address in the signal is the one that was loaded, not that of the entry (facts 11).
    """,
    source: "mm/memory-failure.c:dev_pagemap_mapping_shift, kill_proc",
    [
      Sectors.ifAny({ Media.poison[block, $0].value }) {
        splitting(where: .equal(g.use, f.use)) + machineCheck(block, $0)
      }
    ] + Media.giveBytes(block, at: f.use, p.use))

  private static let hugeFault = Callable.step(
    "map_huge", [f], "Maps all pages of the file by one entry of 2 MiB.",
    source: "fs/dax.c:dax_iomap_pmd_fault, mm/huge_memory.c:vmf_insert_pfn_pmd",
    [
      huge[me.use, f.use].becomes(.bool(true)),
      mapped[me.use, f.use, p.use].becomes(.bool(true), forAll: [p]),
    ])

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "user_mapping", ["task", "file", "page"], .bool,
        documentation: "the task's page table maps the page; volatile"),
      StateVariable(
        "huge_mapping", ["task", "file"], .bool,
        documentation: "the task maps the pages of the file by one entry of 2 MiB; volatile"),
      StateVariable(
        "pinned", ["task", "file", "page"], .bool,
        documentation: "the task holds a reference to the page of the file; volatile"),
    ],
    options: [
      OptionDeclaration(
        "maps_huge", .bool, .bool(false),
        documentation: """
          files are long enough, and their blocks lie so, that the whole of a file can be mapped \
          by one entry of 2 MiB
          """)
    ],
    callables: [
      isMapped, loadFault, storeMapped, storeFault, unmap, pin, unpin, hugeLoad, hugeFault,
    ])
}
