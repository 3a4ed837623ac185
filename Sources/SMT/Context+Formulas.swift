import CZ3

/// Truth values and the operations on them.
extension Context {
  /// A fresh unknown truth value, the same for the same number.
  package func formula(_ number: Int32) throws(SMTError) -> Formula {
    try unsafe own { context in
      unsafe Z3_mk_const(context, Z3_mk_int_symbol(context, number), booleanSort)
    }
  }

  /// A named unknown truth value.
  package func formula(_ name: String) throws(SMTError) -> Formula {
    try unsafe own { context in
      unsafe Z3_mk_const(context, Z3_mk_string_symbol(context, name), booleanSort)
    }
  }

  package func constant(_ value: Bool) throws(SMTError) -> Formula {
    try unsafe own { unsafe value ? Z3_mk_true($0) : Z3_mk_false($0) }
  }

  package func not(_ operand: Formula) throws(SMTError) -> Formula {
    try unsafe own { unsafe Z3_mk_not($0, pointer(operand)) }
  }

  /// The conjunction; true of no operands.
  package func and(_ operands: [Formula]) throws(SMTError) -> Formula {
    try unsafe combine(operands) { unsafe Z3_mk_and($0, $1, $2) }
  }

  /// The disjunction; false of no operands.
  package func or(_ operands: [Formula]) throws(SMTError) -> Formula {
    try unsafe combine(operands) { unsafe Z3_mk_or($0, $1, $2) }
  }

  package func implies(_ left: Formula, _ right: Formula) throws(SMTError) -> Formula {
    try unsafe own { unsafe Z3_mk_implies($0, pointer(left), pointer(right)) }
  }

  /// At most `bound` of the operands.
  package func atMost(_ bound: Int, of operands: [Formula]) throws(SMTError) -> Formula {
    try unsafe combine(operands) { unsafe Z3_mk_atmost($0, $1, $2, UInt32(bound)) }
  }

  /// Whether two terms of one sort have the same value.
  package func equal<Sort: TermSort>(
    _ left: Term<Sort>, _ right: Term<Sort>
  ) throws(SMTError) -> Formula {
    try unsafe own { unsafe Z3_mk_eq($0, pointer(left), pointer(right)) }
  }

  package func ifThenElse<Sort: TermSort>(
    _ condition: Formula, _ then: Term<Sort>, _ otherwise: Term<Sort>
  ) throws(SMTError) -> Term<Sort> {
    try unsafe own {
      unsafe Z3_mk_ite($0, pointer(condition), pointer(then), pointer(otherwise))
    }
  }

  /// An operation on any number of formulas.
  private func combine(
    _ operands: [Formula],
    _ make: (Z3_context, UInt32, UnsafePointer<Z3_ast?>?) -> Z3_ast?
  ) throws(SMTError) -> Formula {
    let pointers: [Z3_ast?] = unsafe operands.map { unsafe pointer($0) }
    return try unsafe own { context in
      unsafe pointers.withUnsafeBufferPointer {
        unsafe make(context, UInt32($0.count), $0.baseAddress)
      }
    }
  }
}
