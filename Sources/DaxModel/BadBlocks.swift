import TransitionSystem

/// The disk's badblocks table: what every DAX and block path asks before it touches the media.
///
/// Volatile: a crash empties it, and the scrub after boot fills it again (facts 1.7).
enum BadBlocks {
  static let bad = StateReference("bad")
  private static let b = Parameter("b", Vocabulary.block)

  static let record = Callable.step(
    "badblocks_set", [b], "Records the block as bad, and tells observers.",
    source: "drivers/nvdimm/badrange.c:set_badblock",
    [
      when(
        !bad[b.use].value,
        [bad[b.use].becomes(.bool(true)), .emit(event: "report", [b.use], nil)])
    ])

  static let forget = Callable.step(
    "badblocks_clear", [b], "Removes the block's bad-block record.",
    source: "block/badblocks.c:badblocks_clear",
    [bad[b.use].becomes(.bool(false))])

  static let check = Callable.step(
    "badblocks_check", [b], returns: Vocabulary.result,
    "EIO if the block is recorded as bad; nothing is locked, so the answer may be old.",
    source: "block/badblocks.c:badblocks_check, drivers/nvdimm/nd.h:is_bad_pmem",
    [when(bad[b.use].value, [give(Vocabulary.errorIO)]), give(Vocabulary.ok)])

  static let fragment = Fragment.of(
    variables: [
      StateVariable(
        "bad", ["block"], .bool, documentation: "the block has a bad-block record; volatile")
    ],
    callables: [record, forget, check],
    events: [Event("report", [b], documentation: "a bad-block record of the block is set")])
}
