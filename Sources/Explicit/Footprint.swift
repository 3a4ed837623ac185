/// The cells that a step depends on and those that it changes, by an analysis of its terms.
///
/// Both are upper bounds: where an index is not known, all cells of the variable count.
struct Footprint {
  /// What its guard, its checks and its updates depend on, errors of the spec included.
  private(set) var reads: Set<Int> = []
  private(set) var writes: Set<Int> = []
  /// The cells that it writes whatever the state before it is.
  private(set) var overwrites: Set<Int> = []
  /// The contents that it may leave in a cell that it writes; none where they are not known.
  private(set) var contents: [Int: Set<Int>] = [:]
  /// The cells that it may leave any content in.
  private(set) var unknown: Set<Int> = []

  /// Of an instance: `environment` has the arguments of the action.
  init(_ action: ResolvedAction, condition: Term, _ environment: inout Environment) {
    condition.collectSupport(into: &reads)
    for check in action.checks {
      check.condition.grounded(&environment).collectSupport(into: &reads)
    }
    for update in action.updates {
      forEachAssignment(of: update.binders, &environment) { environment in
        add(update, &environment)
        return true
      }
    }
  }

  private mutating func add(
    _ update: ResolvedAction.ResolvedUpdate, _ environment: inout Environment
  ) {
    let condition = update.condition.grounded(&environment)
    if case .constant(0) = condition { return }
    condition.collectSupport(into: &reads)
    let place = update.place.grounded(&environment)
    for offset in place.offsets { offset.term.collectSupport(into: &reads) }
    let value = update.value?.grounded(&environment)
    value?.collectSupport(into: &reads)
    guard let cell = place.cell else {
      writes.formUnion(place.field)
      unknown.formUnion(place.field)
      return
    }
    writes.insert(cell)
    if case .constant = condition { overwrites.insert(cell) }
    switch value {
    case nil: contents[cell, default: []].insert(place.undefined)
    case .constant(let number): contents[cell, default: []].insert(number - place.lower)
    default: unknown.insert(cell)
    }
  }
}
