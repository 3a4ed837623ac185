package import Certificates
package import Relational

/// An invariant as the repository keeps it, with the digest of the system that it belongs to.
///
/// The text is a heading and what `ClauseText` writes:
/// ```
/// modelcheck invariant 1
/// slice 3f…
/// totality extent.is.written
/// invariant
///   1. extent.written(F0, P0, B0) => extent.is.written(F0, P0)
/// ```
package struct StoredProof: Hashable, Sendable {
  /// The digest of the relational form of the property's slice.
  package var slice: String
  /// The domain predicates of the totalities that the proof uses; those that are axioms, every
  /// proof has.
  package var totalities: [String]
  /// The clauses, as text: they are read against the system that they are about.
  package var clauses: String

  package static let heading = "modelcheck invariant 1"

  package init(_ proof: Proof, slice: String) {
    self.slice = slice
    totalities = proof.system.totalities.filter { !proof.system.isAxiom($0) }.map(\.domain)
    clauses = ClauseText(sorts: proof.system.sorts).invariant(proof.invariant)
  }

  /// Reads a text; nil if it has another form.
  package init?(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    guard lines.popFirst() == Self.heading[...], let first = lines.popFirst(),
      first.hasPrefix("slice ")
    else { return nil }
    slice = String(first.dropFirst("slice ".count))
    totalities = []
    while let line = lines.first, line.hasPrefix("totality ") {
      totalities.append(String(line.dropFirst("totality ".count)))
      lines.removeFirst()
    }
    clauses = lines.joined(separator: "\n")
  }

  /// The text.
  package var text: String {
    ([Self.heading, "slice \(slice)"] + totalities.map { "totality \($0)" })
      .joined(separator: "\n") + "\n" + clauses
  }

  /// The digest of a system, as `slice` has it: where the specs lie is no part of it, nor are wide
  /// totalities, which follow from what is.
  package static func slice(of system: RelationalSystem) -> String {
    var system = system.withoutSites
    system.totalities.removeAll(where: \.isWide)
    return SHA256.digest(of: ModelText.text(system))
  }

  /// Those of its clauses that another system has the relations for: worth being tried there.
  package func suggestions(for system: RelationalSystem) -> [Clause] {
    clauses.split(separator: "\n").flatMap { Self.clause($0, of: system) }
  }

  /// What proofs say of places, said of all that run the same code in another system.
  package static func retold(
    _ proofs: [StoredProof], for system: RelationalSystem
  ) -> [Clause] {
    let retelling = Retelling(system)
    return proofs.flatMap { $0.clauses.split(separator: "\n") }.flatMap(retelling.lines)
      .flatMap { clause($0, of: system) }
  }

  /// The clause of a line; none if the system does not have its relations.
  private static func clause(_ line: some StringProtocol, of system: RelationalSystem) -> [Clause] {
    guard let dot = line.firstIndex(of: ".") else { return [] }
    let alone = "invariant\n  1\(line[dot...])\n"
    return (try? ClauseReader.invariant(alone, of: system)) ?? []
  }

  /// The proof, for the system that it is about.
  ///
  /// - Throws: what is wrong with its clauses, or that they are about another system.
  package func proof(of system: RelationalSystem) throws(TextError) -> Proof {
    guard slice == Self.slice(of: system) else {
      throw TextError(
        file: "invariant", line: 2, column: 1, message: "the proof is out of date",
        source: "slice \(slice)")
    }
    let used = system.totalities.filter {
      totalities.contains($0.domain) || system.isAxiom($0)
    }
    return Proof(
      system: system,
      invariant: try ClauseReader.invariant(clauses, of: system), totalities: used)
  }
}
