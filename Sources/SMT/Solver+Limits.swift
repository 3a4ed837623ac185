import CZ3

/// What a check may cost.
extension Solver {
  /// Bounds on every later check; nil means none.
  ///
  /// The resource limit counts steps of the solver, so it stops at the same place in every run; the
  /// timeout, in milliseconds of the wall clock, does not.
  package func limit(resources: UInt32?, milliseconds: UInt32?) throws(SMTError) {
    let parameters = unsafe Z3_mk_params(context.raw)
    unsafe Z3_params_inc_ref(context.raw, parameters)
    defer { unsafe Z3_params_dec_ref(context.raw, parameters) }
    // Z3 writes "no limit" as 0 resources and as the greatest number of milliseconds.
    set("rlimit", resources ?? 0)
    set("timeout", milliseconds ?? .max)
    unsafe Z3_solver_set_params(context.raw, raw, parameters)
    try context.checkError()

    func set(_ name: String, _ value: UInt32) {
      unsafe Z3_params_set_uint(
        context.raw, parameters, Z3_mk_string_symbol(context.raw, name), value)
    }
  }
}
