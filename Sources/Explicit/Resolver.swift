internal import TransitionSystem

/// Replaces the names in expressions by numbers.
///
/// One resolver serves a whole system: it collects the tables that tests and payloads look up.
struct Resolver {
  let layout: Layout
  /// All tables, one after the other.
  private(set) var entries: [Int32] = []
  /// The greatest number of bound variables that are in scope at once.
  private(set) var slotCount = 0
  private var known: [TableKey: Term.Table] = [:]
  private var slots: [String: Int] = [:]
  private var depth = 0

  private struct TableKey: Hashable {
    var type: String
    /// The cases of a test, or the field of a payload.
    var names: [String]
    var isTest: Bool
  }

  init(layout: Layout) { self.layout = layout }

  /// Brings parameters into scope while the body is resolved.
  mutating func binding<Result>(
    _ parameters: [Parameter], _ body: (inout Resolver, [Term.Binder]) -> Result
  ) -> Result {
    let (outerSlots, outerDepth) = (slots, depth)
    var binders: [Term.Binder] = []
    for parameter in parameters {
      binders.append(Term.Binder(slot: depth, values: values(of: parameter.type)))
      slots[parameter.name] = depth
      depth += 1
    }
    slotCount = max(slotCount, depth)
    defer { (slots, depth) = (outerSlots, outerDepth) }
    return body(&self, binders)
  }

  /// The term of an expression whose bound variables are in scope.
  mutating func term(_ expression: Expression) -> Term {
    switch expression {
    case .bool(let value): return .constant(value ? 1 : 0)
    case .integer(let value): return .constant(value)
    case .element(let sort, let index):
      precondition(index < layout.scope[sort], "the scope has no element \(index) of '\(sort)'")
      return .constant(index)
    case .last(let sort): return .constant(layout.scope[sort] - 1)
    case .option(let name): preconditionFailure("option '\(name)' was not resolved")
    case .variable(let parameter):
      guard let slot = slots[parameter.name] else {
        preconditionFailure("'\(parameter.name)' is not bound")
      }
      return .bound(slot)
    case .read(let name, let indices): return .read(place(name, indices))
    case .isDefined(let name, let indices): return .isDefined(place(name, indices))
    case .not(let operand): return .not(term(operand))
    case .and(let operands): return .and(terms(operands))
    case .or(let operands): return .or(terms(operands))
    case .implies(let left, let right): return .or([.not(term(left)), term(right)])
    case .equal(let left, let right): return .equal(term(left), term(right))
    case .less(let left, let right): return .less(term(left), term(right))
    case .lessOrEqual(let left, let right): return .lessOrEqual(term(left), term(right))
    case .add(let left, let right): return .add(term(left), term(right))
    case .subtract(let left, let right): return .subtract(term(left), term(right))
    case .ifThenElse(let condition, let then, let otherwise):
      return .choice(term(condition), term(then), term(otherwise))
    case .forAll(let bound, let body): return binding(bound) { .all($1, $0.term(body)) }
    case .exists(let bound, let body): return binding(bound) { .any($1, $0.term(body)) }
    case .make(let type, let name, let arguments): return composed(type, name, arguments)
    case .test(let operand, let type, let cases):
      return .lookup(term(operand), testTable(type, cases))
    case .payload(let operand, let type, let field):
      return .lookup(term(operand), payloadTable(type, field))
    }
  }

  private mutating func terms(_ expressions: [Expression]) -> [Term] {
    var found: [Term] = []
    for expression in expressions { found.append(term(expression)) }
    return found
  }

  /// The cell of a variable.
  mutating func place(_ name: String, _ indices: [Expression]) -> Place {
    let field = layout.field(name)
    var offsets: [Place.Offset] = []
    var stride = field.count
    for (extent, index) in zip(field.extents, indices) {
      stride /= max(extent, 1)
      offsets.append(Place.Offset(stride: stride, term: term(index)))
    }
    return Place(
      base: field.base, offsets: offsets, lower: values(of: field.variable.type).lowerBound,
      valueCount: field.valueCount, isPartial: field.variable.isPartial,
      field: field.base..<field.base + field.count)
  }

  /// The values of a type.
  private func values(of type: ValueType) -> Range<Int> {
    if case .integer(let range) = type { return Range(range) }
    return 0..<layout.count(of: type)
  }

  private mutating func composed(
    _ type: String, _ name: String, _ arguments: [Expression]
  ) -> Term {
    let variant = layout.variantLayout(type)
    guard let index = variant.type.caseIndex(name) else {
      preconditionFailure("'\(type)' has no case '\(name)'")
    }
    var parts: [Term.Part] = []
    for (argument, field) in zip(arguments, variant.type.cases[index].fields) {
      parts.append(Term.Part(term: term(argument), values: values(of: field.type)))
    }
    return .compose(base: variant.bases[index], parts)
  }

  private mutating func testTable(_ type: String, _ cases: [String]) -> Term.Table {
    table(TableKey(type: type, names: cases, isTest: true)) { variant, value in
      let index = variant.decompose(value).caseIndex
      return cases.contains(variant.type.cases[index].name) ? 1 : 0
    }
  }

  private mutating func payloadTable(_ type: String, _ name: String) -> Term.Table {
    table(TableKey(type: type, names: [name], isTest: false)) { variant, value in
      let (index, payload) = variant.decompose(value)
      let fields = variant.type.cases[index].fields
      guard let position = fields.firstIndex(where: { $0.name == name }) else { return nil }
      return Evaluator.decoded(payload[position], fields[position].type)
    }
  }

  private mutating func table(
    _ key: TableKey, _ entry: (Layout.VariantLayout, Int) -> Int?
  ) -> Term.Table {
    if let table = known[key] { return table }
    let variant = layout.variantLayout(key.type)
    let numbers = (0..<variant.count).map { value in
      entry(variant, value).map { Int32($0) } ?? Term.Table.missing
    }
    let table = Term.Table(offset: entries.count, entries: numbers)
    entries += numbers
    known[key] = table
    return table
  }
}
