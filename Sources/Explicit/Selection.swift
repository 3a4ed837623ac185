/// A condition on one cell alone: the contents with which it holds.
struct Selection {
  var cell: Int
  var holds: [Bool]

  /// The share of the contents that pass: the smaller, the better it tells states apart.
  var share: Double { Double(holds.filter(\.self).count) / Double(max(holds.count, 1)) }
}

extension Selection {
  /// The selection that a ground, total condition is, or nil.
  init?(_ term: Term, cellSizes: [Int]) {
    switch term {
    case .read(let place):
      self.init(place, cellSizes) { $0 + place.lower != 0 }
    case .isDefined(let place):
      guard let cell = place.cell else { return nil }
      self.init(cell: cell, holds: (0..<cellSizes[cell]).map { $0 != place.undefined })
    case .equal(.read(let place), .constant(let value)),
      .equal(.constant(let value), .read(let place)):
      self.init(place, cellSizes) { $0 + place.lower == value }
    case .less(.read(let place), .constant(let value)):
      self.init(place, cellSizes) { $0 + place.lower < value }
    case .lessOrEqual(.read(let place), .constant(let value)):
      self.init(place, cellSizes) { $0 + place.lower <= value }
    case .lookup(.read(let place), let table):
      self.init(place, cellSizes) { table.entries[$0] != 0 }
    case .not(let operand):
      guard let inner = Selection(operand, cellSizes: cellSizes) else { return nil }
      self.init(cell: inner.cell, holds: inner.holds.map { !$0 })
    case .or(let operands): self.init(anyOf: operands, cellSizes)
    case .constant, .bound, .and, .equal, .less, .lessOrEqual, .add, .subtract, .choice, .all, .any,
      .lookup, .compose:
      return nil
    }
  }

  private init?(_ place: Place, _ cellSizes: [Int], _ test: (Int) -> Bool) {
    guard let cell = place.cell, !place.isPartial else { return nil }
    self.init(cell: cell, holds: (0..<cellSizes[cell]).map(test))
  }

  private init?(anyOf operands: [Term], _ cellSizes: [Int]) {
    let parts = operands.map { Selection($0, cellSizes: cellSizes) }
    guard let first = parts.first, var union = first else { return nil }
    for part in parts {
      guard let part, part.cell == union.cell else { return nil }
      union.holds = zip(union.holds, part.holds).map { $0 || $1 }
    }
    self = union
  }

  /// The conjunct of a guard that tells states apart best, with its position.
  ///
  /// Only conjuncts that are reached without evaluating one that may be an error are looked at, so
  /// that a state in which the selection fails need not evaluate the guard at all.
  static func best(among conjuncts: [Term], cellSizes: [Int]) -> (position: Int, Selection)? {
    var best: (position: Int, Selection)?
    for (position, conjunct) in conjuncts.enumerated() {
      guard conjunct.isTotal else { break }
      guard let selection = Selection(conjunct, cellSizes: cellSizes) else { continue }
      if let known = best, known.1.share <= selection.share { continue }
      best = (position, selection)
    }
    return best
  }
}
