internal import TransitionSystem

/// State, locks, fields and tests.
extension BodyChecker {
  /// A cell of a state variable.
  struct Cell {
    var variable: StateVariable
    var indices: [Expression]
    /// The last index, where the text leaves it out: every part.
    var parts: [Parameter] = []
  }

  /// A name with its indices, or nil if it is something else.
  static func parts(of syntax: ExpressionSyntax) -> (Name, [ExpressionSyntax])? {
    var indices: [ExpressionSyntax] = []
    var base = syntax
    while case .indexed(let inner, let index) = base.kind {
      indices.append(index)
      base = inner
    }
    guard case .name(let name) = base.kind else { return nil }
    return (Name(name, base.range), indices.reversed())
  }

  /// The cell that a name and indices mean, or nil with a diagnostic.
  func cell(_ name: Name, _ indices: [ExpressionSyntax]) -> Cell? {
    if let local = local(name.text) {
      report(.notIndexable(name, "a value of type '\(local.parameter.type.description)'"))
      return nil
    }
    guard let variable = declarations.variables[name.text] else {
      guard !unit.broken.contains(name.text) else { return nil }
      let near = Suggestion.nearest(to: name.text, among: declarations.variables.keys)
      let group = [Declarations.Group.value, .call, .lock, .type].lazy.compactMap {
        self.declarations.kind(of: name.text, in: $0)
      }
      report(.unknownState(name, actually: group.first, near: near))
      return nil
    }
    switch role {
    case .constant:
      report(.notConstant(name))
      return nil
    case .callable(.recipe): report(.stateInRecipe(name))
    case .callable, .environment, .initialization, .handler, .definition, .condition: break
    }
    if indices.count + 1 == variable.indices.count, let sort = variable.indices.last,
      declarations.sorts[sort]?.isGranular == true
    {
      let sorts = Array(variable.indices.dropLast())
      guard let values = self.indices(indices, sorts, of: name) else { return nil }
      let part = Parameter(fresh(sort), .sort(sort))
      return Cell(variable: variable, indices: values + [.variable(part)], parts: [part])
    }
    guard let values = self.indices(indices, variable.indices, of: name) else { return nil }
    return Cell(variable: variable, indices: values)
  }

  /// What a cell has in it.
  ///
  /// Without a part, `bad[b]` is whether some part is bad, and `content[b]` can only be compared:
  /// what is said of it is said of every part.
  static func reading(_ cell: Cell) -> Typed {
    let read = Expression.read(cell.variable.name, cell.indices)
    if cell.variable.type == .bool && !cell.parts.isEmpty {
      return Typed(.exists(cell.parts, read), .bool)
    }
    return Typed(read, cell.variable.type, ofEach: cell.parts)
  }

  /// What is said of each part that was not named.
  static func universal(_ condition: Expression, ofEach parts: [Parameter]) -> Typed {
    Typed(parts.isEmpty ? condition : .forAll(parts, condition), .bool)
  }

  /// Index values of the sorts.
  func indices(
    _ indices: [ExpressionSyntax], _ sorts: [String], of name: Name
  ) -> [Expression]? {
    var values: [Expression] = []
    for (index, sort) in zip(indices, sorts) {
      let expected = Expected(.sort(sort), "an index of '\(name.text)'")
      if let typed = value(index, expected) { values.append(typed.expression) }
    }
    guard indices.count == sorts.count else {
      let range = indices.last.map { name.range.union($0.range) } ?? name.range
      report(.indexCount(name, sorts, found: indices.count, range))
      return nil
    }
    return values.count == sorts.count ? values : nil
  }

  func read(_ syntax: ExpressionSyntax) -> Typed? {
    guard let (name, indices) = Self.parts(of: syntax) else {
      report(.notIndexable(Name(unit.quoted(syntax.range), syntax.range), "no state"))
      return nil
    }
    return cell(name, indices).map(Self.reading)
  }

