import CZ3

/// Why the last check was unsatisfiable.
extension Solver {
  /// The positions of those assumptions of the last, unsatisfiable check that refute the assertions
  /// by themselves; not always as few as possible.
  package func core(of assumptions: [Formula]) throws(SMTError) -> [Int] {
    guard let core = unsafe Z3_solver_get_unsat_core(context.raw, raw) else {
      throw context.lastError()
    }
    unsafe Z3_ast_vector_inc_ref(context.raw, core)
    defer { unsafe Z3_ast_vector_dec_ref(context.raw, core) }
    let count = unsafe Z3_ast_vector_size(context.raw, core)
    return assumptions.indices.filter { index in
      (0..<count).contains { position in
        unsafe Z3_ast_vector_get(context.raw, core, position)
          == context.pointer(assumptions[index])
      }
    }
  }
}
