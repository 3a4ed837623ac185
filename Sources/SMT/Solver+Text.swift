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

  /// The positions of assertions of an SMT-LIB 2 text that cannot hold together, in order.
  ///
  /// - Returns: nil if Z3 does not find that the assertions cannot hold together.
  /// - Throws: what Z3 finds wrong with the text.
  package func core(smtlib text: String) throws(SMTError) -> [Int]? {
    guard !text.utf8.contains(0) else { throw SMTError(.invalidArgument, "a text with a NUL") }
    let parsed = unsafe Z3_parse_smtlib2_string(context.raw, text, 0, nil, nil, 0, nil, nil)
    try context.checkError()
    unsafe Z3_ast_vector_inc_ref(context.raw, parsed)
    defer { unsafe Z3_ast_vector_dec_ref(context.raw, parsed) }
    var marks: [Formula] = []
    for index in 0..<(unsafe Z3_ast_vector_size(context.raw, parsed)) {
      let mark = try context.formula("assertion \(index)")
      unsafe Z3_solver_assert_and_track(
        context.raw, raw, Z3_ast_vector_get(context.raw, parsed, index), context.pointer(mark))
      try context.checkError()
      marks.append(mark)
    }
    guard try check() == .unsatisfiable else { return nil }
    let core = unsafe Z3_solver_get_unsat_core(context.raw, raw)
    try context.checkError()
    unsafe Z3_ast_vector_inc_ref(context.raw, core)
    defer { unsafe Z3_ast_vector_dec_ref(context.raw, core) }
    let members = unsafe (0..<Z3_ast_vector_size(context.raw, core)).map {
      unsafe Z3_get_ast_id(context.raw, Z3_ast_vector_get(context.raw, core, $0))
    }
    return marks.indices.filter {
      members.contains(unsafe Z3_get_ast_id(context.raw, context.pointer(marks[$0])))
    }
  }
}
