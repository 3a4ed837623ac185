import Explicit
import Proofs
import Proving
import Relational
import TestSupport
import Testing
import TransitionSystem

/// What is proved of random systems is true at every scope that can be explored.
@Suite("Proofs of random systems")
struct RandomProofTests {
  static let seeds = 1...360

  private struct Counts {
    var compared = 0
    var proved = 0
    var violated = 0
    var largerScopes = 0
    var grounded = 0
    var notInductive = 0
    var losses = 0
    var gaps = 0
  }

  @Test("nothing that is violated at any scope is proved, and both routes agree")
  func sound() async throws {
    var counts = Counts()
    for seed in Self.seeds {
      guard let proof = try await RandomProof(RandomSystem(seed: seed), mostStates: 120) else {
        continue
      }
      counts.compared += 1
      check(proof)
      compareScopes(proof, &counts)
      compareLosses(proof, &counts)
      if counts.grounded < 25 { try compareRoutes(proof, &counts) }
    }
    print(counts)
    #expect(counts.compared >= 100 && counts.proved >= 20 && counts.violated >= 40)
    #expect(counts.losses >= 40 && counts.gaps >= 3)
    #expect(counts.largerScopes >= 100 && counts.grounded >= 10 && counts.notInductive >= 5)
  }

  /// What all actions keep holds in every reached state.
  private func check(_ proof: RandomProof) {
    for structure in proof.structures {
      let evaluator = StructureEvaluator(structure)
      let broken = proof.clauses.first { !evaluator.holds($0) }
      #expect(broken == nil, "seed \(proof.random.seed)")
      #expect(evaluator.satisfiesAxioms(of: proof.system))
      if broken != nil { return }
    }
  }

  private func compareScopes(_ proof: RandomProof, _ counts: inout Counts) {
    counts.proved += proof.proofs.count
    let given = ReferenceSearch(proof.random.system, scope: proof.random.scope, limit: 120)
    counts.violated += given.violations.isEmpty ? 0 : 1
    #expect(Set(given.violations.keys).isDisjoint(with: proof.proofs.keys))
    guard !proof.proofs.isEmpty else { return }
    for scope in proof.scopes.dropFirst() {
      let found = ReferenceSearch(proof.random.system, scope: scope, limit: 500)
      counts.largerScopes += 1
      let wrong = Set(found.violations.keys).intersection(proof.proofs.keys)
      #expect(wrong.isEmpty, "seed \(proof.random.seed) \(scope.sizes)")
    }
  }

  /// A run with losses breaks nothing that has a universal invariant.
  private func compareLosses(_ proof: RandomProof, _ counts: inout Counts) {
    let system = proof.random.system
    for sort in system.losableSorts where system.namedElements(of: sort) == 0 {
      let losing = system.withVanishing(sort)
      let found = explore(
        losing, scope: proof.random.scope, options: SearchOptions(memoryLimit: 1 << 24))
      counts.losses += proof.proofs.count
      counts.gaps += found.violations.count
      let wrong = Set(found.violations.keys).intersection(proof.proofs.keys)
      #expect(wrong.isEmpty, "seed \(proof.random.seed) \(sort)")
    }
  }

  /// Z3 with quantifiers, and propositional logic at the cutoff sizes.
  private func compareRoutes(_ proof: RandomProof, _ counts: inout Counts) throws {
    guard let (property, whole) = proof.proofs.min(by: { $0.key < $1.key }),
      !whole.invariant.isEmpty
    else { return }
    counts.grounded += 1
    let good = try whole.broken()
    #expect(
      good.byZ3.isEmpty && good.atCutoff.isEmpty, "seed \(proof.random.seed) \(property) \(good)")
    let part = try whole.without(0).broken()
    counts.notInductive += part.byZ3.isEmpty ? 0 : 1
    #expect(part.byZ3 == part.atCutoff, "seed \(proof.random.seed) \(property)")
  }
}
