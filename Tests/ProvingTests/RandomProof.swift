import Certificates
import Explicit
import Proofs
import Proving
import Relational
import TestSupport
import TransitionSystem

/// What the prover makes of a random system.
struct RandomProof {
  let random: RandomSystem
  let system: RelationalSystem
  let structures: [Structure]
  /// Everything that all actions keep.
  private(set) var clauses: [Clause] = []
  /// By property.
  private(set) var proofs: [String: Proof] = [:]

  /// Nil: it has no relational form, too many states, or an error of the spec.
  init?(_ random: RandomSystem, mostStates: Int) async throws {
    self.random = random
    guard let system = try? Translation.relational(random.system), system.fragmentErrors.isEmpty,
      let sample = try? Explicit.sample(
        random.system, scope: random.scope, walks: 0, length: 0, breadth: mostStates, seed: 1),
      sample.isExhaustive
    else { return nil }
    self.system = system
    let abstraction = Abstraction(Layout(system: random.system, scope: random.scope), system)
    structures = sample.states.map(abstraction.structure)
    try await search()
  }

  private mutating func search() async throws {
    let samples = CandidateSamples(relations: system.relations, structures: structures)
    var options = CandidateOptions()
    options.globalLiterals = 2
    options.globalVariables = 2
    options.globalAtoms = 48
    let found = CandidateSearch(options: options, known: system.structure).candidates(in: samples)
    let houdini = try Houdini(system, candidates: found.clauses, workers: 1)
    guard let fixpoint = await houdini.run() else { return }
    clauses = fixpoint.clauses
    for property in Self.safety(random.system) {
      let demands = system.demands(of: property)
      guard demands.allSatisfy(fixpoint.proved.contains),
        let invariant = await houdini.minimize(for: demands)
      else { continue }
      let proof = Proof(
        system: system.restricted(to: property), invariant: invariant.clauses,
        totalities: invariant.totalities)
      if try proof.check().failed.isEmpty { proofs[property] = proof }
    }
  }

  /// The properties that a violation can refute.
  static func safety(_ system: TransitionSystem) -> [String] {
    system.properties.compactMap { property in
      if case .reachable = property.kind { nil } else { property.name }
    }
  }

  /// The scope of the system, and those with one element more or fewer of each sort.
  var scopes: [Scope] {
    var found = [random.scope]
    for sort in random.system.sorts {
      for change in [-1, 1] {
        var scope = random.scope
        scope.sizes[sort.name] = scope[sort.name] + change
        let named = random.system.namedElements(of: sort.name)
        if scope[sort.name] >= max(1, named) { found.append(scope) }
      }
    }
    return found
  }
}

extension RelationalSystem {
  /// What a proof of the property has to show of its checks and goals.
  func demands(of property: String) -> [Condition] {
    let goals = goals.indices.filter { self.goals[$0].property == property }.map(Condition.goal)
    let checks = actions.enumerated().flatMap { number, action in
      action.checks.indices
        .filter { action.checks[$0].property == property && action.checks[$0].kind == .require }
        .map { Condition.check(action: number, check: $0) }
    }
    return goals + checks
  }

  func restricted(to property: String) -> RelationalSystem {
    var result = self
    result.goals.removeAll { $0.property != property }
    for index in result.actions.indices {
      result.actions[index].checks.removeAll { $0.property != property }
    }
    return result
  }
}

extension TransitionSystem {
  /// The number of the greatest element of the sort that anything names, plus one.
  func namedElements(of sort: String) -> Int {
    var greatest = 0
    func look(_ expression: Expression) {
      if case .element(sort, let number) = expression { greatest = max(greatest, number + 1) }
      expression.children.forEach(look)
    }
    func look(_ update: Update) {
      (update.indices + [update.condition] + (update.value.map { [$0] } ?? [])).forEach(look)
    }
    variables.compactMap(\.initial).forEach(look)
    initialUpdates.forEach(look)
    for action in actions {
      look(action.guardCondition)
      action.updates.forEach(look)
      action.checks.forEach { look($0.condition) }
    }
    for property in properties {
      switch property.kind {
      case .always(let expression), .reachable(let expression): look(expression)
      case .stepwise, .leadsTo: continue
      }
    }
    return greatest
  }
}

extension Proof {
  /// The questions about the proof at which something breaks, as Z3 has it and at the cutoff.
  func broken() throws -> (byZ3: Set<String>, atCutoff: Set<String>) {
    let names = ["initial states", "goals"] + system.actions.map(\.name)
    var byZ3: Set<String> = []
    for condition in try check().failed {
      byZ3.insert(
        condition.isInitial ? names[0] : condition.action.map { names[$0 + 2] } ?? names[1])
    }
    var atCutoff: Set<String> = []
    for question in try GroundQuestion.all(system, invariant) {
      if case .impossible = try GroundInstance(question).answer() { continue }
      atCutoff.insert(question.name)
    }
    return (byZ3, atCutoff)
  }

  func without(_ clause: Int) -> Proof {
    var result = self
    result.invariant.remove(at: clause)
    return result
  }
}
