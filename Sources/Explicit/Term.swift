/// An expression with every name replaced by a number, so that grounding it is fast.
///
/// Values are those of the reference evaluator; conditions are 0 or 1. Evaluation order and early
/// stops are the expression's, because they decide whether an undefined read is reached.
indirect enum Term {
  case constant(Int)
  /// The value of a bound variable, by its slot in the environment.
  case bound(Int)
  case read(Place)
  case isDefined(Place)
  case not(Term)
  case and([Term])
  case or([Term])
  case equal(Term, Term)
  case less(Term, Term)
  case lessOrEqual(Term, Term)
  case add(Term, Term)
  case subtract(Term, Term)
  case choice(Term, Term, Term)
  /// Quantifiers; grounding turns them into `and` and `or`.
  case all([Binder], Term)
  case any([Binder], Term)
  /// The entry of a table at the value of the term.
  case lookup(Term, Table)
  /// A variant's value: the number of the case's first value and the payload in mixed radix.
  case compose(base: Int, [Part])

  /// A bound variable and its values.
  struct Binder {
    var slot: Int
    var values: Range<Int>
  }

  /// A payload field of a variant's value; an integer is stored as its distance from `values`.
  struct Part {
    var term: Term
    var values: Range<Int>
  }

  /// A part of the program's table of numbers.
  struct Table {
    var offset: Int
    var entries: [Int32]

    /// The entry that says that there is no answer, which is an error of the spec.
    static let missing = Int32.min
    var isTotal: Bool { !entries.contains(Self.missing) }
  }
}

/// A cell of a variable: `base` plus the sum of the scaled `offsets`, all constants added up.
struct Place {
  var base: Int
  var offsets: [Offset]
  /// What a content of 0 stands for.
  var lower: Int
  /// The number of values, without *undefined*.
  var valueCount: Int
  var isPartial: Bool
  /// All cells of the variable.
  var field: Range<Int>

  struct Offset {
    var stride: Int
    var term: Term
  }

  /// The content of an undefined cell.
  var undefined: Int { valueCount }
  /// The only cell that it can be, if that is known.
  var cell: Int? { offsets.isEmpty ? base : nil }
}

extension Term {
  /// The least and the greatest value that it can have; a condition has 0 and 1.
  var bounds: ClosedRange<Int> {
    switch self {
    case .constant(let value): return value...value
    case .bound: preconditionFailure("only a grounded term has bounds")
    case .read(let place): return place.lower...max(place.lower, place.lower + place.valueCount - 1)
    case .isDefined, .not, .and, .or, .equal, .less, .lessOrEqual, .all, .any: return 0...1
    case .add(let left, let right):
      let (one, other) = (left.bounds, right.bounds)
      return one.lowerBound + other.lowerBound...one.upperBound + other.upperBound
    case .subtract(let left, let right):
      let (one, other) = (left.bounds, right.bounds)
      return one.lowerBound - other.upperBound...one.upperBound - other.lowerBound
    case .choice(_, let then, let otherwise):
      let (one, other) = (then.bounds, otherwise.bounds)
      return min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
    case .lookup(_, let table):
      let known = table.entries.filter { $0 != Table.missing }
      return Int(known.min() ?? 0)...Int(known.max() ?? 0)
    case .compose(let base, let parts):
      return base...base + parts.map(\.values.count).reduce(1, *) - 1
    }
  }

  /// Whether its evaluation can never be an error of the spec.
  var isTotal: Bool {
    switch self {
    case .constant, .bound: true
    case .read(let place): !place.isPartial && place.isTotal
    case .isDefined(let place): place.isTotal
    case .not(let operand), .all(_, let operand), .any(_, let operand): operand.isTotal
    case .and(let operands), .or(let operands): operands.allSatisfy(\.isTotal)
    case .equal(let left, let right), .less(let left, let right), .lessOrEqual(let left, let right),
      .add(let left, let right), .subtract(let left, let right):
      left.isTotal && right.isTotal
    case .choice(let condition, let then, let otherwise):
      condition.isTotal && then.isTotal && otherwise.isTotal
    case .lookup(let operand, let table): operand.isTotal && table.isTotal
    case .compose(_, let parts): parts.allSatisfy(\.isTotal)
    }
  }
}

extension Term.Part {
  /// Whether its term is total and always one of the field's values.
  var isTotal: Bool { term.isTotal && fits }
  /// Whether its term's values, if there are any, are all the field's.
  var fits: Bool {
    values.contains(term.bounds.lowerBound) && values.contains(term.bounds.upperBound)
  }
}

extension Place {
  /// Whether the evaluation of its indices can never be an error.
  var isTotal: Bool { offsets.allSatisfy(\.term.isTotal) }
}
