package import TransitionSystem

/// Something that somebody asked of the interface, and what became of it in the specs.
package struct Requirement: Sendable {
  package var name: String
  /// What was asked for, in a sentence.
  package var says = ""
  /// Who argued it, and where.
  package var source = ""
  /// The properties that state it.
  package var properties: [String] = []
  /// Why the model cannot state it, or not all of it.
  package var notModelled: String?
  /// The requirements that cannot be met together with it.
  package var contradictions: [Contradiction] = []
  package var site: SourceSite?
  package var documentation = ""

  package init(name: String) { self.name = name }

  /// Another requirement, and why both cannot be met.
  package struct Contradiction: Hashable, Sendable {
    package var name: String
    package var reason: String
  }
}

extension Specification {
  /// The requirements that contradict one, whichever of both says so, each with the reason.
  package func contradictions(of requirement: Requirement) -> [Requirement.Contradiction] {
    let others = requirements.filter { $0.name != requirement.name }
    return others.compactMap { other in
      let own = requirement.contradictions.first { $0.name == other.name }
      let said = own ?? other.contradictions.first { $0.name == requirement.name }
      return said.map { .init(name: other.name, reason: $0.reason) }
    }
  }
}
