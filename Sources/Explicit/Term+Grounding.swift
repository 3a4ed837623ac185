/// The values of the bound variables, by slot.
typealias Environment = [Int]

extension Term {
  /// The term at these values of its bound variables, constants folded, quantifiers spelled out.
  ///
  /// Nothing that might be an error of the spec is folded away.
  func grounded(_ environment: inout Environment) -> Term {
    switch self {
    case .constant: return self
    case .bound(let slot): return .constant(environment[slot])
    case .read(let place): return .read(place.grounded(&environment))
    case .isDefined(let place):
      let ground = place.grounded(&environment)
      return !ground.isPartial && ground.isTotal ? .constant(1) : .isDefined(ground)
    case .not(let operand): return Self.negation(operand.grounded(&environment))
    case .and(let operands):
      return Self.chain(operands.lazyGrounded(&environment, until: 0), stop: 0)
    case .or(let operands):
      return Self.chain(operands.lazyGrounded(&environment, until: 1), stop: 1)
    case .equal(let left, let right):
      return Self.folded(left, right, &environment, Term.equal) { $0 == $1 ? 1 : 0 }
    case .less(let left, let right):
      return Self.folded(left, right, &environment, Term.less) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual(let left, let right):
      return Self.folded(left, right, &environment, Term.lessOrEqual) { $0 <= $1 ? 1 : 0 }
    case .add(let left, let right): return Self.folded(left, right, &environment, Term.add, +)
    case .subtract(let left, let right):
      return Self.folded(left, right, &environment, Term.subtract, -)
    case .choice(let condition, let then, let otherwise):
      return Self.choice(
        of: condition.grounded(&environment), then: then, otherwise: otherwise, &environment)
    case .all(let binders, let body):
      return Self.chain(body.instances(binders, &environment, until: 0), stop: 0)
    case .any(let binders, let body):
      return Self.chain(body.instances(binders, &environment, until: 1), stop: 1)
    case .lookup(let operand, let table):
      return Self.entry(of: table, at: operand.grounded(&environment))
    case .compose(let base, let parts): return Self.composed(base, parts, &environment)
    }
  }

  private static func negation(_ operand: Term) -> Term {
    switch operand {
    case .constant(let value): .constant(1 - value)
    case .not(let inner): inner
    default: .not(operand)
    }
  }

  private static func folded(
    _ left: Term, _ right: Term, _ environment: inout Environment, _ make: (Term, Term) -> Term,
    _ compute: (Int, Int) -> Int
  ) -> Term {
    let (one, other) = (left.grounded(&environment), right.grounded(&environment))
    guard case .constant(let first) = one, case .constant(let second) = other else {
      return make(one, other)
    }
    return .constant(compute(first, second))
  }

  private static func choice(
    of condition: Term, then: Term, otherwise: Term, _ environment: inout Environment
  ) -> Term {
    guard case .constant(let value) = condition else {
      return .choice(condition, then.grounded(&environment), otherwise.grounded(&environment))
    }
    return value != 0 ? then.grounded(&environment) : otherwise.grounded(&environment)
  }

  private static func entry(of table: Table, at operand: Term) -> Term {
    guard case .constant(let value) = operand, table.entries[value] != Table.missing else {
      return .lookup(operand, table)
    }
    return .constant(Int(table.entries[value]))
  }

  private static func composed(
    _ base: Int, _ parts: [Part], _ environment: inout Environment
  ) -> Term {
    var ground: [Part] = []
    var offset: Int? = 0
    for part in parts {
      let term = part.term.grounded(&environment)
      ground.append(Part(term: term, values: part.values))
      if case .constant(let value) = term, part.values.contains(value), let known = offset {
        offset = known * part.values.count + value - part.values.lowerBound
      } else {
        offset = nil
      }
    }
    return offset.map { .constant(base + $0) } ?? .compose(base: base, ground)
  }

  /// A conjunction (`stop` 0) or disjunction (1), flat and without the operands that do not matter.
  static func chain(_ operands: [Term], stop: Int) -> Term {
    var flat: [Term] = []
    for operand in operands {
      switch operand {
      case .constant(let value):
        guard value == stop else { continue }
        return flat.isEmpty ? operand : wrap(flat + [operand], stop)
      case .and(let inner) where stop == 0: flat += inner
      case .or(let inner) where stop == 1: flat += inner
      default: flat.append(operand)
      }
    }
    if flat.isEmpty { return .constant(1 - stop) }
    return flat.count == 1 ? flat[0] : wrap(flat, stop)
  }

  private static func wrap(_ operands: [Term], _ stop: Int) -> Term {
    stop == 0 ? .and(operands) : .or(operands)
  }

  /// The ground instances for all values of the binders, up to the first that decides.
  private func instances(
    _ binders: [Binder], _ environment: inout Environment, until stop: Int
  ) -> [Term] {
    var found: [Term] = []
    forEachAssignment(of: binders, &environment) { environment in
      found.append(grounded(&environment))
      if case .constant(stop) = found[found.count - 1] { return false }
      return true
    }
    return found
  }
}

extension [Term] {
  /// The ground operands up to the first constant that ends the chain.
  fileprivate func lazyGrounded(_ environment: inout Environment, until stop: Int) -> [Term] {
    var found: [Term] = []
    for operand in self {
      found.append(operand.grounded(&environment))
      if case .constant(stop) = found[found.count - 1] { break }
    }
    return found
  }
}

extension Place {
  /// The place at these values of the bound variables.
  func grounded(_ environment: inout Environment) -> Place {
    var ground = self
    ground.offsets = []
    for offset in offsets {
      let term = offset.term.grounded(&environment)
      if case .constant(let value) = term {
        ground.base += offset.stride * value
      } else {
        ground.offsets.append(Offset(stride: offset.stride, term: term))
      }
    }
    return ground
  }
}

/// Runs the body for all values of the binders, the last one fastest, while it returns true.
@discardableResult
func forEachAssignment(
  of binders: [Term.Binder], _ environment: inout Environment, from first: Int = 0,
  _ body: (inout Environment) -> Bool
) -> Bool {
  guard first < binders.count else { return body(&environment) }
  for value in binders[first].values {
    environment[binders[first].slot] = value
    guard forEachAssignment(of: binders, &environment, from: first + 1, body) else { return false }
  }
  return true
}
