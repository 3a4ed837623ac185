import SpecLanguage
import TransitionSystem

/// Writes expressions as C: values and three-valued answers of the runtime.
struct CExpressions {
  let sorts: [Sort]
  let variants: [VariantType]
  /// Registers and locals by the names that statements use, as C names them.
  var names: [String: String] = [:]
  /// The registers of the test, which conditions read as state.
  var registers: Set<String> = []

  init(_ specification: Specification) {
    let kernels = specification.kernels.map(\.fragment)
    let fragments = [specification.library.fragment] + kernels
    sorts = fragments.flatMap(\.sorts)
    variants = fragments.flatMap(\.variants)
  }

  /// The name of an element: `A`, `b0`, `d1`, `0`.
  func element(_ sort: String, _ number: Int) -> String {
    sorts.first { $0.name == sort }?.elementName(number) ?? "\(number)"
  }

  /// Whether something holds: `YES`, `NO` or `UNKNOWN`.
  func answer(_ expression: Expression) throws(NoProgram) -> String {
    switch expression {
    case .bool(let value): return value ? "YES" : "NO"
    case .not(let operand): return "negation(\(try answer(operand)))"
    case .and(let operands): return try chain("both", operands, empty: "YES")
    case .or(let operands): return try chain("either", operands, empty: "NO")
    case .implies(let left, let right):
      return "either(negation(\(try answer(left))), \(try answer(right)))"
    case .equal(let left, let right):
      guard let first = try value(left), let second = try value(right) else { return "UNKNOWN" }
      return "equal(\(first), \(second))"
    case .test(let operand, let type, let cases):
      guard let value = try value(operand) else { return "UNKNOWN" }
      if isErrors(type, cases) { return "is_error(\(value))" }
      return "among(\(value), \" \(cases.joined(separator: " ")) \")"
    case .isDefined(let name, []) where registers.contains(name): return "given(\(name))"
    case .read("bad", let indices): return try question("recorded", indices)
    case .read("poison", let indices): return try question("poisoned", indices)
    case .read("shutdown", []): return "is_shut_down()"
    case .read: return "UNKNOWN"
    default:
      throw NoProgram("there is no C for '\(expression.description)'")
    }
  }

  private func question(_ name: String, _ indices: [Expression]) throws(NoProgram) -> String {
    let block = try block(indices[0])
    guard indices.count > 1 else { return "\(name)(\(block))" }
    return "\(name)_sector(\(block), \(try sector(indices[1])))"
  }

  private func chain(
    _ function: String, _ operands: [Expression], empty: String
  ) throws(NoProgram) -> String {
    guard var text = try operands.first.map(answer) else { return empty }
    for operand in operands.dropFirst() { text = "\(function)(\(text), \(try answer(operand)))" }
    return text
  }

  /// A value of the runtime; nil for state of which a real kernel tells nothing.
  func value(_ expression: Expression) throws(NoProgram) -> String? {
    switch expression {
    case .variable(let parameter):
      if let name = names[parameter.name] { return name }
    case .read(let name, []) where registers.contains(name): return name
    case .read("extent", let indices):
      return "extent(\(try file(indices[0])), \(try page(indices[1])))"
    case .read("content", let indices): return "content(\(try block(indices[0])))"
    case .read: return nil
    case .make("result", "bytes", let payload): return "bytes(\(try data(payload[0])))"
    case .make("result", "short", let payload) where !payload.isEmpty:
      return "ended(\(try sector(payload[0])))"
    case .make("transfer", "count", let payload): return "count(\(try page(payload[0])))"
    case .make("content", "of", let payload):
      let (file, page) = (try file(payload[0]), try page(payload[1]))
      return "of(\(file), \(page), \(try data(payload[2])))"
    case .make("extent", let name, let payload) where !payload.isEmpty:
      return "\(name)(\(try block(payload[0])))"
    case .make(_, let name, []): return "plain(\"\(name)\")"
    default: break
    }
    throw NoProgram("there is no C for the value '\(expression.description)'")
  }

  func file(_ expression: Expression) throws(NoProgram) -> String {
    try constant("file", expression)
  }

  func page(_ expression: Expression) throws(NoProgram) -> String {
    try constant("page", expression)
  }

  func sector(_ expression: Expression) throws(NoProgram) -> String {
    try constant("sector", expression)
  }

  func data(_ expression: Expression) throws(NoProgram) -> String {
    try constant("data", expression)
  }

  func block(_ expression: Expression) throws(NoProgram) -> String {
    try constant("block", expression)
  }

  /// The place of a block on the device, also of one that a value has.
  func place(_ expression: Expression) throws(NoProgram) -> String {
    if case .payload(let operand, "extent", _) = expression, let value = try value(operand) {
      return "\(value).number"
    }
    return "place(\(try block(expression)))"
  }

  private func constant(_ sort: String, _ expression: Expression) throws(NoProgram) -> String {
    guard case .element(sort, let number) = expression else {
      throw NoProgram("'\(expression.description)' is no constant \(sort)")
    }
    return element(sort, number)
  }

  /// The expression as the test writes it.
  func text(_ expression: Expression) -> String {
    switch expression {
    case .test(let operand, let type, let cases) where isErrors(type, cases):
      "\(text(operand)) is error"
    case .not(.test(let operand, let type, let cases)) where isErrors(type, cases):
      "\(text(operand)) is not error"
    default: expression.description(element: element)
    }
  }

  private func isErrors(_ type: String, _ cases: [String]) -> Bool {
    let errors = variants.first { $0.name == type }?.cases.filter(\.isError).map(\.name) ?? []
    return errors.count > 1 && Set(errors) == Set(cases)
  }
}

extension Expression {
  /// The expression with what is asked of some sector of a block asked of the block.
  var ofWholeBlocks: Expression {
    if case .exists(let bound, .read(let name, let indices)) = self, bound.count == 1,
      bound[0].type == .sort("sector"), indices.last == .variable(bound[0])
    {
      return .read(name, indices.dropLast())
    }
    return mapChildren(\.ofWholeBlocks)
  }
}
