package import Relational

/// Compares two translations of one invariant, condition by condition.
package struct TranslationComparison {
  private var memo = NormalFormMemo()
  /// What is known of two times shared assertions: whether they are the same.
  private var shared: [Pair: Bool] = [:]

  private struct Pair: Hashable {
    var first: ObjectIdentifier
    var second: ObjectIdentifier
  }

  /// The names of conditions that are missing, or that differ in more than their way of writing.
  package static func differences(
    _ first: [ConditionScript], _ second: [ConditionScript]
  ) -> [String] {
    var comparison = TranslationComparison()
    var others: [String: ConditionScript] = [:]
    var found: [String] = []
    for condition in second where others.updateValue(condition, forKey: condition.name) != nil {
      found.append("'\(condition.name)' is there twice")
    }
    for condition in first {
      guard let other = others.removeValue(forKey: condition.name) else {
        found.append("'\(condition.name)' is only in the first")
        continue
      }
      if condition.subject != other.subject {
        found.append("'\(condition.name)' is about something else")
      } else if let difference = comparison.difference(condition, other) {
        found.append("'\(condition.name)' \(difference)")
      }
    }
    return found + others.keys.sorted().map { "'\($0)' is only in the second" }
  }

  /// What tells two texts of one condition apart, or nil.
  private mutating func difference(
    _ first: ConditionScript, _ second: ConditionScript
  ) -> String? {
    do throws(TextError) {
      if try isSameByParts(first, second) { return nil }
      let one = try SMTLIBNormalForm(first.text, file: "first", &memo)
      let two = try SMTLIBNormalForm(second.text, file: "second", &memo)
      if one == two { return nil }
      if let excess = one.excess(over: two) { return excess }
      if let only = two.assertions.subtracting(one.assertions).min() {
        return "does not assert what it should: \(only)"
      }
      return "declares too little"
    } catch { return "cannot be read: \(error.description)" }
  }

  /// Whether what is shared and what is asserted besides are each the same, as they are unless
  /// something is wrong.
  private mutating func isSameByParts(
    _ first: ConditionScript, _ second: ConditionScript
  ) throws(TextError) -> Bool {
    let pair = Pair(
      first: ObjectIdentifier(first.shared), second: ObjectIdentifier(second.shared))
    if shared[pair] == nil {
      shared[pair] =
        try SMTLIBNormalForm(first.shared.text, file: "first", &memo)
        == SMTLIBNormalForm(second.shared.text, file: "second", &memo)
    }
    guard shared[pair] == true else { return false }
    return try SMTLIBNormalForm(first.ownText, file: "first", &memo)
      == SMTLIBNormalForm(second.ownText, file: "second", &memo)
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
