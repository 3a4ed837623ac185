/// A propositional variable or its negation.
package struct PropositionalLiteral: Hashable, Sendable {
  /// Twice the variable, plus one for the negation.
  let code: Int32

  init(code: Int32) { self.code = code }

  /// The variable, or its negation.
  package init(_ variable: Int32, _ isPositive: Bool = true) {
    code = variable &* 2 &+ (isPositive ? 0 : 1)
  }

  package var variable: Int32 { code >> 1 }
  package var isPositive: Bool { code & 1 == 0 }
  var index: Int { Int(code) }
  package static prefix func ! (literal: Self) -> Self { Self(code: literal.code ^ 1) }
}

/// A conflict-driven solver for many small questions about one growing set of clauses.
///
/// Decisions are made on four kinds of levels: 0 holds what is always true, 1 the *base* (the
/// hypotheses switched on, which stay between questions), 2 the question, from 3 on guesses. A
/// guess is always false, since small models refute few hypotheses. Nothing here is trusted: proofs
/// are checked by other means. After Eén and Sörensson (2003), with the queue of Biere and Fröhlich
/// (2015) for decisions.
package struct PropositionalSolver {
  package typealias Literal = PropositionalLiteral

  /// What it says of a question.
  package enum Answer: Hashable {
    case satisfiable
    /// The members of the base that contradict the question.
    case unsatisfiable(core: [Literal])
    /// Too many conflicts.
    case undecided
  }

  /// A watcher of a literal: its clause, and another literal that often is true.
  struct Watch {
    var clause: Int32
    var blocker: Literal
  }

  /// Clauses one after another, each as its length and its literals.
  var arena: [Int32] = []
  /// By literal: the clauses in which the *negation* of the literal is watched.
  var watches: [[Watch]] = []
  /// By literal: 1 true, -1 false, 0 open.
  var values: [Int8] = []
  var levels: [Int32] = []
  /// The clause that forced a variable, or -1.
  var reasons: [Int32] = []
  /// What is assigned, in the order of time.
  package internal(set) var trail: [Literal] = []
  var levelStarts: [Int] = []
  var propagated = 0
  var queue = DecisionQueue()
  var isMarked: [Bool] = []

  private(set) var base: [Literal] = []
  /// Nil while the base stands; otherwise why it cannot.
  private var baseConflict: [Literal]?
  /// Whether the clauses contradict each other whatever the base is.
  private(set) var isContradictory = false
  private(set) var conflictCount = 0

  var level: Int { levelStarts.count }
  /// How much the clauses take, in words of four bytes.
  package var size: Int { arena.count }

  /// A solver without clauses.
  package init() {}

  /// A new variable; they are numbered from 0.
  package mutating func makeVariable() -> Int32 {
    let variable = Int32(levels.count)
    levels.append(0)
    reasons.append(-1)
    isMarked.append(false)
    values += [0, 0]
    watches += [[], []]
    queue.append(variable)
    return variable
  }

  /// 1 true, -1 false, 0 open.
  package func value(_ literal: Literal) -> Int8 { values[literal.index] }

  /// Whether the last model makes the variable true.
  package func isTrue(_ variable: Int32) -> Bool { values[Int(variable) &* 2] > 0 }

  /// Adds a clause for good; the answer to the last question is gone.
  package mutating func add(_ literals: [Literal]) {
    if level > 1 { backtrack(to: 1) }
    let open = literals.filter { value($0) >= 0 || levels[Int($0.variable)] > 0 }
    if open.contains(where: { value($0) > 0 && levels[Int($0.variable)] == 0 }) { return }
    guard open.count > 1 else {
      backtrack(to: 0)
      guard let unit = open.first else {
        isContradictory = true
        return
      }
      assign(unit, because: -1)
      if propagate() >= 0 { isContradictory = true }
      return
    }
    // Watch what is not false, so that the base need not be rebuilt.
    let clause = attach(open.sorted { value($0) > value($1) })
    guard level == 1, baseConflict == nil, value(literal(clause, 1)) < 0 else { return }
    if value(literal(clause, 0)) < 0 {
      baseConflict = responsible(for: literals)
    } else if value(literal(clause, 0)) == 0 {
      assign(literal(clause, 0), because: clause)
      propagateBase()
    }
  }

  /// Switches on exactly these literals.
  package mutating func setBase(_ literals: [Literal]) {
    backtrack(to: 0)
    base = literals
  }

  /// Switches on one more literal.
  package mutating func extendBase(_ literal: Literal) {
    base.append(literal)
    guard level > 0 else { return }
    backtrack(to: 1)
    if baseConflict == nil { addToBase(literal) }
  }

  /// Whether all clauses can hold with the base and the question.
  package mutating func solve(_ question: [Literal], conflicts limit: Int) -> Answer {
    if level > 1 { backtrack(to: 1) }
    let end = conflictCount + limit
    while true {
      if isContradictory { return .unsatisfiable(core: []) }
      if level == 0 { raiseBase() }
      if let baseConflict { return .unsatisfiable(core: baseConflict) }
      if level == 1, let core = ask(question) { return .unsatisfiable(core: core) }
      let conflict = propagate()
      if conflict < 0 {
        guard let variable = queue.next(where: { values[Int($0) &* 2] == 0 }) else {
          return .satisfiable
        }
        levelStarts.append(trail.count)
        assign(Literal(variable, false), because: -1)
        continue
      }
      conflictCount += 1
      if level <= 2 {
        return .unsatisfiable(core: responsible(for: literals(of: conflict)))
      }
      guard conflictCount < end else { return .undecided }
      learn(from: conflict)
      // What is learnt on a level that stays must have its consequences there.
      if level == 1 { propagateBase() }
      if level == 0, propagate() >= 0 { isContradictory = true }
    }
  }

  /// Opens level 1.
  private mutating func raiseBase() {
    baseConflict = nil
    levelStarts.append(trail.count)
    for literal in base where baseConflict == nil { addToBase(literal) }
  }

  private mutating func addToBase(_ literal: Literal) {
    guard value(literal) <= 0 else { return }
    guard value(literal) == 0 else {
      baseConflict = [literal] + responsible(for: [literal])
      return
    }
    assign(literal, because: -1)
    propagateBase()
  }

  private mutating func propagateBase() {
    let conflict = propagate()
    if conflict >= 0 { baseConflict = responsible(for: literals(of: conflict)) }
  }

  /// Opens level 2; returns the members of the base that refute the question, if they do at once.
  private mutating func ask(_ question: [Literal]) -> [Literal]? {
    levelStarts.append(trail.count)
    for literal in question where value(literal) <= 0 {
      guard value(literal) == 0 else { return responsible(for: [literal]) }
      assign(literal, because: -1)
      let conflict = propagate()
      if conflict >= 0 { return responsible(for: literals(of: conflict)) }
    }
    return nil
  }
}
