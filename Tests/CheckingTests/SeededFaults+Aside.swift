/// Faults for properties that stand beside the table.
extension SeededFault {
  static let progress =
    ["owner_recovers", "writing_recovers", "reads_again"].map {
      SeededFault($0, "write-flag", "as meant", wrong: ["pwrite_recovers": false])
    } + [
      SeededFault(
        "recovers_when_full", "zero-range+pwrite", on: "linux-5.14-ext4",
        wrong: ["zero_range_in_place": false]),
      SeededFault(
        "recovers_beside_pins", "punch+pwrite",
        edit: Edit(
          path: "Specs/kernels/ranges.kspec", old: "    unpin_page(f, p);\n", new: "")),
      SeededFault(
        "no_endless_signals", "punch+pwrite",
        edit: Edit(
          path: "Specs/workloads/endless.kspec", old: "{ try recover(f, p, d); }",
          new: "{ try pwrite(f, p, d); }")),
      SeededFault(
        "back_in_service", "write-flag", "as meant", right: ["tracks_pages": true],
        wrong: ["tracks_pages": true, "clear_restores_mapping": false],
        scope: ["errors": 0, "latent": 1]),
    ]

  static let records = [
    SeededFault(
      "same_signal", "recovery-write", on: "linux-6.12-ext4", "linux-6.12-xfs",
      wrong: ["fault_reports_hwpoison": false]),
    // An error that the patrol scrubber finds: what is found otherwise unmaps nothing.
    SeededFault(
      "mappers_told", "punch+pwrite", wrong: ["failure_unmaps": false],
      scope: ["errors": 1, "latent": 0, "scrub": 0]),
    SeededFault(
      "failed_clears_avoided", "punch+pwrite", on: "linux-5.14-xfs",
      edit: Edit(
        path: "Specs/kernels/linux-5.14-xfs.kspec", old: "{ force_shutdown(); return failed; }",
        new: "{ give_back(b); return failed; }")),
    SeededFault("lists_agree", "zeroinit", "as meant", wrong: ["clear_forgets_bus": false]),
    SeededFault("recoveries_serialised", "wrong-on-purpose", right: ["lets_go": false]),
    // What a read of the kernel meets stays in its mapping; nobody knows of it without the record.
    SeededFault(
      "no_speculative_reads", "recovery-write", on: "linux-6.1-ext4", "linux-6.1-xfs",
      right: ["machine_checks_recorded": false]),
    // On 5.14 a page without flag may stay uncacheable, but it is there.
    SeededFault(
      "stays_in_service", "write-flag", "as meant", right: ["tracks_pages": true],
      wrong: ["tracks_pages": true, "machine_checks_unmap": true]),
    SeededFault("allocated_blocks_zeroed", "punch+pwrite", wrong: ["zero_on_alloc": false]),
  ]

  static let rules = [
    SeededFault(
      "recovery_is_explicit", "falloc-mode", "as meant",
      edit: Edit(
        path: "Specs/designs/4-falloc-mode.kspec", old: "  explicit syscall fallocate(",
        new: "  syscall fallocate(")),
    SeededFault(
      "fallocate_leaves_hardware", "punch+pwrite", on: "linux-5.14-xfs",
      edit: Edit(
        path: "Specs/kernels/linux-5.14-xfs.kspec", old: "    free_extent(f, p);\n",
        new: """
              extent e = extent_under_lock(f, p);
              if (e is written) { clear_poison(e.b); }
              free_extent(f, p);

          """)),
    SeededFault(
      "zero_range_zeroes", "zeroinit", "as meant", wrong: ["skips_unwritten": true],
      edit: Edit(
        path: "Specs/designs/2-zeroinit.kspec", old: "    if (e is written) return zeroout(e.b);\n",
        new: "    if (e is written) return ok;\n")),
    SeededFault(
      "fast_path_untaxed", "write-flag", "as meant",
      edit: Edit(
        path: "Specs/designs/3-write-flag.kspec",
        old: "      if (direct_access(b) is error) {\n        if (!pwrite_recovers)",
        new: "      badblocks_check(b);\n"
          + "      if (direct_access(b) is error) {\n        if (!pwrite_recovers)")),
  ]
}
