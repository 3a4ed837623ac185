internal import TransitionSystem

/// Expressions: what the operators ask of their operands.
extension BodyChecker {
  /// The expression with its type; `expected` helps to find cases and elements, but whether the
  /// type is the expected one is for the caller to check.
  func expression(_ syntax: ExpressionSyntax, _ expected: ValueType?) -> Typed? {
    guard let typed = comparand(syntax, expected) else { return nil }
    guard let part = typed.parts.first else { return typed }
    report(.partNeeded(unit.quoted(syntax.range), part.type, syntax.range))
    return nil
  }

  /// The expression, which may also be state of all parts of something.
  func comparand(_ syntax: ExpressionSyntax, _ expected: ValueType?) -> Typed? {
    guard !unit.log.isFull else { return nil }
    switch syntax.kind {
    case .boolean(let value): return Typed(.bool(value), .bool)
    case .integer(let value): return integer(value, expected)
    case .name(let name): return resolve(Name(name, syntax.range), expected)
    case .call(let callee, let arguments):
      return application(callee, arguments, expected, syntax)
    case .member(let base, let field): return member(base, field, expected, syntax)
    case .memberCall(let base, let name, let arguments):
      return qualifiedCase(base, name, arguments, syntax)
    case .indexed: return read(syntax)
    case .defined(let place): return defined(place)
    case .first(let sort): return end(of: sort) { .element(sort: $0, 0) }
    case .last(let sort): return end(of: sort) { .last(sort: $0) }
    case .held(let isShared, let lock): return held(lock, isShared: isShared)
    case .not(let operand):
      return condition(operand, "the operand of '!'").map { Typed(.not($0), .bool) }
    case .negated(let operand): return negated(operand, expected, syntax)
    case .binary(let binary, let left, let right):
      return self.binary(binary, left, right, syntax)
    case .chain(let chained, let operands): return chain(chained, operands)
    case .test(let operand, let isNegated, let cases):
      return test(operand, isNegated: isNegated, cases)
    case .conditional(let condition, let then, let otherwise):
      return conditional(condition, then, otherwise, expected)
    case .quantified(let isUniversal, let parameters, let condition, let body):
      return quantified(isUniversal, parameters, condition, body)
    }
  }

  private func integer(_ value: Int, _ expected: ValueType?) -> Typed {
    if case .sort(let name) = expected, let sort = declarations.sorts[name],
      sort.elementNames == .plain
    {
      return Typed(.element(sort: name, value), .sort(name))
    }
    return Typed(.integer(value), .integer(value...value))
  }

  private func end(of sort: Name, _ make: (String) -> Expression) -> Typed? {
    guard let found = unit.resolveSort(sort) else { return nil }
    guard found.isOrdered else {
      report(.unorderedSort(sort))
      return nil
    }
    return Typed(make(found.name), .sort(found.name))
  }

  private func negated(
    _ operand: ExpressionSyntax, _ expected: ValueType?, _ syntax: ExpressionSyntax
  ) -> Typed? {
    if isBareCase(operand) {
      guard let typed = expression(operand, expected) else { return nil }
      if case .make(let type, let name, _) = typed.expression,
        declarations.variants[type]?.cases.first(where: { $0.name == name })?.isError == false
      {
        report(.notAnError(name, type, operand.range))
      }
      if case .variant = typed.type { return typed }
    }
    guard let typed = self.integer(operand, "the operand of '-'"),
      case .integer(let range) = typed.type
    else { return nil }
    let type = ValueType.integer(-range.upperBound ... -range.lowerBound)
    if case .integer(let value) = typed.expression { return Typed(.integer(-value), type) }
    return Typed(.subtract(.integer(0), typed.expression), type)
  }

  /// An operand that must be an integer.
  private func integer(_ syntax: ExpressionSyntax, _ reason: String) -> Typed? {
    guard let typed = expression(syntax, nil) else { return nil }
    if case .integer = typed.type { return typed }
    report(.integerNeeded(unit.quoted(syntax.range), typed.type, reason, syntax.range))
    return nil
  }

  private func binary(
    _ binary: ExpressionSyntax.BinaryOperator, _ left: ExpressionSyntax,
    _ right: ExpressionSyntax, _ syntax: ExpressionSyntax
  ) -> Typed? {
    switch binary {
    case .implies:
      let premise = condition(left, "the left side of '=>'")
      let conclusion = banningCalls("behind '=>'") {
        condition(right, "the right side of '=>'")
      }
      guard let premise, let conclusion else { return nil }
      return Typed(.implies(premise, conclusion), .bool)
    case .add, .subtract: return sum(binary, left, right)
    case .equal, .notEqual:
      guard let (left, right) = comparands(left, right, binary) else { return nil }
      let equal = Self.universal(
        .equal(left.expression, right.expression), ofEach: left.parts + right.parts)
      return binary == .equal ? equal : Typed(.not(equal.expression), .bool)
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard let (lower, upper) = comparands(left, right, binary) else { return nil }
      guard isOrdered(lower.type) else {
        report(.unorderedComparison(binary.rawValue, lower.type, syntax.range))
        return nil
      }
      return Self.universal(
        ordering(binary, lower.expression, upper.expression), ofEach: lower.parts + upper.parts)
    }
  }

