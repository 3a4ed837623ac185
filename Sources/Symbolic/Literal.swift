/// A gate of a circuit or its negation, in four bytes.
struct Literal: Hashable, Comparable, Sendable {
  /// Twice the gate's number, plus one if negated.
  let code: UInt32

  static let `true` = Literal(code: 0)
  static let `false` = Literal(code: 1)

  init(code: UInt32) { self.code = code }

  init(_ value: Bool) { code = value ? 0 : 1 }

  init(gate: Int) { code = UInt32(gate) << 1 }

  var gate: Int { Int(code >> 1) }
  var isNegated: Bool { code & 1 == 1 }

  /// Whether it is one of the two constants.
  var isConstant: Bool { code < 2 }

  static prefix func ! (literal: Literal) -> Literal { Literal(code: literal.code ^ 1) }

  static func < (left: Literal, right: Literal) -> Bool { left.code < right.code }
}
