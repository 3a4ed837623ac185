/// Compares two translations of one invariant, condition by condition.
package enum TranslationComparison {
  /// The names of conditions that are missing, or that differ in more than their way of writing.
  package static func differences(
    _ first: [(name: String, text: String)], _ second: [(name: String, text: String)]
  ) -> [String] {
    var texts: [String: String] = [:]
    var found: [String] = []
    var memo = NormalFormMemo()
    for condition in second where texts.updateValue(condition.text, forKey: condition.name) != nil {
      found.append("'\(condition.name)' is there twice")
    }
    for condition in first {
      guard let other = texts.removeValue(forKey: condition.name) else {
        found.append("'\(condition.name)' is only in the first")
        continue
      }
      if let difference = difference(condition.text, other, &memo) {
        found.append("'\(condition.name)' \(difference)")
      }
    }
    return found + texts.keys.sorted().map { "'\($0)' is only in the second" }
  }

  /// What tells two texts of one condition apart, or nil.
  private static func difference(
    _ first: String, _ second: String, _ memo: inout NormalFormMemo
  ) -> String? {
    do throws(TextError) {
      let one = try SMTLIBNormalForm(first, file: "first", &memo)
      let two = try SMTLIBNormalForm(second, file: "second", &memo)
      if one == two { return nil }
      if let excess = one.excess(over: two) { return excess }
      if let only = two.assertions.subtracting(one.assertions).min() {
        return "does not assert what it should: \(only)"
      }
      return "declares too little"
    } catch { return "cannot be read: \(error.description)" }
  }
}

extension SMTLIBNormalForm {
  /// What this says and the other does not; if nothing and this cannot hold, the other cannot.
  func excess(over other: SMTLIBNormalForm) -> String? {
    if let only = assertions.subtracting(other.assertions).min() {
      return "asserts what it should not: \(only)"
    }
    if !sorts.isSubset(of: other.sorts) { return "declares another sort" }
    let foreign = functions.filter { other.functions[$0.key] != $0.value }.keys.min()
    return foreign.map { "declares what it should not: \($0)" }
  }
}
