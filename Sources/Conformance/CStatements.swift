import SpecLanguage
import TransitionSystem

/// Writes a task's program as C.
struct CStatements {
  private(set) var expressions: CExpressions
  private(set) var lines: [String] = []
  private let done: Set<String>

  /// Begins with what names mean; `done` are the variables that only note that a task has ended.
  init(_ expressions: CExpressions, done: Set<String>) {
    (self.expressions, self.done) = (expressions, done)
  }

  /// Appends a program, its registers under their own names.
  mutating func append(_ body: [Statement]) throws(NoProgram) {
    // Whenever a local has its value, the front end notes it in the register.
    expressions.names.merge(LitmusTest.registers(in: body)) { $1 }
    try append(body, depth: 1)
  }

  private mutating func append(_ body: [Statement], depth: Int) throws(NoProgram) {
    let indentation = String(repeating: "  ", count: depth)
    let noted = done.union(expressions.registers)
    for statement in body {
      switch statement {
      case .declare(let local, nil, _) where expressions.names[local.name] != nil: break
      case .write(let update, _):
        guard noted.contains(update.variable) else {
          throw NoProgram("a task writes '\(update.variable)'")
        }
      case .call(let call, _): lines.append(indentation + (try text(of: call)))
      case .conditional(let condition, let then, let otherwise, _):
        lines.append("\(indentation)if (\(try expressions.answer(condition)) == YES) {")
        try append(then, depth: depth + 1)
        if !otherwise.isEmpty {
          lines.append("\(indentation)} else {")
          try append(otherwise, depth: depth + 1)
        }
        lines.append("\(indentation)}")
      case .returning(nil, _) where depth == 1: return
      case .declare, .assign, .choose, .with, .iterate, .atomic, .await, .returning, .retry, .emit,
        .require, .cover:
        throw NoProgram("a task does more than calls and 'if'")
      }
    }
  }

  private func text(of call: CallStatement) throws(NoProgram) -> String {
    guard !call.isAttempt, !call.callsBase else { throw NoProgram("a task uses 'try'") }
    let arguments = try arguments(of: call)
    let text = "do_\(call.callee)(\(arguments.joined(separator: ", ")));"
    guard let result = call.result else { return text }
    guard let name = expressions.names[result.name] else {
      throw NoProgram("a task keeps the result of '\(call.callee)' in a local")
    }
    return "\(name) = \(text)"
  }

  private func arguments(of call: CallStatement) throws(NoProgram) -> [String] {
    let given = call.arguments
    switch (call.callee, given.count) {
    case ("pread_sector", 3), ("pwrite_sector", 4), ("pwrite_faulting", 4),
      ("fallocate_sector", 4), ("blkzeroout_sector", 2), ("pread_range", 3), ("pwrite_range", 4),
      ("fallocate_range", 4), ("truncate", 2):
      var result: [String] = []
      for argument in given { result.append(try constant(argument)) }
      return result
    case ("fsync", 1): return [try expressions.file(given[0])]
    case ("pread", 2), ("load", 2), ("fiemap", 2), ("pwrite_unreadable", 2),
      ("pwrite_from_kernel", 2), ("madvise_hwpoison", 2):
      return [try expressions.file(given[0]), try expressions.page(given[1])]
    case ("pwrite", 3), ("mstore", 3):
      return [
        try expressions.file(given[0]), try expressions.page(given[1]),
        try expressions.data(given[2]),
      ]
    case ("fallocate", 3):
      return [
        try expressions.file(given[0]), try constant(given[1]), try expressions.page(given[2]),
      ]
    case ("blkzeroout", 1), ("sysfs_badblock", 1): return [try expressions.place(given[0])]
    default: throw NoProgram("there is no C for the call '\(call.callee)'")
    }
  }

  /// What is known when the program is written; a block is where it lies on the device.
  private func constant(_ argument: Expression) throws(NoProgram) -> String {
    switch argument {
    case .element("block", _), .payload: return try expressions.place(argument)
    case .element("file", _): return try expressions.file(argument)
    case .element("page", _): return try expressions.page(argument)
    case .element("sector", _): return try expressions.sector(argument)
    case .element("data", _): return try expressions.data(argument)
    case .make("falloc_mode", let mode, _) where Self.modes.contains(mode): return mode
    case .make("falloc_mode", _, _):
      throw NoProgram("no real kernel has the mode '\(argument.description)' of fallocate")
    default: throw NoProgram("'\(argument.description)' is no constant")
    }
  }

  private static let modes = [
    "ALLOCATE", "ALLOCATE_KEEP_SIZE", "PUNCH_HOLE", "PUNCH_HOLE_KEEP_SIZE", "ZERO_RANGE",
    "ZERO_RANGE_KEEP_SIZE", "ZEROINIT", "ZEROINIT_KEEP_SIZE",
  ]
}
