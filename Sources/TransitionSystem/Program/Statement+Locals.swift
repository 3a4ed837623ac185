extension [Statement] {
  /// The statements of all nesting levels, in order.
  package var flattened: [Statement] {
    flatMap { statement -> [Statement] in
      switch statement {
      case .conditional(_, let then, let otherwise, _):
        [statement] + then.flattened + otherwise.flattened
      case .choose(_, _, let body, let otherwise, _):
        [statement] + body.flattened + (otherwise ?? []).flattened
      case .with(_, _, _, let body, _), .iterate(_, let body, _), .atomic(let body, _):
        [statement] + body.flattened
      case .declare, .assign, .write, .call, .await, .returning, .retry, .emit, .require, .cover:
        [statement]
      }
    }
  }

  /// The locals that are declared in them, parameters of `choose` and `for` and results of calls
  /// included.
  package var declaredLocals: [Parameter] {
    flattened.compactMap { statement in
      switch statement {
      case .declare(let parameter, _, _), .choose(let parameter, _, _, _, _),
        .iterate(let parameter, _, _):
        parameter
      case .call(let call, _): call.result
      default: nil
      }
    }
  }

  /// The locals that are assigned after they were declared.
  package var assignedLocals: Set<String> {
    Set(
      flattened.compactMap { statement in
        switch statement {
        case .assign(let parameter, _, _): parameter.name
        case .call(let call, _): call.result?.name
        default: nil
        }
      })
  }

  /// Whether a `retry` belongs to the `choose` in whose `else` these statements stand.
  var containsRetry: Bool {
    contains { statement in
      switch statement {
      case .retry: true
      case .conditional(_, let then, let otherwise, _):
        then.containsRetry || otherwise.containsRetry
      case .with(_, _, _, let body, _), .atomic(let body, _), .iterate(_, let body, _):
        body.containsRetry
      case .choose(_, _, let body, _, _): body.containsRetry
      default: false
      }
    }
  }

  /// The statements with each branch that retries replaced by its alternative; nil if nothing else
  /// is left to do than to retry.
  var withoutRetry: [Statement]? {
    var result: [Statement] = []
    for statement in self {
      switch statement {
      case .conditional(_, let then, let otherwise, _) where then.containsRetry:
        guard let rest = otherwise.withoutRetry else { return nil }
        result += rest
      case .conditional(_, let then, let otherwise, _) where otherwise.containsRetry:
        result += then
      default:
        if [statement].containsRetry { return nil }
        result.append(statement)
      }
    }
    return result
  }
}
