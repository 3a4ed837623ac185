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

/// What the block layer writes, and the platform is asked to clear: a block, or one sector of it.
///
/// The steps for both are made by one piece of code. It names a cell of the block `b` by its sector
/// `s`, which stands for every sector where the unit is a block.
enum MediaUnit {
  case block
  case sector

  static let b = Parameter("b", Vocabulary.block)

  var parameters: [Parameter] { self == .block ? [Self.b] : [Self.b, Sectors.s] }

  /// The name of this unit's step, of the two that do the same.
  func name(_ ofBlock: String, _ ofSector: String) -> String {
    self == .block ? ofBlock : ofSector
  }

  func call(_ ofBlock: String, _ ofSector: String, result: Parameter? = nil) -> Statement {
    .call(CallStatement(name(ofBlock, ofSector), parameters.map(\.use), result: result), nil)
  }

  /// Whether the cell is set somewhere in the unit.
  func some(_ variable: StateReference) -> Expression {
    self == .block
      ? Sectors.any { variable[Self.b.use, $0].value } : variable[Self.b.use, Sectors.s.use].value
  }

  /// An assignment to the cell of each sector of the unit.
  func set(
    _ variable: StateReference, to value: Expression, file: String = #fileID, line: Int = #line
  ) -> Statement {
    let cell = variable[Self.b.use, Sectors.s.use]
    return self == .block
      ? cell.becomesInEach(value, file: file, line: line)
      : cell.becomes(value, file: file, line: line)
  }
}
