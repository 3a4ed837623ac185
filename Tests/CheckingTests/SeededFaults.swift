import SpecLanguage
import Testing
import TransitionSystem

/// A property with a setting that keeps it and one, wrong on purpose, that the checker must catch.
struct SeededFault: Sendable, CustomTestStringConvertible {
  var property: String
  var design: String
  var variant: String?
  var kernels: [String]
  /// Options of the two settings.
  var right: [String: Bool] = [:]
  var wrong: [String: Bool] = [:]
  var scope: [String: Int] = [:]
  /// Words of a spec that are right, and what is put in their place.
  var edit: Edit?

  struct Edit: Sendable {
    var path: String
    var old: String
    var new: String
  }

  var testDescription: String { property }

  init(
    _ property: String, _ design: String, _ variant: String? = nil, on kernels: String...,
    right: [String: Bool] = [:], wrong: [String: Bool] = [:], scope: [String: Int] = [:],
    edit: Edit? = nil
  ) {
    self.property = property
    self.design = design
    self.variant = variant
    self.kernels = kernels.isEmpty ? ["linux-5.14-ext4", "linux-5.14-xfs"] : kernels
    self.right = right
    self.wrong = wrong
    self.scope = scope
    self.edit = edit
  }

  static let all: [SeededFault] =
    readsThatClear + repairs + blocks + progress + records + rules + [
      SeededFault(
        "no_foreign_data", "punch+pwrite", on: "linux-5.14-xfs",
        wrong: ["busy_until_commit": false], scope: ["errors": 0, "commit": 0]),
      SeededFault("write_recovers", "write-flag", "as meant", wrong: ["pwrite_recovers": false]),
      // An error that the kernel knows of: with a latent one the handler may come too early.
      SeededFault(
        "handler_repairs", "punch+pwrite", right: ["fault_reports_hwpoison": true],
        scope: ["errors": 1, "latent": 0, "scrub": 0, "calls": 1]),
      SeededFault("metadata_intact", "wrong-on-purpose", right: ["lets_go": false]),
      SeededFault(
        "needs_no_privilege", "zeroinit", "as meant",
        edit: Edit(
          path: "Specs/kernels/linux-5.14.kspec", old: "  syscall pwrite(",
          new: "  privileged syscall pwrite(")),
    ]

  /// A read that clears the error which it meets makes a loss silent.
  private static let readsThatClear = [
    "no_silent_loss", "no_silent_loss_reader", "no_silent_loss_crash", "repair_crash_safe",
    "others_intact",
    "indication_kept",
  ].map { SeededFault($0, "pwrite", wrong: ["read_clears_errors": true]) }

  private static let repairs = [
    SeededFault("repair_atomic", "write-flag", "as meant", wrong: ["excludes_faults": false]),
    SeededFault("repair_kept", "write-flag", "as meant", wrong: ["recovers_by_fault": true]),
    SeededFault("recovered_is_clean", "zeroinit", "as meant", wrong: ["clear_pretends": true]),
    SeededFault("badblocks_complete", "zeroinit", "as meant", wrong: ["clear_pretends": true]),
  ]

  private static let blocks =
    ["in_place", "free_space_clean", "works_when_full_contended", "bystander_unharmed"].map {
      SeededFault(
        $0, "zero-range+pwrite", on: "linux-5.14-ext4", wrong: ["zero_range_in_place": false],
        scope: $0 == "bystander_unharmed" ? ["calls": 1] : [:])
    } + [
      SeededFault("works_when_full_alone", "punch+pwrite", wrong: ["commit_and_retry": false]),
      SeededFault(
        "no_bad_block_handed_over", "punch+pwrite", on: "linux-5.14-xfs",
        wrong: ["zero_on_alloc": false]),
    ]
}
