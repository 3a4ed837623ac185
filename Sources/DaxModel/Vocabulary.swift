package import TransitionSystem

/// The sorts and variant types that all mechanisms share.
package enum Vocabulary {
  package static let sorts = [
    Sort("block", elements: .numbered(prefix: "b")),
    Sort("file", elements: .letters(from: "A")),
    Sort("page", ordered: true, elements: .plain),
    Sort("task", elements: .numbered(prefix: "P")),
    Sort("data", elements: .numbered(prefix: "d")),
    Sort("sector", ordered: true, granular: true, elements: .numbered(prefix: "s")),
  ]

  static let block = ValueType.sort("block")
  static let file = ValueType.sort("file")
  static let page = ValueType.sort("page")
  static let task = ValueType.sort("task")
  static let data = ValueType.sort("data")
  static let sector = ValueType.sort("sector")
  static let result = ValueType.variant("result")

  /// What calls return, and what reads and loads see.
  ///
  /// `foreign` are bytes put there for another position or by a former owner; `junk` are
  /// unpredictable ones. The signals are those of a SIGBUS (fs/dax.c:dax_fault_return,
  /// mm/memory-failure.c:kill_proc). Where pages have sectors, `short` is a count that ends before
  /// the sector, and `mixed` are bytes that from the sector on are of another kind than before.
  static let resultType = VariantType(
    "result",
    [
      .init("ok"), .init("bytes", [.init("d", data)]), .init("zeros"), .init("foreign"),
      .init("junk"),
      .init("EIO", isError: true), .init("EFAULT", isError: true), .init("ENOSPC", isError: true),
      .init("EOPNOTSUPP", isError: true), .init("EINVAL", isError: true),
      .init("EBUSY", isError: true), .init("BUS_MCEERR_AR", isError: true),
      .init("BUS_ADRERR", isError: true),
      .init("short", [.init("s", sector)]), .init("mixed", [.init("s", sector)]),
    ])

  static func result(_ name: String) -> Expression { .value("result", name) }
  static let ok = result("ok")
  static let errorIO = result("EIO")

  /// The bytes that a block holds.
  static let contentType = VariantType(
    "content",
    [
      .init("zero"),
      .init("of", [.init("f", file), .init("p", page), .init("d", data)]),
      .init("junk"), .init("meta"),
    ])

  static func content(_ name: String) -> Expression { .value("content", name) }

  /// What a file has at a page (fs/iomap: IOMAP_HOLE, IOMAP_UNWRITTEN, IOMAP_MAPPED).
  ///
  /// `shut` is no extent: the filesystem has shut itself down, and the lookup fails.
  static let extentType = VariantType(
    "extent",
    [
      .init("hole"), .init("unwritten", [.init("b", block)]), .init("written", [.init("b", block)]),
      .init("shut", isError: true),
    ])

  /// What an allocation gives: the block, or why there is none.
  static let allocationType = VariantType(
    "allocation",
    [
      .init("got", [.init("b", block)]), .init("no_space", isError: true),
      .init("failed", isError: true),
    ])

  static func unwritten(_ block: Expression) -> Expression {
    .make(type: "extent", case: "unwritten", [block])
  }
  static func written(_ block: Expression) -> Expression {
    .make(type: "extent", case: "written", [block])
  }
  static let hole = Expression.value("extent", "hole")

  static func isCase(_ value: Expression, _ type: String, _ cases: String...) -> Expression {
    .test(value, type: type, cases: cases)
  }

  /// Where a block is in its life.
  ///
  /// `busy` blocks are freed by a transaction that has not committed (XFS busy extents; ext4
  /// s_freed_data_list); blocks in `flight` are allocated and not yet mapped.
  static let usageType = VariantType(
    "usage",
    ["free", "busy", "flight", "owned", "metadata"].map { .init($0) })

  static func usage(_ name: String) -> Expression { .value("usage", name) }

  /// The kernel's own mapping of a page (arch/x86/mm/pat/set_memory.c: set_mce_nospec).
  static let mappingType = VariantType(
    "mapping", ["present", "uncacheable", "absent"].map { .init($0) })

  /// What the platform's clear command does (drivers/nvdimm/bus.c:nvdimm_clear_poison).
  static let clearingType = VariantType(
    "clearing", ["whole", "partial", "none"].map { .init($0) })

  /// The modes of fallocate(2), with FALLOC_FL_KEEP_SIZE or without.
  ///
  /// ZEROINIT is FALLOC_FL_ZEROINIT_RANGE of "vfs: enable userspace to reset damaged file storage"
  /// (Wong, 2021-09-17).
  static let modeType = VariantType(
    "falloc_mode",
    [
      "ALLOCATE", "ALLOCATE_KEEP_SIZE", "PUNCH_HOLE", "PUNCH_HOLE_KEEP_SIZE", "ZERO_RANGE",
      "ZERO_RANGE_KEEP_SIZE", "ZEROINIT", "ZEROINIT_KEEP_SIZE",
    ].map { .init($0) })

  package static let variants = [
    resultType, contentType, extentType, allocationType, usageType, clearingType, mappingType,
    modeType,
  ]

  /// The task that runs a step; known in every callable under this name.
  static let caller = Parameter("self", task)
}

extension Callable {
  /// A step declared in Swift, its source site the declaration.
  static func step(
    _ name: String, _ parameters: [Parameter] = [], returns: ValueType? = nil,
    _ documentation: String, source: String, file: String = #fileID, line: Int = #line,
    _ body: [Statement]
  ) -> Callable {
    Callable(
      .step, name, parameters, returns: returns, documentation: documentation, source: source,
      site: SourceSite(file: file, line: line, column: 1), body: body)
  }

  /// A routine declared in Swift.
  static func routine(
    _ name: String, _ parameters: [Parameter] = [], returns: ValueType? = nil,
    _ documentation: String, source: String, file: String = #fileID, line: Int = #line,
    _ body: [Statement]
  ) -> Callable {
    Callable(
      .routine, name, parameters, returns: returns, documentation: documentation, source: source,
      site: SourceSite(file: file, line: line, column: 1), body: body)
  }
}

/// Runs one of two branches.
func when(
  _ condition: Expression, _ then: [Statement], otherwise: [Statement] = []
) -> Statement {
  .conditional(condition, then: then, otherwise: otherwise, nil)
}

/// Returns the value.
func give(_ value: Expression) -> Statement { .returning(value, nil) }

/// Waits until the condition holds.
func wait(_ condition: Expression) -> Statement { .await(condition, nil) }
