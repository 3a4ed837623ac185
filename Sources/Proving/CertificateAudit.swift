package import Certificates
package import Checking
import Proofs
package import Relational
package import TransitionSystem

/// What a proof is looked at for besides being one.
///
/// Its invariant is true in each state that was really reached; the steps that it is about can
/// happen; and there is nothing in it that nothing needs.
package struct CertificateAudit: Sendable {
  package let system: RelationalSystem
  package let invariant: [Clause]
  package var resources: UInt32 = 20_000_000
  package let shouldStop: @Sendable () -> Verdict.Reason?

  package init(
    _ system: RelationalSystem, _ invariant: [Clause],
    shouldStop: @escaping @Sendable () -> Verdict.Reason? = { nil }
  ) {
    self.system = system
    self.invariant = invariant
    self.shouldStop = shouldStop
  }

  /// For a certificate; nil if its texts cannot be read.
  package init?(
    _ certificate: Certificate, shouldStop: @escaping @Sendable () -> Verdict.Reason?
  ) {
    guard let system = try? ModelReader.system(certificate.files[Certificate.model] ?? ""),
      let invariant = try? ClauseReader.invariant(
        certificate.files[Certificate.invariant] ?? "", of: system)
    else { return nil }
    self.init(system, invariant, shouldStop: shouldStop)
  }

  /// How many states were looked at, and the first clause that is false in one, by its position.
  package func states(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String
  ) throws(OutsideFragment) -> (count: Int, broken: Int?) {
    let structures = try Sampling(
      assembly: assembly, search: search, property: property, shouldStop: shouldStop
    ).structures(of: system)
    let numbers = Dictionary(zip(system.relations.map(\.name), system.relations.indices)) { $1 }
    let clauses = invariant.map { ClauseInOrder($0, numbers) }
    for structure in structures where shouldStop() == nil {
      var present = Array(repeating: false, count: system.relations.count)
      for (name, tuples) in structure.tuples where !tuples.isEmpty {
        if let number = numbers[name] { present[number] = true }
      }
      let broken = clauses.firstIndex { clause in
        clause.needed.allSatisfy { present[$0] } && !ClauseEvaluator.holds(clause, in: structure)
      }
      if let broken { return (structures.count, broken) }
    }
    return (structures.count, nil)
  }

  /// The actions that the invariant says can never happen: code that is not reached.
  package func unreachable() throws -> [String] {
    var probed = system
    for action in probed.actions.indices {
      probed.actions[action].checks = [
        Check(property: "never", kind: .require, condition: .bool(false))
      ]
    }
    let builder = try ObligationBuilder(probed, invariant: invariant)
    let conditions = probed.actions.indices.map { Condition.check(action: $0, check: 0) }
    return try QuantifiedCheck(builder, resources: resources)
      .results(of: conditions) { shouldStop() != nil }
      .filter { $0.answer == .proved }
      .compactMap { $0.condition.action.map { system.actions[$0].name } }
  }

  /// The clauses, by position, without which all that remains is still proved.
  package func unnecessary(threads: Int) async throws -> [Int] {
    let all = try SecondTranslation.conditions(
      model: ModelText.text(system),
      invariant: ClauseText(sorts: system.sorts).invariant(invariant))
    let search = NeedlessClauses(first: system.axioms.count, count: invariant.count)
    let needed = await inParallel(search.batches(of: all), atMost: threads) { batch in
      shouldStop() == nil ? Result { try search.needed(by: batch, resources) } : .success([])
    }
    if shouldStop() != nil { return [] }
    let needs = try needed.reduce(into: Set<Int>()) { $0.formUnion(try $1.get()) }
    return invariant.indices.filter { !needs.contains($0) }
  }
}

/// A clause with what it denies first, and its variables numbered.
private struct ClauseInOrder {
  enum Term {
    case variable(Int)
    case element(Int)
  }

  struct Literal {
    var isPositive: Bool
    /// Nil for an equality.
    var relation: String?
    var terms: [Term]
  }

  let literals: [Literal]
  /// The sorts of the variables.
  let sorts: [String]
  /// The numbers of the relations that it denies: it is true where one of them has no tuple.
  let needed: [Int]

  init(_ clause: Clause, _ numbers: [String: Int]) {
    let variables = clause.variables
    sorts = variables.map(\.sort)
    func term(_ term: ClauseTerm) -> Term {
      if case .element(_, let number) = term { return .element(number) }
      return .variable(variables.firstIndex(of: term) ?? 0)
    }
    let all = clause.literals.map { literal in
      switch literal.atom {
      case .holds(let relation, let terms):
        Literal(
          isPositive: literal.isPositive, relation: relation, terms: terms.map(term))
      case .equal(let left, let right):
        Literal(isPositive: literal.isPositive, relation: nil, terms: [term(left), term(right)])
      }
    }
    let premises = all.filter(\.isPremise)
    literals = premises + all.filter { !$0.isPremise }
    needed = premises.compactMap { $0.relation.flatMap { numbers[$0] } }
  }
}

extension ClauseInOrder.Literal {
  /// Whether it denies that a relation holds.
  fileprivate var isPremise: Bool { relation != nil && !isPositive }
}

/// Evaluates clauses by the tuples of what they deny, which are few.
private struct ClauseEvaluator {
  private let structure: Structure
  private let clause: ClauseInOrder
  /// By variable; -1 for what has none yet.
  private var values: [Int]

  static func holds(_ clause: ClauseInOrder, in structure: Structure) -> Bool {
    var evaluator = ClauseEvaluator(clause, structure)
    return !evaluator.isViolated(from: 0)
  }

  private init(_ clause: ClauseInOrder, _ structure: Structure) {
    self.structure = structure
    self.clause = clause
    values = Array(repeating: -1, count: clause.sorts.count)
  }

  /// Whether values for what has none make the literals from the given one on false.
  private mutating func isViolated(from position: Int) -> Bool {
    guard position < clause.literals.count else { return true }
    let literal = clause.literals[position]
    guard literal.isPremise, let relation = literal.relation else {
      return isViolated(variable: 0, from: position)
    }
    let before = values
    for tuple in structure.tuples[relation] ?? [] {
      if bind(literal.terms, to: tuple), isViolated(from: position + 1) { return true }
      values = before
    }
    return false
  }

  /// The same, with no more premises: what has no value yet gets any.
  private mutating func isViolated(variable: Int, from position: Int) -> Bool {
    guard variable < values.count else {
      return clause.literals[position...].allSatisfy { !isTrue($0) }
    }
    guard values[variable] < 0 else { return isViolated(variable: variable + 1, from: position) }
    for element in 0..<(structure.sizes[clause.sorts[variable]] ?? 1) {
      values[variable] = element
      if isViolated(variable: variable + 1, from: position) { return true }
    }
    values[variable] = -1
    return false
  }

  private mutating func bind(_ terms: [ClauseInOrder.Term], to tuple: [Int]) -> Bool {
    for (term, element) in zip(terms, tuple) {
      let known = value(term)
      if known >= 0 {
        if known != element { return false }
      } else if case .variable(let variable) = term {
        values[variable] = element
      }
    }
    return true
  }

  private func value(_ term: ClauseInOrder.Term) -> Int {
    switch term {
    case .variable(let variable): values[variable]
    case .element(let number): number
    }
  }

  private func isTrue(_ literal: ClauseInOrder.Literal) -> Bool {
    guard let relation = literal.relation else {
      return (value(literal.terms[0]) == value(literal.terms[1])) == literal.isPositive
    }
    return structure.holds(relation, literal.terms.map(value)) == literal.isPositive
  }
}
