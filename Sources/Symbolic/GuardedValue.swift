/// A value that depends on the run: each number that it may be, and when it is that number.
///
/// In every run exactly one condition holds; no condition is the constant false, numbers ascend and
/// differ. So a constant is a single alternative whose condition is the constant true. This is a
/// one-hot encoding which forgets what cannot be: a location out of several hundred costs as many
/// gates as there are locations that the task can have reached.
struct GuardedValue {
  struct Alternative {
    var number: Int
    var condition: Literal
  }

  private(set) var alternatives: [Alternative]

  init(_ constant: Int) {
    alternatives = [Alternative(number: constant, condition: .true)]
  }

  /// The truth value as a number.
  init(_ literal: Literal) {
    switch literal {
    case .true: self.init(1)
    case .false: self.init(0)
    default: self.init([(0, !literal), (1, literal)])
    }
  }

  /// The value that is `number` when one of the literals collected for it holds.
  ///
  /// Exactly one of all the literals holds in each run, or several of one number.
  init(_ cases: some Sequence<(Int, Literal)>, in circuit: Circuit) {
    var collected: [Int: [Literal]] = [:]
    for (number, literal) in cases where literal != .false {
      collected[number, default: []].append(literal)
    }
    self.init(collected: collected, in: circuit)
  }

  init(collected: [Int: [Literal]], in circuit: Circuit) {
    let sorted = collected.sorted { $0.key < $1.key }
    switch sorted.count {
    // Nothing is left only where no run goes, and there any value will do.
    case 0: self.init(0)
    case 1: self.init(sorted[0].key)
    case 2:
      // The other one is what remains; the shorter disjunction is the one to build.
      let builds = sorted[0].value.count < sorted[1].value.count ? 0 : 1
      let condition = circuit.or(sorted[builds].value)
      self.init([(sorted[builds].key, condition), (sorted[1 - builds].key, !condition)])
    default:
      self.init(sorted.map { ($0.key, circuit.or($0.value)) })
    }
  }

  /// Conditions that are as the invariant wants them but for order and constants.
  private init(_ pairs: [(Int, Literal)]) {
    if let certain = pairs.first(where: { $0.1 == .true }) {
      alternatives = [Alternative(number: certain.0, condition: .true)]
      return
    }
    alternatives = pairs.lazy.filter { $0.1 != .false }
      .map { Alternative(number: $0.0, condition: $0.1) }.sorted { $0.number < $1.number }
    if alternatives.count == 1 { alternatives[0].condition = .true }
  }

  /// One of `count` values that the caller leaves open.
  init(numbers: Range<Int>, inputs: [Literal]) {
    self.init(Array(zip(numbers, inputs)))
  }

  /// The number, if it is the same in every run.
  var constant: Int? { alternatives.count == 1 ? alternatives[0].number : nil }

  /// When it is the number.
  func condition(of number: Int) -> Literal {
    for alternative in alternatives where alternative.number == number {
      return alternative.condition
    }
    return .false
  }

  /// Whether the number is not 0, for a truth value.
  var truth: Literal { !condition(of: 0) }
}

extension Circuit {
  /// The value with each number replaced.
  func map(_ value: GuardedValue, _ transform: (Int) -> Int) -> GuardedValue {
    if let constant = value.constant { return GuardedValue(transform(constant)) }
    return GuardedValue(
      value.alternatives.map { (transform($0.number), $0.condition) }, in: self)
  }

  func combine(
    _ left: GuardedValue, _ right: GuardedValue, _ operation: (Int, Int) -> Int
  ) -> GuardedValue {
    if let constant = right.constant { return map(left) { operation($0, constant) } }
    if let constant = left.constant { return map(right) { operation(constant, $0) } }
    var cases: [(Int, Literal)] = []
    for first in left.alternatives {
      for second in right.alternatives {
        let both = and(first.condition, second.condition)
        cases.append((operation(first.number, second.number), both))
      }
    }
    return GuardedValue(cases, in: self)
  }

  /// When a relation holds between two values.
  func relate(
    _ left: GuardedValue, _ right: GuardedValue, _ holds: (Int, Int) -> Bool
  ) -> Literal {
    var cases: [Literal] = []
    var isCertain = true
    for first in left.alternatives {
      let partners = right.alternatives.filter { holds(first.number, $0.number) }
      if partners.count == right.alternatives.count {
        cases.append(first.condition)
      } else {
        isCertain = false
        cases.append(and(first.condition, or(partners.map(\.condition))))
      }
    }
    return isCertain ? .true : or(cases)
  }

  func ifThenElse(
    _ condition: Literal, _ then: GuardedValue, _ otherwise: GuardedValue
  ) -> GuardedValue {
    switch condition {
    case .true: return then
    case .false: return otherwise
    default:
      let chosen = then.alternatives.map { ($0.number, and(condition, $0.condition)) }
      let rest = otherwise.alternatives.map { ($0.number, and(!condition, $0.condition)) }
      // A number on both sides keeps its condition, if that does not depend on the side.
      return GuardedValue(merged(then, otherwise, chosen + rest), in: self)
    }
  }

  private func merged(
    _ then: GuardedValue, _ otherwise: GuardedValue, _ cases: [(Int, Literal)]
  ) -> [(Int, Literal)] {
    let shared = then.alternatives.filter { $0.condition == otherwise.condition(of: $0.number) }
    if shared.isEmpty { return cases }
    let numbers = Set(shared.map(\.number))
    return cases.filter { !numbers.contains($0.0) }
      + shared.map { ($0.number, $0.condition) }
  }
}
