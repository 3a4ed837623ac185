import CZ3

/// Sorts without interpretation, and what is said of their elements.
extension Context {
  /// A sort of which nothing is known but that it has an element; the same for the same name.
  package func sort(_ name: String) throws(SMTError) -> SortSymbol {
    try unsafe own { context in
      unsafe Z3_mk_uninterpreted_sort(context, Z3_mk_string_symbol(context, name))
        .map { unsafe Z3_sort_to_ast(context, $0) }
    }
  }

  /// A named unknown element of the sort.
  package func individual(_ name: String, of sort: SortSymbol) throws(SMTError) -> Individual {
    try unsafe own { context in
      unsafe Z3_mk_const(context, Z3_mk_string_symbol(context, name), pointer(sort))
    }
  }

  /// A relation over the sorts.
  package func relation(
    _ name: String, over sorts: [SortSymbol]
  ) throws(SMTError) -> RelationSymbol {
    let domain: [Z3_sort?] = unsafe sorts.map { unsafe pointer($0) }
    return try unsafe own { context in
      unsafe domain.withUnsafeBufferPointer { places in
        unsafe Z3_mk_func_decl(
          context, Z3_mk_string_symbol(context, name), UInt32(places.count), places.baseAddress,
          booleanSort)
      }.map { unsafe Z3_func_decl_to_ast(context, $0) }
    }
  }

  /// That the relation holds of the elements.
  package func apply(
    _ relation: RelationSymbol, _ arguments: [Individual]
  ) throws(SMTError) -> Formula {
    let pointers: [Z3_ast?] = unsafe arguments.map { unsafe pointer($0) }
    return try unsafe own { context in
      unsafe pointers.withUnsafeBufferPointer {
        unsafe Z3_mk_app(context, pointer(relation), UInt32($0.count), $0.baseAddress)
      }
    }
  }

  /// That no two of the elements are the same.
  package func distinct(_ elements: [Individual]) throws(SMTError) -> Formula {
    let pointers: [Z3_ast?] = unsafe elements.map { unsafe pointer($0) }
    return try unsafe own { context in
      unsafe pointers.withUnsafeBufferPointer {
        unsafe Z3_mk_distinct(context, UInt32($0.count), $0.baseAddress)
      }
    }
  }

  /// That the body holds whatever the constants stand for; the body itself without constants.
  package func forAll(_ bound: [Individual], _ body: Formula) throws(SMTError) -> Formula {
    try unsafe quantify(bound, body) {
      unsafe Z3_mk_forall_const($0, 0, $1, $2, 0, nil, $3)
    }
  }

  /// That the body holds for some values of the constants; the body itself without constants.
  package func exists(_ bound: [Individual], _ body: Formula) throws(SMTError) -> Formula {
    try unsafe quantify(bound, body) {
      unsafe Z3_mk_exists_const($0, 0, $1, $2, 0, nil, $3)
    }
  }

  private func quantify(
    _ bound: [Individual], _ body: Formula,
    _ make: (Z3_context, UInt32, UnsafePointer<Z3_app?>?, Z3_ast) -> Z3_ast?
  ) throws(SMTError) -> Formula {
    guard !bound.isEmpty else { return body }
    let pointers: [Z3_app?] = unsafe bound.map { unsafe pointer($0) }
    return try unsafe own { context in
      unsafe pointers.withUnsafeBufferPointer {
        unsafe make(context, UInt32($0.count), $0.baseAddress, pointer(body))
      }
    }
  }
}
