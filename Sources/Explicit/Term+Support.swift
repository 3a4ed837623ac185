extension Term {
  /// Adds the cells that the value of a ground term may depend on.
  func collectSupport(into cells: inout Set<Int>) {
    switch self {
    case .constant, .bound: return
    case .read(let place), .isDefined(let place):
      cells.formUnion(place.cell.map { [$0] } ?? Array(place.field))
      for offset in place.offsets { offset.term.collectSupport(into: &cells) }
    case .not(let operand), .all(_, let operand), .any(_, let operand), .lookup(let operand, _):
      operand.collectSupport(into: &cells)
    case .and(let operands), .or(let operands):
      for operand in operands { operand.collectSupport(into: &cells) }
    case .equal(let left, let right), .less(let left, let right), .lessOrEqual(let left, let right),
      .add(let left, let right), .subtract(let left, let right):
      left.collectSupport(into: &cells)
      right.collectSupport(into: &cells)
    case .choice(let condition, let then, let otherwise):
      for operand in [condition, then, otherwise] { operand.collectSupport(into: &cells) }
    case .compose(_, let parts):
      for part in parts { part.term.collectSupport(into: &cells) }
    }
  }
}
