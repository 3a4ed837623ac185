/// A formula in negation normal form: flat, sorted, without doubles, its bound variables numbered.
indirect enum NormalFormula: Hashable {
  case constant(Bool)
  case literal(String)
  /// Conjunctions and disjunctions of two operands or more, sorted by their texts.
  case all([NormalFormula])
  case any([NormalFormula])
  case forAll([String], NormalFormula)
  case exists([String], NormalFormula)

  /// The conjunction (or disjunction) of operands in normal form.
  static func join(_ operands: [NormalFormula], isConjunction: Bool) -> NormalFormula {
    var parts: [String: NormalFormula] = [:]
    for operand in operands {
      switch (operand, isConjunction) {
      case (.constant(let value), _):
        if value != isConjunction { return .constant(value) }
      case (.all(let inner), true), (.any(let inner), false):
        for part in inner { parts[part.text] = part }
      default: parts[operand.text] = operand
      }
    }
    let sorted = parts.sorted { $0.key < $1.key }.map(\.value)
    if sorted.isEmpty { return .constant(isConjunction) }
    if sorted.count == 1 { return sorted[0] }
    return isConjunction ? .all(sorted) : .any(sorted)
  }

  static func quantify(
    _ sorts: [String], _ body: NormalFormula, isUniversal: Bool
  ) -> NormalFormula {
    switch (body, isUniversal) {
    case (.constant, _): body
    case _ where sorts.isEmpty: body
    case (.forAll(let inner, let deeper), true): .forAll(sorts + inner, deeper)
    case (.exists(let inner, let deeper), false): .exists(sorts + inner, deeper)
    default: isUniversal ? .forAll(sorts, body) : .exists(sorts, body)
    }
  }

  var text: String {
    switch self {
    case .constant(let value): value ? "true" : "false"
    case .literal(let text): text
    case .all(let operands): "(and \(operands.map(\.text).joined(separator: " ")))"
    case .any(let operands): "(or \(operands.map(\.text).joined(separator: " ")))"
    case .forAll(let sorts, let body):
      "(forall (\(sorts.joined(separator: " "))) \(body.text))"
    case .exists(let sorts, let body):
      "(exists (\(sorts.joined(separator: " "))) \(body.text))"
    }
  }

  /// An existential inside a universal, which keeps a condition out of the decidable fragment.
  func alternation(isInside: Bool = false) -> NormalFormula? {
    switch self {
    case .constant, .literal: nil
    case .all(let operands), .any(let operands):
      operands.lazy.compactMap { $0.alternation(isInside: isInside) }.first
    case .forAll(_, let body): body.alternation(isInside: true)
    case .exists(_, let body):
      isInside ? self : body.alternation(isInside: false)
    }
  }
}
