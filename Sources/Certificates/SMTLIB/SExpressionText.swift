/// Building S-expressions and writing them.
extension SExpression {
  static func form(_ sign: String, _ operands: [SExpression]) -> SExpression {
    .list([.symbol(sign)] + operands)
  }

  /// `forall` or `exists` with what it binds; the body alone if that is nothing.
  static func quantified(
    _ word: String, _ bound: [(sort: String, name: String)], _ body: SExpression
  ) -> SExpression {
    let binders = bound.map { SExpression.list([.symbol($0.name), .symbol($0.sort)]) }
    return bound.isEmpty ? body : .form(word, [.list(binders), body])
  }

  /// What a quantifier binds; nil if this is none.
  var bound: [(sort: String, name: String)]? {
    guard let parts = list, parts.count == 3, ["forall", "exists"].contains(parts[0].symbol) else {
      return nil
    }
    return parts[1].list?.compactMap { binder in
      guard let pair = binder.list, pair.count == 2, let name = pair[0].symbol,
        let sort = pair[1].symbol
      else { return nil }
      return (sort, name)
    }
  }

  /// Its outermost universal variables, and the rest of it.
  var opened: (bound: [(sort: String, name: String)], body: SExpression) {
    guard let bound, let parts = list, parts[0].symbol == "forall" else { return ([], self) }
    return (bound, parts[2])
  }

  /// All symbols in it, in their order, as often as they are there.
  var symbols: [String] {
    var found: [String] = []
    collectSymbols(into: &found)
    return found
  }

  private func collectSymbols(into found: inout [String]) {
    switch self {
    case .symbol(let name): found.append(name)
    case .list(let parts): for part in parts { part.collectSymbols(into: &found) }
    }
  }

  /// The atoms of a formula, lists that begin with `r:` and a name, and whether it affirms or
  /// denies them.
  func atoms(_ isPositive: Bool = true) -> [(atom: SExpression, isPositive: Bool)] {
    guard let parts = list, let sign = parts.first?.symbol else { return [] }
    if sign.hasPrefix("r:") { return [(self, isPositive)] }
    if bound != nil { return parts[2].atoms(isPositive) }
    return parts.enumerated().dropFirst().flatMap { place, part in
      part.atoms((sign == "not" || sign == "=>" && place == 1) != isPositive)
    }
  }

  /// As SMT-LIB text; whatever has no meaning there of its own stands between bars.
  var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private static let words: Set<String> = [
    "assert", "declare-fun", "declare-sort", "Bool", "0", "true", "false", "not", "and", "or", "=>",
    "ite", "=", "distinct", "forall", "exists", "!", ":pattern",
  ]

  private func write(to text: inout String) {
    switch self {
    case .symbol(let name):
      let isBound = name.utf8.first == UInt8(ascii: "b") && Int(name.dropFirst()) != nil
      text += isBound || Self.words.contains(name) ? name : "|\(name)|"
    case .list(let parts):
      text += "("
      for (place, part) in parts.enumerated() {
        if place > 0 { text += " " }
        part.write(to: &text)
      }
      text += ")"
    }
  }

  /// A name in characters that may stand between bars.
  static func escaped(_ name: String) -> String {
    let plain = name.utf8.allSatisfy { (32..<127).contains($0) && ![33, 92, 124].contains($0) }
    if plain { return name }
    let escapes: [Unicode.Scalar: String] = ["!": "!0", "|": "!1", "\\": "!2"]
    return name.unicodeScalars.map {
      escapes[$0] ?? ((" "..."~").contains($0) ? "\($0)" : "!u\(String($0.value, radix: 16))!")
    }.joined()
  }
}
