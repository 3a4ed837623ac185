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
    let clauses = invariant.map(ClauseInOrder.init)
    for structure in structures where shouldStop() == nil {
      let present = Set(structure.tuples.filter { !$0.value.isEmpty }.keys)
      let broken = clauses.firstIndex { clause in
        clause.needed.isSubset(of: present) && !ClauseEvaluator.holds(clause, in: structure)
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

/// A clause with what it denies first.
private struct ClauseInOrder {
  let literals: [Clause.Literal]
  let variables: [ClauseTerm]
  /// The relations that it denies: it is true where one of them has no tuple.
  let needed: [String]

  init(_ clause: Clause) {
    let premises = clause.literals.filter(\.isPremise)
    literals = premises + clause.literals.filter { !$0.isPremise }
    variables = clause.variables
    needed = premises.compactMap { literal in
      if case .holds(let relation, _) = literal.atom { relation } else { nil }
    }
  }
}

extension [String] {
  fileprivate func isSubset(of names: Set<String>) -> Bool { allSatisfy(names.contains) }
}

/// Evaluates clauses by the tuples of what they deny, which are few.
private struct ClauseEvaluator {
  private let structure: Structure
  private let literals: [Clause.Literal]
  private var values: [ClauseTerm: Int] = [:]
  private let variables: [ClauseTerm]

  static func holds(_ clause: ClauseInOrder, in structure: Structure) -> Bool {
    var evaluator = ClauseEvaluator(clause, structure)
    return !evaluator.isViolated(from: 0)
  }

  private init(_ clause: ClauseInOrder, _ structure: Structure) {
    self.structure = structure
    literals = clause.literals
    variables = clause.variables
  }

  /// Whether values for what has none make the literals from the given one on false.
  private mutating func isViolated(from position: Int) -> Bool {
    guard position < literals.count else { return true }
    if literals[position].isPremise, case .holds(let relation, let terms) = literals[position].atom
    {
      for tuple in structure.tuples[relation] ?? [] {
        let before = values
        if bind(terms, to: tuple), isViolated(from: position + 1) { return true }
        values = before
      }
      return false
    }
    return isViolated(variable: 0, from: position)
  }

  /// The same, with no more premises: what has no value yet gets any.
  private mutating func isViolated(variable: Int, from position: Int) -> Bool {
    guard variable < variables.count else {
      return literals[position...].allSatisfy { !isTrue($0) }
    }
    let term = variables[variable]
    guard values[term] == nil else { return isViolated(variable: variable + 1, from: position) }
    for element in 0..<(structure.sizes[term.sort] ?? 1) {
      values[term] = element
      if isViolated(variable: variable + 1, from: position) { return true }
    }
    values[term] = nil
    return false
  }

  private mutating func bind(_ terms: [ClauseTerm], to tuple: [Int]) -> Bool {
    for (term, element) in zip(terms, tuple) {
      if let known = value(term) {
        if known != element { return false }
      } else {
        values[term] = element
      }
    }
    return true
  }

  private func value(_ term: ClauseTerm) -> Int? {
    if case .element(_, let number) = term { number } else { values[term] }
  }

  private func isTrue(_ literal: Clause.Literal) -> Bool {
    switch literal.atom {
    case .holds(let relation, let terms):
      structure.holds(relation, terms.map { value($0) ?? 0 }) == literal.isPositive
    case .equal(let left, let right):
      (value(left) == value(right)) == literal.isPositive
    }
  }
}

extension Clause.Literal {
  /// Whether it denies that a relation holds.
  fileprivate var isPremise: Bool {
    if case .holds = atom { !isPositive } else { false }
  }
}
