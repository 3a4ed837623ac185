import TransitionSystem

/// The sectors of a page of media.
///
/// A record of a loss is of sectors of 512 bytes (block/badblocks.c), a loss may be of less, and
/// whole pages are asked for, cleared and mapped (facts 11). Most systems are composed without
/// sectors (`Coarsening`): then a page is good or bad as a whole, and nothing of this is there.
enum Sectors {
  static let s = Parameter("s", Vocabulary.sector)
  private static let t = Parameter("t", Vocabulary.sector)

  static let first = Expression.element(sort: "sector", 0)
  static let last = Expression.last(sort: "sector")

  /// Whether a page has several sectors.
  static let exist: Expression = .exists([s, t], !Expression.equal(s.use, t.use))

  /// Whether some sector is so.
  static func any(_ condition: (Expression) -> Expression) -> Expression {
    .exists([s], condition(s.use))
  }

  /// Goes on with the first sector that is so, if there is one; a callable that does it twice gives
  /// the sector another name the second time.
  static func ifAny(
    _ condition: (Expression) -> Expression, _ name: String = "s",
    then body: (Expression) -> [Statement]
  ) -> Statement {
    let found = Parameter(name, Vocabulary.sector)
    let isFirst: Expression =
      condition(found.use)
      && .forAll([t], .implies(condition(t.use), .lessOrEqual(found.use, t.use)))
    return .choose(found, where: isFirst, body: body(found.use), otherwise: [], nil)
  }

  /// The result of a copy that stops before the sector: of less than a page if it has begun.
  static func stopped(before sector: Expression, error: String) -> Statement {
    when(
      .equal(sector, first), [give(Vocabulary.result(error))],
      otherwise: [give(.make(type: "result", case: "short", [sector]))])
  }
}

extension StateReference.Cell {
  /// Assignments to this in every sector `s` of a page for which the condition holds.
  func becomesInEach(
    _ value: Expression, where condition: Expression = .bool(true), file: String = #fileID,
    line: Int = #line
  ) -> Statement {
    becomes(value, forAll: [Sectors.s], where: condition, file: file, line: line)
  }
}
