import CZ3

/// A valuation that satisfies a solver's assertions.
@safe package struct Model: ~Copyable {
  let context: Context
  let raw: Z3_model

  /// Takes a reference of a model that a solver returned.
  init(_ raw: Z3_model, in context: Context) {
    unsafe Z3_model_inc_ref(context.raw, raw)
    unsafe self.raw = raw
    self.context = context
  }

  deinit { unsafe Z3_model_dec_ref(context.raw, raw) }

  /// The truth value of a formula; what the model leaves open counts as false.
  package func holds(_ formula: Formula) throws(SMTError) -> Bool {
    try unsafe evaluate(formula) { value in
      unsafe Z3_get_bool_value(context.raw, value) == Z3_L_TRUE
    }
  }

  /// The number that a bit-vector of at most 64 bits spells.
  package func number(_ term: BitVector) throws(SMTError) -> UInt64 {
    try unsafe evaluate(term) { value in
      var number: UInt64 = 0
      _ = unsafe Z3_get_numeral_uint64(context.raw, value, &number)
      return number
    }
  }

  func evaluate<Sort: TermSort, Value>(
    _ term: Term<Sort>, _ read: (Z3_ast) -> Value
  ) throws(SMTError) -> Value {
    var value: Z3_ast?
    guard unsafe Z3_model_eval(context.raw, raw, context.pointer(term), true, &value),
      let found = unsafe value
    else { throw context.lastError() }
    unsafe Z3_inc_ref(context.raw, found)
    defer { unsafe Z3_dec_ref(context.raw, found) }
    return unsafe read(found)
  }
}
