import Relational
import SMT
import TransitionSystem

/// Models, and what is added where they violate something.
extension ConditionSolver {
  /// Makes equality of the constants transitive.
  func relateEqualities(of active: [Int]) {
    guard transitive.insert(active).inserted else { return }
    for sort in hypotheses.vocabulary.sorts.indices {
      let members = active.filter { constantSorts[$0] == sort }
      for (first, left) in members.enumerated() {
        for (second, middle) in members.enumerated() where second > first {
          _ = equality(left, middle)
          for right in members[(second + 1)...] { relate(left, middle, right) }
        }
      }
    }
  }

  private func relate(_ first: Int, _ second: Int, _ third: Int) {
    guard transitive.insert([first, second, third, -1]).inserted else { return }
    let sides = [equality(first, second), equality(second, third), equality(first, third)]
    for side in sides.indices {
      solver.add(sides.indices.map { $0 == side ? sides[$0] : !sides[$0] })
    }
  }

  /// The facts of the model about active constants, or nil if the model broke congruence and a
  /// clause has been added that forbids it.
  func consistentFacts(_ active: [Int]) -> Facts? {
    let vocabulary = hypotheses.vocabulary
    var representatives = Array(constantSorts.indices)
    var universe: [[Int]] = Array(repeating: [], count: vocabulary.sorts.count)
    var merged = false
    for constant in active {
      let sort = constantSorts[constant]
      if let same = universe[sort].first(where: { areEqual($0, constant) }) {
        representatives[constant] = same
        merged = true
      } else {
        universe[sort].append(constant)
      }
    }
    var isActive = Array(repeating: false, count: constantSorts.count)
    for constant in active { isActive[constant] = true }
    var facts = Facts(
      relationCount: vocabulary.relations.count, universe: universe,
      representatives: representatives)
    var origins: [AtomKey: AtomKey] = [:]
    for literal in solver.trail where literal.isPositive {
      guard let key = atoms[Int(literal.variable)], key.isWithin(isActive, arity(key)) else {
        continue
      }
      let canonical = merged ? facts.canonical(key, arity: arity(key)) : key
      if facts.insert(canonical), merged { origins[canonical] = key }
    }
    guard merged else { return facts }
    return repairCongruence(facts, origins, isActive) ? nil : facts
  }

  private func arity(_ key: AtomKey) -> Int { hypotheses.vocabulary.places[key.relation].count }

  private func areEqual(_ left: Int, _ right: Int) -> Bool {
    equalities[min(left, right) * AtomKey.constantLimit + max(left, right)]
      .map { solver.isTrue($0) } ?? false
  }

  /// Adds what the model lacks of: equal constants have the same relations.
  private func repairCongruence(
    _ facts: Facts, _ origins: [AtomKey: AtomKey], _ isActive: [Bool]
  ) -> Bool {
    var broken: [(fact: AtomKey, atom: AtomKey)] = []
    for key in atoms {
      guard let key, !facts.tuples[key.relation].isEmpty, key.isWithin(isActive, arity(key)),
        let variable = atomVariables[key], !solver.isTrue(variable),
        let fact = origins[facts.canonical(key, arity: arity(key))]
      else { continue }
      broken.append((fact, key))
    }
    for (fact, atom) in broken {
      var clause = [!Literal(variable(of: fact)), Literal(variable(of: atom))]
      for place in 0..<arity(fact) where fact[place] != atom[place] {
        clause.append(!equality(fact[place], atom[place]))
      }
      solver.add(clause.withoutRepetitions)
    }
    return !broken.isEmpty
  }

  /// Adds instances that the facts violate, of formulas of the moment and of hypotheses.
  func instantiateViolated(_ facts: Facts) -> Bool {
    var instances: [(owner: Literal, pattern: Pattern, bindings: [Int])] = []
    for (gate, pattern) in localPatterns {
      guard let gate, solver.value(gate) > 0 else { continue }
      for bindings in PatternMatcher.violations(of: pattern, in: facts, limit: 32) {
        instances.append((gate, pattern, bindings))
      }
    }
    func look(at hypothesis: Int) {
      guard isAlive[hypothesis] else { return }
      let pattern = hypotheses.pattern(hypothesis)
      for bindings in PatternMatcher.violations(of: pattern, in: facts, limit: 8) {
        instances.append((selector(hypothesis), pattern, bindings))
      }
    }
    if moment != .initial {
      for relation in facts.tuples.indices where !facts.tuples[relation].isEmpty {
        for hypothesis in hypotheses.watching[relation] { look(at: hypothesis) }
      }
      for hypothesis in hypotheses.unwatched { look(at: hypothesis) }
    }
    for (owner, pattern, bindings) in instances { add(pattern, bindings, owner) }
    return !instances.isEmpty
  }

  private func add(_ pattern: Pattern, _ bindings: [Int], _ owner: Literal) {
    var clause = [!owner]
    clause += pattern.required.map { !Literal(variable(of: $0.key(bindings))) }
    clause += pattern.forbidden.map { Literal(variable(of: $0.key(bindings))) }
    clause += pattern.requiredEqual.map { !equality($0.value(bindings), $1.value(bindings)) }
    clause += pattern.requiredDistinct.map { equality($0.value(bindings), $1.value(bindings)) }
    solver.add(clause.withoutRepetitions)
  }
}

extension AtomKey {
  /// Whether all its constants are active.
  fileprivate func isWithin(_ isActive: [Bool], _ arity: Int) -> Bool {
    for place in 0..<arity where !isActive[self[place]] { return false }
    return true
  }
}

extension [PropositionalLiteral] {
  /// Each literal once.
  fileprivate var withoutRepetitions: Self {
    var seen: Set<PropositionalLiteral> = []
    return filter { seen.insert($0).inserted }
  }
}
