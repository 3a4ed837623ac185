package import TransitionSystem

/// A sentence of the discussion, as statements about verdicts, or as readings with evidence.
package struct Claim: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  /// The kernels that its readings are decided on.
  package var kernels: [String] = []
  /// The sentence.
  package var says = ""
  /// What somebody expected of the sentence before it was decided, and why.
  package var expected: Opinion?
  /// What came out instead, and why that is accepted.
  package var accepted: Opinion?
  package var statements: [ClaimStatement] = []
  /// The ways to read the sentence.
  package var readings: [ClaimReading] = []
  package var site: SourceSite?
  package var documentation = ""

  package init(
    name: String, title: String = "", source: String = "", statements: [ClaimStatement] = [],
    site: SourceSite? = nil, documentation: String = ""
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.statements = statements
    self.site = site
    self.documentation = documentation
  }

  /// What somebody thinks of the sentence.
  package struct Opinion: Hashable, Sendable {
    package var word: Word
    package var reason: String

    package init(_ word: Word, _ reason: String) {
      self.word = word
      self.reason = reason
    }
  }

  /// What may be thought of a sentence.
  package enum Word: String, Hashable, Sendable, CaseIterable {
    /// It holds.
    case confirm
    /// It holds in part, or under an assumption.
    case partly
    /// It does not hold.
    case refute
    /// It is no question of fact.
    case open
  }
}

/// What a claim says of a design.
package struct ClaimStatement: Hashable, Sendable {
  package var design: String
  package var variant: String?
  package var kernel: String?
  package var assertion: Assertion
  package var site: SourceSite?

  package enum Assertion: Hashable, Sendable {
    case keeps([String])
    case breaks([String])
    /// It keeps at least so many of the properties that the other design breaks.
    case keepsAtLeast(Int, ofWhatBreaks: String)
    /// It breaks some property.
    case breaksSomething
  }

  package init(
    design: String, variant: String? = nil, kernel: String? = nil, assertion: Assertion,
    site: SourceSite? = nil
  ) {
    self.design = design
    self.variant = variant
    self.kernel = kernel
    self.assertion = assertion
    self.site = site
  }
}
