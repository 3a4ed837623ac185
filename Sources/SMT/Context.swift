import CZ3
private import Synchronization

/// A world of terms: every term and solver belongs to one context, and one task uses it.
///
/// The context counts references itself (Z3 would otherwise reclaim a term at the next call): a
/// pointer enters through ``own(_:)`` alone, which retains it at once. Terms live as long as the
/// context, which suits an encoding that grows until its run ends.
@safe package final class Context {
  let raw: Z3_context
  /// Tells terms of different contexts apart.
  let serial: UInt32
  /// Everything retained, by the index of its term.
  private var arena: [Z3_ast] = unsafe []
  let booleanSort: Z3_sort

  private static let serials = Atomic<UInt32>(0)

  /// A context without terms.
  package init() {
    let configuration = unsafe Z3_mk_config()
    defer { unsafe Z3_del_config(configuration) }
    guard let made = unsafe Z3_mk_context_rc(configuration) else {
      preconditionFailure("Z3 makes no context")
    }
    unsafe raw = made
    // Without a handler an error is only a code to ask for; Z3's default handler ends the process.
    unsafe Z3_set_error_handler(made, nil)
    serial = Self.serials.wrappingAdd(1, ordering: .relaxed).newValue
    guard let sort = unsafe Z3_mk_bool_sort(made) else {
      preconditionFailure("Z3 has no sort of truth values")
    }
    unsafe Z3_inc_ref(made, Z3_sort_to_ast(made, sort))
    unsafe booleanSort = sort
  }

  deinit {
    for index in (0..<termCount).reversed() { unsafe Z3_dec_ref(raw, arena[index]) }
    unsafe Z3_dec_ref(raw, Z3_sort_to_ast(raw, booleanSort))
    unsafe Z3_del_context(raw)
  }

  /// The number of terms it keeps.
  package var termCount: Int { unsafe arena.count }

  /// The version of the Z3 library that runs.
  package static var version: String { unsafe String(cString: Z3_get_full_version()) }

  /// What can stop a check of this context from another task.
  package var interrupter: Interrupter { Interrupter(self) }

  /// Takes what `make` returns into the arena, or throws what Z3 has against it.
  func own<Sort: TermSort>(
    _ make: (Z3_context) -> Z3_ast?
  ) throws(SMTError) -> Term<Sort> {
    guard let made = unsafe make(raw) else { throw lastError() }
    unsafe Z3_inc_ref(raw, made)
    unsafe arena.append(made)
    return Term(index: UInt32(unsafe arena.count - 1), context: serial)
  }

  /// The pointer that a term stands for, alive as long as the context.
  func pointer<Sort: TermSort>(_ term: Term<Sort>) -> Z3_ast {
    precondition(term.context == serial, "a term is used with a context that is not its own")
    return unsafe arena[Int(term.index)]
  }

  /// What Z3 has against the last call.
  func lastError() -> SMTError {
    let code = unsafe Z3_get_error_code(raw)
    // Z3 reuses one buffer for its texts, so the text is copied at once.
    let message = unsafe String(cString: Z3_get_error_msg(raw, code))
    return switch code {
    case Z3_INVALID_ARG, Z3_IOB: SMTError(.invalidArgument, message)
    case Z3_MEMOUT_FAIL: SMTError(.memory, message)
    case Z3_INVALID_USAGE: SMTError(.invalidUsage, message)
    default: SMTError(.other, message)
    }
  }

  /// Throws if the last call failed.
  func checkError() throws(SMTError) {
    guard unsafe Z3_get_error_code(raw) != Z3_OK else { return }
    throw lastError()
  }

  /// The term as SMT-LIB text.
  package func description<Sort: TermSort>(of term: Term<Sort>) -> String {
    unsafe String(cString: Z3_ast_to_string(raw, pointer(term)))
  }
}
