/// A member that only claims have.
package enum ClaimSyntax: Sendable {
  /// The sentence.
  case says(Name)
  /// `expected refute because "…";`
  case expected(OpinionSyntax)
  /// `differs partly because "…";`
  case differs(OpinionSyntax)
  case reading(ReadingSyntax)
}

/// A word and its reason.
package struct OpinionSyntax: Sendable {
  package var word: Name
  package var reason: String
  package var range: SourceRange
}

/// `reading "…" { … }`.
package struct ReadingSyntax: Sendable {
  package var name: Name
  package var evidence: [EvidenceSyntax]
  package var assumptions: [AssumptionSyntax]
  package var range: SourceRange
}

/// `assuming "…" { … }`, with members `set` and `scope`.
package struct AssumptionSyntax: Sendable {
  package var text: Name
  package var members: [MemberSyntax]
  package var range: SourceRange
}

/// Something that a reading needs to be so.
package struct EvidenceSyntax: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package enum Kind: Sendable {
    /// A litmus test of the specs.
    case shared(Name)
    /// A litmus test that stands here.
    case litmus(ItemSyntax)
    case claimed(ClaimedSyntax)
    case declared(DeclaredSyntax)
    case notModelled(String)
  }
}

/// `static fallocate is not explicit in "zeroinit";`.
package struct DeclaredSyntax: Sendable {
  package var callable: Name
  package var design: Name?
  package var fact: Fact

  package enum Fact: Sendable {
    case attribute(Name, isNegated: Bool)
    case changesNothing
  }
}
