import CZ3

/// Assertions from text.
extension Solver {
  /// Adds what the SMT-LIB 2 text asserts; its `check-sat` is not run.
  ///
  /// The text declares what it names, so it fits a context that has no names yet.
  ///
  /// - Throws: what Z3 finds wrong with the text.
  package func assert(smtlib text: String) throws(SMTError) {
    // Z3 would take a NUL for the end, and an empty rest for a text without assertions.
    guard !text.utf8.contains(0) else { throw SMTError(.invalidArgument, "a text with a NUL") }
    let parsed = unsafe Z3_parse_smtlib2_string(context.raw, text, 0, nil, nil, 0, nil, nil)
    // Z3 returns assertions even with an error, which the next call would forget.
    try context.checkError()
    unsafe Z3_ast_vector_inc_ref(context.raw, parsed)
    defer { unsafe Z3_ast_vector_dec_ref(context.raw, parsed) }
    for index in 0..<(unsafe Z3_ast_vector_size(context.raw, parsed)) {
      unsafe Z3_solver_assert(context.raw, raw, Z3_ast_vector_get(context.raw, parsed, index))
      try context.checkError()
    }
  }
}
