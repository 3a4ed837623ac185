internal import TransitionSystem

/// What the checker says of values and types, in alphabetical order of the ids.
extension Diagnostic {
  static func alternativesBind(_ range: SourceRange) -> Diagnostic {
    error(
      "alternativesBind", range,
      "all alternatives of a pattern give names to the same fields, or none does")
  }

  static func argumentCount(
    _ callee: Name, _ parameters: [Parameter], found: Int, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "argumentCount", range,
      "'\(callee.text)' needs \(counted(parameters)), but \(found) are given")
  }

  /// The same of a declaration that fits none of its uses.
  static func argumentCount(
    _ name: Name, _ parameters: [Parameter], found: Int, uses: Int, notes: [Note]
  ) -> Diagnostic {
    error(
      "argumentCount", name.range,
      "'\(name.text)' needs \(counted(parameters)), but \(uses) places give \(found)", notes: notes)
  }

  private static func counted(_ parameters: [Parameter]) -> String {
    let list = parameters.map { "\($0.type.description) \($0.name)" }.joined(separator: ", ")
    return parameters.isEmpty ? "none" : "\(parameters.count) (\(list))"
  }

  static func branchesDiffer(
    _ left: ValueType, _ right: ValueType, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "branchesDiffer", range,
      "the values of '?:' have different types, '\(left.description)' and '\(right.description)'")
  }

  static func incomparable(
    _ left: String, _ leftType: ValueType, _ right: String, _ rightType: ValueType,
    _ symbol: String, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "incomparable", range,
      "'\(left)' is '\(leftType.description)' and '\(right)' is '\(rightType.description)', "
        + "but '\(symbol)' needs two values of one type")
  }

  static func indexCount(
    _ name: Name, _ sorts: [String], found: Int, _ range: SourceRange
  ) -> Diagnostic {
    let shape = name.text + sorts.map { "[\($0)]" }.joined()
    return error("indexCount", range, "'\(shape)' is used with \(found) indices")
  }

  static func partNeeded(
    _ text: String, _ type: ValueType, _ range: SourceRange
  ) -> Diagnostic {
    let sort = type.description
    return error(
      "partNeeded", range,
      "'\(text)' is of every \(sort); where one value is needed it takes a \(sort): '\(text)[…]'")
  }

  static func integerNeeded(
    _ text: String, _ type: ValueType, _ reason: String, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "integerNeeded", range, "'\(text)' is '\(type.description)', but \(reason) is an integer")
  }

  static func noErrorCases(_ type: String, _ range: SourceRange) -> Diagnostic {
    error("noErrorCases", range, "no case of '\(type)' is marked 'error'")
  }

  static func noFields(_ text: String, _ type: ValueType, _ field: Name) -> Diagnostic {
    error(
      "noFields", field.range,
      "'\(text)' is '\(type.description)', which has no field '\(field.text)'")
  }

  static func noneOfTotal(_ name: String, _ range: SourceRange) -> Diagnostic {
    error(
      "noneOfTotal", range,
      "'\(name)' always has a value; only 'partial' state can be made undefined with 'none'")
  }

  static func notAnEnum(_ text: String, _ range: SourceRange) -> Diagnostic {
    error("notAnEnum", range, "'\(text)' is no enum, so nothing can be made of it")
  }

  static func notAnError(_ name: String, _ type: String, _ range: SourceRange) -> Diagnostic {
    error(
      "notAnError", range,
      "'\(name)' of '\(type)' is no error; '-' stands before kernel errors only")
  }

  static func notConstant(_ name: Name) -> Diagnostic {
    error(
      "notConstant", name.range,
      "'\(name.text)' is not known before the run; a constant is needed here")
  }

  static func notIndexable(_ name: Name, _ what: String) -> Diagnostic {
    error("notIndexable", name.range, "'\(name.text)' is \(what) and has no indices")
  }

  static func notPartial(_ name: Name) -> Diagnostic {
    error("notPartial", name.range, "'\(name.text)' is not 'partial': it is always defined")
  }

  static func notTestable(_ text: String, _ type: ValueType, _ range: SourceRange) -> Diagnostic {
    error(
      "notTestable", range,
      "'\(text)' is '\(type.description)', but 'is' asks for the case of an enum")
  }

  static func outOfRange(
    _ text: String, _ found: ClosedRange<Int>, _ asked: ClosedRange<Int>, _ range: SourceRange
  ) -> Diagnostic {
    let value =
      found.count == 1 ? "\(found.lowerBound)" : "\(found.lowerBound)..\(found.upperBound)"
    return error(
      "outOfRange", range,
      "'\(text)' is \(value), outside of 'int \(asked.lowerBound)..\(asked.upperBound)'")
  }

  static func patternNeedsEnum(_ type: ValueType, _ range: SourceRange) -> Diagnostic {
    error(
      "patternNeedsEnum", range,
      "the result is '\(type.description)'; only a name can take it, cases are of enums")
  }

  static func typeMismatch(
    _ text: String, _ type: ValueType, _ expected: Expected, notes: [Note], _ range: SourceRange
  ) -> Diagnostic {
    error(
      "typeMismatch", range,
      "'\(text)' is '\(type.description)', "
        + "but \(expected.reason) is '\(expected.type.description)'",
      notes: notes)
  }

  static func unknownCase(
    _ name: Name, _ type: String, _ cases: [String], near: String?
  ) -> Diagnostic {
    let list = cases.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    let more = cases.count > 8 ? ", …" : ""
    return error(
      "unknownCase", name.range,
      "'\(type)' has no case '\(name.text)' (it has \(list)\(more))\(meant(near))")
  }

  static func unknownField(_ name: Name, _ type: String, near: String?) -> Diagnostic {
    error(
      "unknownField", name.range, "no case of '\(type)' has a field '\(name.text)'\(meant(near))")
  }

  static func unknownName(
    _ name: Name, expected: ValueType?, near: String?, _ hint: String?
  ) -> Diagnostic {
    let what = expected.map { " of type '\($0.description)'" } ?? ""
    let notes = [hint].compactMap(\.self).map { Note($0) }
    return error(
      "unknownName", name.range, "there is no value '\(name.text)'\(what)\(meant(near))",
      notes: notes)
  }

  static func unknownState(_ name: Name, actually: String?, near: String?) -> Diagnostic {
    let found = actually.map { "'\(name.text)' is \($0), not state" }
    return error(
      "unknownState", name.range, (found ?? "there is no state '\(name.text)'") + meant(near))
  }

  static func unorderedComparison(
    _ symbol: String, _ type: ValueType, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "unorderedComparison", range,
      "values of '\(type.description)' have no order, but '\(symbol)' needs one")
  }
}