  private func ordering(
    _ binary: ExpressionSyntax.BinaryOperator, _ left: Expression, _ right: Expression
  ) -> Expression {
    switch binary {
    case .less: .less(left, right)
    case .greater: .less(right, left)
    case .greaterOrEqual: .lessOrEqual(right, left)
    case .lessOrEqual, .equal, .notEqual, .add, .subtract, .implies: .lessOrEqual(left, right)
    }
  }

  private func sum(
    _ binary: ExpressionSyntax.BinaryOperator, _ left: ExpressionSyntax, _ right: ExpressionSyntax
  ) -> Typed? {
    let leftValue = integer(left, "the left side of '\(binary.rawValue)'")
    let rightValue = integer(right, "the right side of '\(binary.rawValue)'")
    guard let leftValue, let rightValue, case .integer(let first) = leftValue.type,
      case .integer(let second) = rightValue.type
    else { return nil }
    let expressions = (leftValue.expression, rightValue.expression)
    // Definitions can be nested, so bounds could grow without end; cells have 16 bits anyway.
    let limit = 1 << 40
    func clamped(_ value: Int) -> Int { min(max(value, -limit), limit) }
    guard binary == .add else {
      let lower = clamped(first.lowerBound - second.upperBound)
      let upper = clamped(first.upperBound - second.lowerBound)
      return Typed(.subtract(expressions.0, expressions.1), .integer(lower...upper))
    }
    let lower = clamped(first.lowerBound + second.lowerBound)
    let upper = clamped(first.upperBound + second.upperBound)
    return Typed(.add(expressions.0, expressions.1), .integer(lower...upper))
  }

  /// Both sides of a comparison, of one type; the side that knows its type helps the other.
  private func comparands(
    _ left: ExpressionSyntax, _ right: ExpressionSyntax, _ binary: ExpressionSyntax.BinaryOperator
  ) -> (Typed, Typed)? {
    guard let (first, second) = pair(left, right, nil, comparand) else { return nil }
    guard first.type.fits(second.type) else {
      report(
        .incomparable(
          unit.quoted(left.range), first.type, unit.quoted(right.range), second.type,
          binary.rawValue, left.range.union(right.range)))
      return nil
    }
    return (first, second)
  }

  /// Two expressions of which one may tell the type of the other.
  ///
  /// If the one that knows its type is wrong, nothing is said of one that does not.
  private func pair(
    _ left: ExpressionSyntax, _ right: ExpressionSyntax, _ expected: ValueType?,
    _ read: (ExpressionSyntax, ValueType?) -> Typed?
  ) -> (Typed, Typed)? {
    let isReversed = expected == nil && needsContext(left) && !needsContext(right)
    let (first, second) = isReversed ? (right, left) : (left, right)
    let known = read(first, expected)
    if known == nil && expected == nil && needsContext(second) { return nil }
    let other = read(second, expected ?? known?.type)
    guard let known, let other else { return nil }
    return isReversed ? (other, known) : (known, other)
  }

  private func isOrdered(_ type: ValueType) -> Bool {
    switch type {
    case .integer: true
    case .sort(let name): declarations.sorts[name]?.isOrdered == true
    case .bool, .variant: false
    }
  }

  private func chain(
    _ chained: ExpressionSyntax.ChainOperator, _ operands: [ExpressionSyntax]
  ) -> Typed? {
    let reason = "an operand of '\(chained.rawValue)'"
    var lowered: [Expression?] = []
    for (position, operand) in operands.enumerated() {
      if position == 0 {
        lowered.append(condition(operand, reason))
      } else {
        lowered.append(
          banningCalls("behind '\(chained.rawValue)'") { condition(operand, reason) })
      }
    }
    let found = lowered.compactMap(\.self)
    guard found.count == operands.count else { return nil }
    return Typed(chained == .and ? .and(found) : .or(found), .bool)
  }

  private func conditional(
    _ condition: ExpressionSyntax, _ then: ExpressionSyntax, _ otherwise: ExpressionSyntax,
    _ expected: ValueType?
  ) -> Typed? {
    let test = self.condition(condition, "the condition of '?:'")
    return banningCalls("behind '?'") {
      guard let (first, second) = pair(then, otherwise, expected, expression), let test else {
        return nil
      }
      guard first.type.fits(second.type) else {
        report(
          .branchesDiffer(first.type, second.type, then.range.union(otherwise.range)))
        return nil
      }
      return Typed(
        .ifThenElse(test, first.expression, second.expression), first.type.joined(with: second.type)
      )
    }
  }

  private func quantified(
    _ isUniversal: Bool, _ parameters: [ParameterSyntax], _ condition: ExpressionSyntax?,
    _ body: ExpressionSyntax
  ) -> Typed? {
    let word = isUniversal ? "forall" : "exists"
    return scoped {
      banningCalls("inside '\(word)'") {
        let bound = quantify(parameters)
        guard let bound else { return nil }
        let filter = condition.map { self.condition($0, "a condition after 'where'") }
        let body = self.condition(body, "the body of '\(word)'")
        guard let body else { return nil }
        guard let filter else {
          return Typed(isUniversal ? .forAll(bound, body) : .exists(bound, body), .bool)
        }
        guard let filter else { return nil }
        guard isUniversal else { return Typed(.exists(bound, .and([filter, body])), .bool) }
        return Typed(.forAll(bound, .implies(filter, body)), .bool)
      }
    }
  }
}
