import CZ3

/// Assertions from text.
extension Solver {
  /// Adds what the SMT-LIB 2 text asserts; its `check-sat` is not run.
  ///
  /// The text declares what it names; what the context has under the name already is the same.
  ///
  /// - Throws: what Z3 finds wrong with the text.
  package func assert(smtlib text: String) throws(SMTError) {
    try unsafe eachAssertion(of: text) { _, assertion throws(SMTError) in
      unsafe Z3_solver_assert(context.raw, raw, assertion)
      try context.checkError()
    }
  }

  /// Adds each assertion of an SMT-LIB 2 text as one that holds where its mark is assumed, and
  /// returns the marks in their order; those of one name and position are the same.
  package func assertMarked(
    smtlib text: String, _ name: String
  ) throws(SMTError) -> [Formula] {
    var marks: [Formula] = []
    try unsafe eachAssertion(of: text) { number, assertion throws(SMTError) in
      let mark = try context.formula("\(name) \(number)")
      guard let marked = unsafe Z3_mk_implies(context.raw, context.pointer(mark), assertion) else {
        throw context.lastError()
      }
      unsafe Z3_inc_ref(context.raw, marked)
      defer { unsafe Z3_dec_ref(context.raw, marked) }
      unsafe Z3_solver_assert(context.raw, raw, marked)
      try context.checkError()
      marks.append(mark)
    }
    return marks
  }

  private func eachAssertion(
    of text: String, _ body: (UInt32, Z3_ast?) throws(SMTError) -> Void
  ) throws(SMTError) {
    // Z3 would take a NUL for the end, and an empty rest for a text without assertions.
    guard !text.utf8.contains(0) else { throw SMTError(.invalidArgument, "a text with a NUL") }
    let parsed = unsafe Z3_parse_smtlib2_string(context.raw, text, 0, nil, nil, 0, nil, nil)
    // Z3 returns assertions even with an error, which the next call would forget.
    try context.checkError()
    unsafe Z3_ast_vector_inc_ref(context.raw, parsed)
    defer { unsafe Z3_ast_vector_dec_ref(context.raw, parsed) }
    for index in 0..<(unsafe Z3_ast_vector_size(context.raw, parsed)) {
      try unsafe body(index, Z3_ast_vector_get(context.raw, parsed, index))
    }
  }
}
