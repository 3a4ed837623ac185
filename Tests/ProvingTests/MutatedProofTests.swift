import Certificates
import Proofs
import Proving
import Relational
import TestSupport
import Testing
import TransitionSystem

/// A proof that somebody has tampered with is no proof.
@Suite("Mutated proofs")
struct MutatedProofTests {
  /// Random systems whose minimal invariants have some clauses.
  private static let found = Task { try await search() }

  private static func proofs() async throws -> [Proof] { try await found.value }

  private static func search() async throws -> [Proof] {
    var found: [Proof] = []
    for seed in 1...700 where found.count < 14 {
      guard let random = try await RandomProof(RandomSystem(seed: seed), mostStates: 60) else {
        continue
      }
      let best = random.proofs.sorted { $0.key < $1.key }.map(\.value)
        .first { $0.invariant.count >= 2 && $0.invariant.count <= 12 }
      if let best { found.append(best) }
    }
    return found
  }

  @Test("a clause that is left out, negated in part, or about another relation is noticed")
  func mutations() async throws {
    var (removed, negated, swapped) = (0, 0, 0)
    for proof in try await Self.proofs() {
      #expect(try proof.check().failed.isEmpty)
      for position in proof.invariant.indices {
        // The invariant is minimal: without any clause it is none.
        #expect(try !proof.without(position).check().failed.isEmpty)
        removed += 1
        for literal in proof.invariant[position].literals.indices {
          var other = proof
          other.invariant[position].literals[literal].isPositive.toggle()
          negated += try Self.isRejected(other, like: proof) ? 1 : 0
        }
        if let other = proof.swapping(position) {
          swapped += try Self.isRejected(other, like: proof) ? 1 : 0
        }
      }
    }
    print("removed \(removed), negated \(negated), swapped \(swapped)")
    #expect(removed >= 20 && negated >= 20 && swapped >= 10)
  }

  /// Whether the change is noticed; where it is not, the result is a proof by itself, and then the
  /// propositional route says so, too.
  private static func isRejected(_ other: Proof, like proof: Proof) throws -> Bool {
    if try !other.check().failed.isEmpty { return true }
    #expect(try other.broken().atCutoff.isEmpty)
    return false
  }

  @Test("a text for another system, or of another form, does not read")
  func texts() async throws {
    let proof = try #require(try await Self.proofs().first)
    let stored = StoredProof(proof, slice: StoredProof.slice(of: proof.system))
    let again = try #require(StoredProof(stored.text))
    #expect(again == stored)
    #expect(try again.proof(of: proof.system).invariant == proof.invariant)
    #expect(StoredProof(stored.text.replacing("invariant 1\n", with: "invariant 2\n")) == nil)
    #expect(StoredProof(stored.text.replacing("slice ", with: "digest ")) == nil)
    var changed = stored
    changed.slice = String(stored.slice.reversed())
    #expect(throws: TextError.self) { try changed.proof(of: proof.system) }
    changed = stored
    changed.clauses = stored.clauses.replacing("  1. ", with: "  2. ")
    #expect(throws: TextError.self) { try changed.proof(of: proof.system) }
    changed.clauses = stored.clauses.replacing("  1. ", with: "  1. unheard(ITEM0) => ")
    #expect(throws: TextError.self) { try changed.proof(of: proof.system) }
    changed.clauses = stored.clauses + "  and more\n"
    #expect(throws: TextError.self) { try changed.proof(of: proof.system) }
  }

  @Test("the digest of a slice tells every part of the system")
  func digest() async throws {
    let system = try #require(try await Self.proofs().first).system
    var changes: [RelationalSystem] = [system]
    func change(_ body: (inout RelationalSystem) -> Void) {
      var other = system
      body(&other)
      changes.append(other)
    }
    change { $0.axioms.append(Axiom("false", .bool(false))) }
    change { $0.initial[0].formula = .not($0.initial[0].formula) }
    change { $0.actions[0].guardCondition = .bool(false) }
    change { $0.actions[0].updates = [] }
    change { $0.actions[0].clears.append(Clear("some", [])) }
    change { $0.actions[0].parameters = [] }
    change { $0.actions.removeLast() }
    change { $0.goals.append(Goal("other", .bool(true))) }
    change { $0.structure.append(Clause([])) }
    change { $0.totalities.append(Totality(domain: "a", relation: "b")) }
    change { $0.relations[0].kind = .rigid }
    change { $0.relations[0].keyCount = 0 }
    change {
      $0.actions[0].checks.append(Check(property: "p", kind: .require, condition: .bool(true)))
    }
    #expect(Set(changes.map(StoredProof.slice)).count == changes.count)
  }
}

extension Proof {
  /// With two relations of one clause, or one of it and another of its form, in each other's place.
  fileprivate func swapping(_ position: Int) -> Proof? {
    var result = self
    for (index, literal) in invariant[position].literals.enumerated() {
      guard case .holds(let name, let terms) = literal.atom, let own = system.relation(name),
        let other = system.relations.first(where: { $0.sorts == own.sorts && $0.name != name })
      else { continue }
      result.invariant[position].literals[index].atom = .holds(other.name, terms)
      return result
    }
    return nil
  }
}
