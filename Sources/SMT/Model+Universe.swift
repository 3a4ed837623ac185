import CZ3

/// What a model says of uninterpreted sorts.
extension Model {
  /// The elements that the model gives the sort; none if no assertion needs one.
  package func universe(of sort: SortSymbol) throws(SMTError) -> [Individual] {
    guard hasUniverse(sort) else { return [] }
    guard
      let elements = unsafe Z3_model_get_sort_universe(context.raw, raw, context.pointer(sort))
    else { throw context.lastError() }
    unsafe Z3_ast_vector_inc_ref(context.raw, elements)
    defer { unsafe Z3_ast_vector_dec_ref(context.raw, elements) }
    var found: [Individual] = []
    for index in 0..<(unsafe Z3_ast_vector_size(context.raw, elements)) {
      found.append(try unsafe context.own { unsafe Z3_ast_vector_get($0, elements, index) })
    }
    return found
  }

  /// The place of the term's value among the elements of a universe.
  package func position(
    of term: Individual, in universe: [Individual]
  ) throws(SMTError) -> Int? {
    try unsafe evaluate(term) { value in
      // Equal terms of one context are one term.
      universe.firstIndex { unsafe context.pointer($0) == value }
    }
  }

  private func hasUniverse(_ sort: SortSymbol) -> Bool {
    let wanted = unsafe context.pointer(sort)
    return (0..<(unsafe Z3_model_get_num_sorts(context.raw, raw))).contains { index in
      unsafe Z3_model_get_sort(context.raw, raw, index) == wanted
    }
  }
}
