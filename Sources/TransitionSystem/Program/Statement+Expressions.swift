extension Statement {
  /// The expressions that stand in it itself, not in the statements inside it.
  package var expressions: [Expression] {
    switch self {
    case .declare(_, let value, _): value.map { [$0] } ?? []
    case .assign(_, let value, _): [value]
    case .write(let update, _):
      update.indices + [update.condition] + (update.value.map { [$0] } ?? [])
    case .conditional(let condition, _, _, _), .choose(_, let condition, _, _, _),
      .await(let condition, _), .require(let condition, _, _), .cover(let condition, _, _):
      [condition]
    case .call(let call, _): call.arguments
    case .with(_, _, let indices, _, _): indices
    case .returning(let value, _): value.map { [$0] } ?? []
    case .emit(_, let arguments, _): arguments
    case .iterate, .atomic, .retry: []
    }
  }
}
