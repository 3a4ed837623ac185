import Relational
import TransitionSystem

/// Writes the formulas of relational systems so that they read back as they were.
///
/// What no relational system has (an integer, a payload) is written as a text, which no reader
/// takes for a formula.
enum FormulaText {
  static func text(_ formula: Expression) -> String { text(formula, 0) }

  /// `x ? y : z` and quantifiers 0, `=>` 1, `||` 2, `&&` 3, `==` 4, `!` 5, the rest 6.
  private static func text(_ formula: Expression, _ outer: Int) -> String {
    let (inner, text) = own(formula)
    return inner < outer ? "(\(text))" : text
  }

  private static func own(_ formula: Expression) -> (Int, String) {
    switch formula {
    case .bool(let value): return (6, value ? "true" : "false")
    case .element(let sort, let number): return (6, "\(NameText.name(sort))#\(number)")
    case .variable(let parameter): return (6, NameText.name(parameter.name))
    case .read(let relation, let terms):
      return (6, NameText.name(relation) + "(\(list(terms)))")
    case .not(.equal(let left, let right)): return (4, "\(text(left, 5)) != \(text(right, 5))")
    case .not(let operand): return (5, "!" + text(operand, 5))
    case .equal(let left, let right): return (4, "\(text(left, 5)) == \(text(right, 5))")
    case .and(let operands): return chain("and", "&&", operands, 3)
    case .or(let operands): return chain("or", "||", operands, 2)
    case .implies(let left, let right): return (1, "\(text(left, 2)) => \(text(right, 1))")
    case .ifThenElse(let condition, let then, let otherwise):
      return (0, "\(text(condition, 1)) ? \(text(then, 1)) : \(text(otherwise, 1))")
    case .forAll(let bound, let body): return (0, quantified("forall", bound, body))
    case .exists(let bound, let body): return (0, quantified("exists", bound, body))
    case .integer, .last, .isDefined, .option, .less, .lessOrEqual, .add, .subtract, .make, .test,
      .payload:
      return (6, NameText.quoted(formula.description) + "?")
    }
  }

  /// Two operands or more stand between signs; fewer look like an application.
  private static func chain(
    _ word: String, _ sign: String, _ operands: [Expression], _ precedence: Int
  ) -> (Int, String) {
    guard operands.count > 1 else { return (6, "\(word)(\(list(operands)))") }
    let texts = operands.map { text($0, precedence + 1) }
    return (precedence, texts.joined(separator: " \(sign) "))
  }

  private static func quantified(
    _ word: String, _ bound: [Parameter], _ body: Expression
  ) -> String {
    guard !bound.isEmpty else { return "\(word): \(text(body, 0))" }
    return "\(word) \(parameters(bound)): \(text(body, 0))"
  }

  static func list(_ terms: [Expression]) -> String {
    terms.map { text($0, 0) }.joined(separator: ", ")
  }

  static func parameters(_ bound: [Parameter]) -> String {
    bound.map { "\(type($0.type)) \(NameText.name($0.name))" }.joined(separator: ", ")
  }

  private static func type(_ type: ValueType) -> String {
    if case .sort(let name) = type { return NameText.name(name) }
    return NameText.quoted(type.description) + "?"
  }
}
