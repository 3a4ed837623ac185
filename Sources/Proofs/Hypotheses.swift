import Relational
import TransitionSystem

/// Everything that may be assumed before a step: the totalities, and after them clauses, which may
/// become more.
struct Hypotheses: Sendable {
  /// Its invariant is empty: hypotheses are instantiated, not built into obligations.
  let builder: ObligationBuilder
  private(set) var clauses: [Clause] = []
  let vocabulary: Vocabulary
  private var patterns: [Pattern] = []
  private var numbers: [Clause: Int] = [:]
  /// By relation: the clauses that nothing violates where the relation is empty, by their numbers.
  private(set) var watching: [[Int]]
  /// The numbers of the clauses without such a relation.
  private(set) var unwatched: [Int] = []

  init(_ builder: ObligationBuilder, _ clauses: [Clause]) {
    self.builder = builder
    vocabulary = Vocabulary(builder.system, clauses: clauses)
    watching = Array(repeating: [], count: vocabulary.relations.count)
    for clause in clauses { add(clause) }
  }

  /// Adds a clause if it is not there; returns its number.
  @discardableResult mutating func add(_ clause: Clause) -> Int {
    if let known = numbers[clause] { return known }
    let number = count
    let pattern = Pattern(clause, vocabulary)
    if let first = pattern.required.first {
      watching[first.relation].append(number)
    } else {
      unwatched.append(number)
    }
    clauses.append(clause)
    patterns.append(pattern)
    numbers[clause] = number
    return number
  }

  var system: RelationalSystem { builder.system }

  var count: Int { system.totalities.count + clauses.count }

  /// The numbers of the clauses.
  var clauseNumbers: Range<Int> { system.totalities.count..<count }

  func isTotality(_ hypothesis: Int) -> Bool { hypothesis < system.totalities.count }

  /// The clause of this number, which is not that of a totality.
  func clause(_ hypothesis: Int) -> Clause { clauses[hypothesis - system.totalities.count] }

  /// The same as a pattern.
  func pattern(_ hypothesis: Int) -> Pattern { patterns[hypothesis - system.totalities.count] }
}