  func defined(_ place: ExpressionSyntax) -> Typed? {
    guard let (name, indices) = Self.parts(of: place), let cell = cell(name, indices) else {
      return nil
    }
    guard cell.variable.isPartial else {
      report(.notPartial(name))
      return nil
    }
    return Typed(.isDefined(cell.variable.name, cell.indices), .bool)
  }

  /// `held(lock[f])`: some task is among the holders.
  func held(_ place: ExpressionSyntax, isShared: Bool) -> Typed? {
    guard let (name, indices) = Self.parts(of: place), let lock = lock(name),
      let values = self.indices(indices, lock.indices, of: name)
    else { return nil }
    if role == .constant {
      report(.notConstant(name))
      return nil
    }
    guard isShared else { return Typed(.read(lock.held, values), .bool) }
    let task = Parameter(fresh("task"), .sort("task"))
    return Typed(.exists([task], .read(lock.sharedHolders, values + [.variable(task)])), .bool)
  }

  /// The lock of this name, or nil with a diagnostic.
  func lock(_ name: Name) -> Lock? {
    if let lock = declarations.locks[name.text] { return lock }
    if !unit.broken.contains(name.text) {
      let near = Suggestion.nearest(to: name.text, among: declarations.locks.keys)
      report(.unknownLock(name, near: near))
    }
    return nil
  }

  /// `e.field`, or `enum.case`.
  func member(
    _ base: ExpressionSyntax, _ field: Name, _ expected: ValueType?, _ syntax: ExpressionSyntax
  ) -> Typed? {
    if let type = enumName(base) { return makeCase(field, type, [], syntax.range) }
    guard let typed = expression(base, nil) else { return nil }
    guard case .variant(let type) = typed.type, let variant = declarations.variants[type] else {
      report(.noFields(unit.quoted(base.range), typed.type, field))
      return nil
    }
    let fields = variant.cases.flatMap(\.fields)
    guard let found = fields.first(where: { $0.name == field.text }) else {
      let near = Suggestion.nearest(to: field.text, among: fields.map(\.name))
      report(.unknownField(field, type, near: near))
      return nil
    }
    return Typed(.payload(typed.expression, type: type, field: found.name), found.type)
  }

  /// `enum.case(arguments)`.
  func qualifiedCase(
    _ base: ExpressionSyntax, _ name: Name, _ arguments: [ExpressionSyntax],
    _ syntax: ExpressionSyntax
  ) -> Typed? {
    guard let type = enumName(base) else {
      report(.notAnEnum(unit.quoted(base.range), base.range))
      return nil
    }
    return makeCase(name, type, arguments, syntax.range)
  }

  func test(_ operand: ExpressionSyntax, isNegated: Bool, _ names: [Name]) -> Typed? {
    guard let typed = comparand(operand, nil) else { return nil }
    guard case .variant(let type) = typed.type, let variant = declarations.variants[type] else {
      report(.notTestable(unit.quoted(operand.range), typed.type, operand.range))
      return nil
    }
    var cases: [String] = []
    for name in names {
      guard let found = self.cases(name, of: variant) else { return nil }
      cases += found.filter { !cases.contains($0) }
    }
    let test = Expression.test(typed.expression, type: type, cases: cases)
    let whole = Self.universal(test, ofEach: typed.parts)
    return isNegated ? Typed(.not(whole.expression), .bool) : whole
  }

  /// The cases that a name in a test or pattern speaks of; `error` is all that are marked so.
  func cases(_ name: Name, of variant: VariantType) -> [String]? {
    if variant.caseIndex(name.text) != nil { return [name.text] }
    if name.text == "error" {
      let errors = variant.cases.filter(\.isError).map(\.name)
      if errors.isEmpty {
        report(.noErrorCases(variant.name, name.range))
        return nil
      }
      return errors
    }
    let known = variant.cases.map(\.name)
    let near = Suggestion.nearest(to: name.text, among: known + ["error"])
    report(.unknownCase(name, variant.name, known, near: near))
    return nil
  }
}
