import TransitionSystem

/// What tells the states of a block, and of a page of a file, apart in documents.
enum Lifecycles {
  private static let b = Parameter("b", Vocabulary.block)
  private static let f = Parameter("f", Vocabulary.file)
  private static let p = Parameter("p", Vocabulary.page)

  static let block = Lifecycle(
    "block", [b],
    [
      [
        used("free", as: "free"), used("freed, not committed", as: "busy"),
        used("allocated, not mapped", as: "flight"), used("owned", as: "owned"),
        used("metadata", as: "metadata"),
      ],
      losses(of: b.use, where: .bool(true)),
    ])

  static let page = Lifecycle(
    "page", [f, p],
    [
      [
        .init("hole", isExtent("hole")), .init("unwritten", isExtent("unwritten")),
        .init("written", isExtent("written")),
      ],
      losses(
        of: .payload(extent, type: "extent", field: "b"),
        where: isExtent("unwritten", "written")),
    ])

  private static let extent = ExtentMap.extent[f.use, p.use].value

  private static func isExtent(_ names: String...) -> Expression {
    .test(extent, type: "extent", cases: names)
  }

  private static func used(_ words: String, as name: String) -> Lifecycle.Case {
    .init(words, Vocabulary.isCase(Allocator.usage[b.use].value, "usage", name))
  }

  /// What has become of the bytes of a block, if there is one, and what the disk's table says.
  private static func losses(
    of block: Expression, where isThere: Expression
  ) -> [Lifecycle.Case] {
    let lost = Sectors.any { Media.poison[block, $0].value }
    let isJunk = Sectors.any {
      Vocabulary.isCase(Media.content[block, $0].value, "content", "junk")
    }
    return [
      .init("lost and recorded", isThere && lost && BadBlocks.isBad(block)),
      .init("lost", isThere && lost),
      .init("recorded, not lost", isThere && BadBlocks.isBad(block)),
      .init("unpredictable bytes", isThere && isJunk), .init("good", isThere),
    ]
  }
}
