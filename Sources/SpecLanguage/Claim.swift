package import TransitionSystem

/// A sentence of the discussion, as statements about verdicts.
package struct Claim: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var statements: [ClaimStatement] = []
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
