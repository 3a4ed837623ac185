package import TransitionSystem

/// Statements, one a line.
extension PseudoCode {
  /// The statements, each line indented by two spaces a level.
  package func text(_ statements: [Statement], indentation: Int = 0) -> String {
    statements.map { text($0, indentation) }.joined()
  }

  private func text(_ statement: Statement, _ level: Int) -> String {
    let indent = String(repeating: "  ", count: level)
    switch statement {
    case .declare, .assign, .write, .await, .returning, .retry, .emit, .require, .cover, .call:
      return "\(indent)\(simple(statement));\n"
    case .conditional(let condition, let then, let otherwise, _):
      return indent + conditional(condition, then, otherwise, level)
    case .choose(let parameter, let condition, let body, let otherwise, _):
      let filter = condition == .bool(true) ? "" : " where \(text(condition))"
      let head = "choose \(list([parameter]))\(filter)"
      guard let otherwise else { return "\(indent)\(head) \(block(body, level))\n" }
      return "\(indent)\(head) \(block(body, level)) else \(block(otherwise, level))\n"
    case .with(let mode, let lock, let indices, let body, _):
      let word = mode == .shared ? "shared" : "exclusive"
      return "\(indent)with \(word)(\(lock)\(subscripts(indices))) \(block(body, level))\n"
    case .iterate(let parameter, let body, _):
      let head = "for \(parameter.type.description) \(parameter.name)"
      return "\(indent)\(head) \(block(body, level))\n"
    case .atomic(let body, _): return "\(indent)atomic \(block(body, level))\n"
    }
  }

  private func block(_ statements: [Statement], _ level: Int) -> String {
    guard !statements.isEmpty else { return "{}" }
    let indent = String(repeating: "  ", count: level)
    return "{\n\(text(statements, indentation: level + 1))\(indent)}"
  }

  /// `if` with its `else if` chain on one level.
  private func conditional(
    _ condition: Expression, _ then: [Statement], _ otherwise: [Statement], _ level: Int
  ) -> String {
    let head = "if (\(text(condition))) \(block(then, level))"
    guard !otherwise.isEmpty else { return head + "\n" }
    if case .conditional(let inner, let second, let third, _) = otherwise.first,
      otherwise.count == 1
    {
      return "\(head) else \(conditional(inner, second, third, level))"
    }
    return "\(head) else \(block(otherwise, level))\n"
  }

  /// A statement without a block, without its semicolon.
  private func simple(_ statement: Statement) -> String {
    switch statement {
    case .declare(let local, let value, _):
      return list([local]) + (value.map { " = \(text($0))" } ?? "")
    case .assign(let local, let value, _): return "\(local.name) = \(text(value))"
    case .write(let update, _): return self.update(update)
    case .await(let condition, _): return "wait \(text(condition))"
    case .returning(let value, _): return "return" + (value.map { " \(text($0))" } ?? "")
    case .retry: return "retry"
    case .emit(let event, let arguments, _): return "emit \(event)(\(text(list: arguments)))"
    case .require(let condition, let message, _):
      return "require \(text(condition))\(quoted(message))"
    case .cover(let condition, let message, _): return "cover \(text(condition))\(quoted(message))"
    case .call(let call, _): return self.call(call)
    case .conditional, .choose, .with, .iterate, .atomic: return ""
    }
  }

  private func quoted(_ message: String) -> String { message.isEmpty ? "" : " \"\(message)\"" }

  private func update(_ update: Update) -> String {
    let value = update.value.map(text) ?? "none"
    let assignment = "\(update.variable)\(subscripts(update.indices)) = \(value)"
    guard !update.bound.isEmpty else {
      let isPlain = update.condition == .bool(true)
      return isPlain ? assignment : "if (\(text(update.condition))) \(assignment)"
    }
    let filter = update.condition == .bool(true) ? "" : " where \(text(update.condition))"
    return "forall \(list(update.bound))\(filter): \(assignment)"
  }

  private func call(_ call: CallStatement) -> String {
    let callee = call.callsBase ? "base" : call.callee
    let text = "\(callee)(\(text(list: call.arguments)))"
    if call.isAttempt { return "try \(text)" }
    return call.result.map { "\(list([$0])) = \(text)" } ?? text
  }
}
