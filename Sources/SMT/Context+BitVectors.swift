import CZ3

/// Bit-vectors and the operations on them.
extension Context {
  /// A named unknown bit-vector.
  package func bitVector(_ name: String, width: Int) throws(SMTError) -> BitVector {
    try unsafe withBitVectorSort(width) { context, sort in
      unsafe Z3_mk_const(context, Z3_mk_string_symbol(context, name), sort)
    }
  }

  /// The bit-vector that spells the value, cut to the width.
  package func bitVector(_ value: UInt64, width: Int) throws(SMTError) -> BitVector {
    try unsafe withBitVectorSort(width) { context, sort in
      unsafe Z3_mk_unsigned_int64(context, value, sort)
    }
  }

  /// The sum, cut to the width.
  package func add(_ left: BitVector, _ right: BitVector) throws(SMTError) -> BitVector {
    try unsafe own { unsafe Z3_mk_bvadd($0, pointer(left), pointer(right)) }
  }

  package func unsignedLessOrEqual(
    _ left: BitVector, _ right: BitVector
  ) throws(SMTError) -> Formula {
    try unsafe own { unsafe Z3_mk_bvule($0, pointer(left), pointer(right)) }
  }

  /// Makes a term of a bit-vector sort, whose own reference need only outlast the call.
  private func withBitVectorSort(
    _ width: Int, _ make: (Z3_context, Z3_sort) -> Z3_ast?
  ) throws(SMTError) -> BitVector {
    guard width > 0, let sort = unsafe Z3_mk_bv_sort(raw, UInt32(width)) else {
      throw SMTError(.invalidArgument, "a bit-vector of \(width) bits")
    }
    unsafe Z3_inc_ref(raw, Z3_sort_to_ast(raw, sort))
    defer { unsafe Z3_dec_ref(raw, Z3_sort_to_ast(raw, sort)) }
    return try unsafe own { unsafe make($0, sort) }
  }
}
