import CZ3

/// Assertions and the questions whether they can hold together.
///
/// Noncopyable, because two names for one stack of assertions would surprise each other.
@safe package struct Solver: ~Copyable {
  package let context: Context
  let raw: Z3_solver

  /// Which of Z3's solvers to use; they answer alike and differ in speed.
  package enum Kind: CaseIterable, Hashable, Sendable {
    /// Picks tactics itself, and changes its behaviour on the first push.
    case combined
    /// The plain incremental core.
    case simple
    /// A SAT solver, for finite domains.
    case finiteDomain
  }

  package init(_ kind: Kind, in context: Context) throws(SMTError) {
    let made: Z3_solver?
    switch kind {
    case .combined: unsafe made = Z3_mk_solver(context.raw)
    case .simple: unsafe made = Z3_mk_simple_solver(context.raw)
    case .finiteDomain:
      unsafe made = Z3_mk_solver_for_logic(
        context.raw, Z3_mk_string_symbol(context.raw, "QF_FD"))
    }
    guard let solver = unsafe made else { throw context.lastError() }
    unsafe Z3_solver_inc_ref(context.raw, solver)
    unsafe raw = solver
    self.context = context
  }

  deinit { unsafe Z3_solver_dec_ref(context.raw, raw) }

  package func assert(_ formula: Formula) throws(SMTError) {
    unsafe Z3_solver_assert(context.raw, raw, context.pointer(formula))
    try context.checkError()
  }

  /// Asserts that one of the formulas holds, without keeping a term for the disjunction.
  package func assertClause(_ formulas: [Formula]) throws(SMTError) {
    let pointers: [Z3_ast?] = unsafe formulas.map { unsafe context.pointer($0) }
    let made = unsafe pointers.withUnsafeBufferPointer {
      unsafe Z3_mk_or(context.raw, UInt32($0.count), $0.baseAddress)
    }
    guard let clause = unsafe made else { throw context.lastError() }
    unsafe Z3_inc_ref(context.raw, clause)
    defer { unsafe Z3_dec_ref(context.raw, clause) }
    unsafe Z3_solver_assert(context.raw, raw, clause)
    try context.checkError()
  }

  package func push() throws(SMTError) {
    unsafe Z3_solver_push(context.raw, raw)
    try context.checkError()
  }

  package func pop() throws(SMTError) {
    unsafe Z3_solver_pop(context.raw, raw, 1)
    try context.checkError()
  }

  /// Whether the assertions can hold together with the assumptions, which hold for this check only.
  package func check(assuming assumptions: [Formula] = []) throws(SMTError) -> CheckResult {
    let pointers: [Z3_ast?] = unsafe assumptions.map { unsafe context.pointer($0) }
    let answer = unsafe pointers.withUnsafeBufferPointer {
      unsafe Z3_solver_check_assumptions(context.raw, raw, UInt32($0.count), $0.baseAddress)
    }
    switch answer {
    case Z3_L_TRUE: return .satisfiable
    case Z3_L_FALSE: return .unsatisfiable
    default: return .unknown(UnknownReason(reasonUnknown))
    }
  }

  /// The valuation that the last check found.
  package func model() throws(SMTError) -> Model {
    guard let model = unsafe Z3_solver_get_model(context.raw, raw) else {
      throw context.lastError()
    }
    return unsafe Model(model, in: context)
  }

  private var reasonUnknown: String {
    unsafe String(cString: Z3_solver_get_reason_unknown(context.raw, raw))
  }
}
