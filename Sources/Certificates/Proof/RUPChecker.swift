/// Checks proofs that a formula has no valuation: each lemma must follow by unit propagation.
///
/// The proof is a DRUP text (Heule, Hunt, Wetzler, 2013): one lemma a line, `d` before a clause
/// that is no longer needed, the empty clause in the end. The check goes forwards and keeps every
/// clause that is the reason of a top-level unit, as drat-trim does.
package struct RUPChecker {
  private var clauses: [[Int32]] = []
  /// The clauses that watch a literal, by the literal's number.
  private var watches: [[Int]]
  /// By literal: true, false or open.
  private var values: [Bool?]
  private var trail: [Int32] = []
  /// The reasons of the units that hold for good.
  private var reasons: Set<Int> = []
  private var propagated = 0
  private var isRefuted = false
  /// The living clauses of the same literals.
  private var identifiers: [[Int32]: [Int]] = [:]

  /// - Throws: `TextError` with the first line that does not follow.
  package static func check(
    dimacs: String, proof: String, dimacsFile: String = "dimacs", proofFile: String = "proof"
  ) throws(TextError) {
    let formula = try ClauseSet.read(dimacs: dimacs, file: dimacsFile)
    // Nothing follows from the empty clause that is not there already.
    if formula.clauses.contains([]) { return }
    var checker = RUPChecker(variableCount: formula.variableCount)
    for clause in formula.clauses { checker.add(clause) }
    var lines = ClauseLines(file: proofFile, text: proof)
    while let line = try lines.next() {
      let clause = Array(line.numbers.dropLast())
      guard line.numbers.last == 0, line.letter != UInt8(ascii: "p"),
        clause.allSatisfy({ $0 != 0 && $0.magnitude <= formula.variableCount })
      else { throw lines.error("a line that is no clause of the formula's variables") }
      if line.letter == nil {
        guard checker.follows(clause) else { throw lines.error("this does not follow") }
        if clause.isEmpty { return }
        checker.add(clause)
      } else if !checker.remove(clause) {
        throw lines.error("this is no clause that is there")
      }
    }
    throw lines.error("the proof ends without the empty clause")
  }

  private init(variableCount: Int) {
    watches = Array(repeating: [], count: 2 * variableCount + 2)
    values = Array(repeating: nil, count: 2 * variableCount + 2)
  }

  private func index(_ literal: Int32) -> Int {
    literal > 0 ? 2 * Int(literal) : -2 * Int(literal) + 1
  }

  private mutating func assign(_ literal: Int32) {
    values[index(literal)] = true
    values[index(-literal)] = false
    trail.append(literal)
  }

  /// Takes the clause in for good, and what it implies at once.
  private mutating func add(_ literals: [Int32]) {
    let number = clauses.count
    identifiers[Self.key(literals), default: []].append(number)
    var clause = Array(Set(literals)).sorted()
    // A clause watches two literals that are not false, as long as it has them.
    let open = clause.partition { values[index($0)] == false }
    clauses.append(clause)
    if clause.count > 1 {
      watches[index(clause[0])].append(number)
      watches[index(clause[1])].append(number)
    }
    if open == 0 {
      isRefuted = true
    } else if open == 1, values[index(clause[0])] == nil {
      reasons.insert(number)
      assign(clause[0])
      if !propagate(keepingReasons: true) { isRefuted = true }
    }
  }

  private mutating func remove(_ literals: [Int32]) -> Bool {
    let key = Self.key(literals)
    guard let number = identifiers[key]?.last else { return false }
    if reasons.contains(number) { return true }
    identifiers[key]?.removeLast()
    for literal in clauses[number].prefix(2) {
      watches[index(literal)].removeAll { $0 == number }
    }
    clauses[number] = []
    return true
  }

  /// Whether the negation of the clause leads to a conflict by propagation.
  private mutating func follows(_ clause: [Int32]) -> Bool {
    if isRefuted { return true }
    let start = trail.count
    defer {
      for literal in trail[start...] {
        values[index(literal)] = nil
        values[index(-literal)] = nil
      }
      trail.removeLast(trail.count - start)
      propagated = start
    }
    for literal in clause {
      if values[index(literal)] == true { return true }
      if values[index(literal)] == nil { assign(-literal) }
    }
    return !propagate(keepingReasons: false)
  }

  /// Follows units to their end; false after a conflict.
  private mutating func propagate(keepingReasons: Bool) -> Bool {
    while propagated < trail.count {
      let lost = -trail[propagated]
      propagated += 1
      guard visit(lost, keepingReasons) else { return false }
    }
    return true
  }

  /// Gives each clause that watches a false literal another one to watch.
  private mutating func visit(_ lost: Int32, _ keepingReasons: Bool) -> Bool {
    let place = index(lost)
    var kept: [Int] = []
    let watching = watches[place]
    watches[place] = []
    for (position, number) in watching.enumerated() {
      if clauses[number][0] == lost { clauses[number].swapAt(0, 1) }
      let other = clauses[number][0]
      if values[index(other)] == true {
        kept.append(number)
        continue
      }
      let next = clauses[number].indices.dropFirst(2)
        .first { values[index(clauses[number][$0])] != false }
      if let next {
        clauses[number].swapAt(1, next)
        watches[index(clauses[number][1])].append(number)
        continue
      }
      kept.append(number)
      if values[index(other)] == false {
        watches[place] = kept + watching[(position + 1)...]
        return false
      }
      if keepingReasons { reasons.insert(number) }
      assign(other)
    }
    watches[place] = kept
    return true
  }

  private static func key(_ literals: [Int32]) -> [Int32] { Array(Set(literals)).sorted() }
}
