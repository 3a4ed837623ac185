import TransitionSystem

/// Copies, loads and stores of less than a page.
extension Sectors {
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)
  private static let d = Parameter("d", Vocabulary.data)
  private static let b = Parameter("b", Vocabulary.block)

  private static let bytes: Expression = .make(
    type: "content", case: "of", [f.use, p.use, d.use])

  private static let copyOut = Callable.step(
    "copy_sector_to_user", [f, p, s, b], returns: Vocabulary.result,
    "Copies one sector of the block to the user; only its own poison counts.",
    source: "fs/dax.c:dax_iomap_actor, lib/iov_iter.c:_copy_mc_to_iter",
    [
      when(
        MemoryFailure.isAbsent(b.use), [Media.blame(b.use), give(Vocabulary.result("EFAULT"))]),
      when(
        Media.poison[b.use, s.use].value,
        [
          Media.pending[b.use, s.use].becomes(.bool(true)), Media.blame(b.use),
          give(Vocabulary.result("EFAULT")),
        ]),
      give(Media.bytes(b.use, s.use, at: f.use, p.use)),
    ])

  private static let copyIn = Callable.step(
    "store_sector", [f, p, s, d, b], returns: Vocabulary.result,
    "Copies the user's bytes into one sector of the block.",
    source: "fs/dax.c:dax_iomap_actor, drivers/nvdimm/pmem.c:pmem_copy_from_iter",
    MemoryFailure.mendedCopy(to: b.use, [Media.content[b.use, s.use].becomes(bytes)]))

  private static let end = Parameter("end", Vocabulary.sector)

  private static let copyBeginning = Callable.step(
    "store_before", [f, p, end, d, b], returns: Vocabulary.result,
    "Copies the user's bytes into the sectors before the given one; the rest cannot be read.",
    source: "lib/iov_iter.c:_copy_from_iter_flushcache",
    MemoryFailure.mendedCopy(
      to: b.use,
      [Media.content[b.use, s.use].becomesInEach(bytes, where: .less(s.use, end.use))]))

  /// A load of the sector through a mapping that is there, or is made by the step.
  private static func loaded(_ block: Expression) -> [Statement] {
    [
      when(Media.poison[block, s.use].value, UserMappings.machineCheck(block, s.use)),
      give(Media.bytes(block, s.use, at: f.use, p.use)),
    ]
  }

  private static let load = Callable.step(
    "load_sector_mapped", [f, p, s], returns: Vocabulary.result,
    """
    A load of one sector through the task's page table; `ok` if the page is not mapped and a \
    fault is needed. Only poison of this sector raises a machine check, but that unmaps the page.
    """,
    source: "mm/memory-failure.c:memory_failure_dev_pagemap, arch/x86/kernel/cpu/mce/core.c",
    [wait(Mounting.mounted[].value), when(!UserMappings.isMine.value, [give(Vocabulary.ok)])]
      + loaded(UserMappings.block))

  private static let loadFault = Callable.step(
    "map_and_load_sector", [f, p, s, b], returns: Vocabulary.result,
    "Inserts the page table entry, and the load of the sector runs again.",
    source: "fs/dax.c:dax_iomap_pte_fault, mm/memory.c:vmf_insert_mixed",
    [UserMappings.isMine.becomes(.bool(true))] + loaded(b.use))

  private static let storeMapped = Callable.step(
    "store_sector_mapped", [f, p, s, d], returns: Vocabulary.result,
    """
    A store of one sector through the task's page table; EBUSY stands for "not mapped, a fault is \
    needed". Whole lines are stored, so that poison is not read.
    """,
    source: "arch/x86 page table walk",
    [
      wait(Mounting.mounted[].value),
      when(!UserMappings.isMine.value, [give(Vocabulary.result("EBUSY"))]),
      Media.content[UserMappings.block, s.use].becomes(bytes), give(Vocabulary.ok),
    ])

  private static let storeFault = Callable.step(
    "map_and_store_sector", [f, p, s, d, b],
    "Inserts the page table entry, and the store of the sector runs again.",
    source: "fs/dax.c:dax_iomap_pte_fault",
    [UserMappings.isMine.becomes(.bool(true)), Media.content[b.use, s.use].becomes(bytes)])

  private static let c = Parameter("c", Vocabulary.block)

  private static let copyPage = Callable.step(
    "copy_page", [b, c], returns: Vocabulary.result,
    """
    Copies all bytes of the first block into the second one; EIO where the kernel has no mapping \
    of that.
    """,
    source: "fs/dax.c:dax_iomap_cow_copy, arch/x86/lib/copy_mc_64.S",
    MemoryFailure.mendedCopy(
      to: c.use, error: Vocabulary.errorIO,
      [Media.content[c.use, s.use].becomesInEach(Media.content[b.use, s.use].value)]))

  static let copies = [
    copyOut, copyIn, copyBeginning, load, loadFault, storeMapped, storeFault, copyPage,
  ]
}
