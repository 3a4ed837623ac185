package import TransitionSystem

/// A proposal.
package struct Design: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  /// The kernels that it is proposed on; none of them is abstract.
  package var kernels: [String] = []
  package var fragment = Fragment()
  package var settings: [OptionSetting] = []
  package var variants: [Variant] = []
  package var expectations: [Expectation] = []
  package var site: SourceSite?
  package var documentation = ""

  /// Named settings of the design's options; each is a column of its own.
  package struct Variant: Sendable {
    package var name: String
    package var title = ""
    package var source = ""
    package var settings: [OptionSetting] = []
    package var expectations: [Expectation] = []
    package var site: SourceSite?

    package init(
      name: String, title: String = "", source: String = "", settings: [OptionSetting] = [],
      expectations: [Expectation] = [], site: SourceSite? = nil
    ) {
      self.name = name
      self.title = title
      self.source = source
      self.settings = settings
      self.expectations = expectations
      self.site = site
    }
  }

  package init(
    name: String, title: String = "", source: String = "", kernels: [String] = [],
    fragment: Fragment = Fragment(), settings: [OptionSetting] = [], variants: [Variant] = [],
    expectations: [Expectation] = [], site: SourceSite? = nil, documentation: String = ""
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.kernels = kernels
    self.fragment = fragment
    self.settings = settings
    self.variants = variants
    self.expectations = expectations
    self.site = site
    self.documentation = documentation
  }
}

/// What the author expects of some properties, and why.
package struct Expectation: Hashable, Sendable {
  package var verdict: Verdict
  package var properties: [String]
  /// On which kernels; none: on all.
  package var kernels: [String]
  package var reason: String
  package var site: SourceSite?

  package enum Verdict: String, Hashable, Sendable, CaseIterable {
    case violated, holds, vacuous, `static`, inapplicable

    /// Whether no verdict is as both expect; `static` says how it was decided, not always what.
    func excludes(_ other: Self) -> Bool {
      let decided: Set<Self> = [.violated, .holds, .static]
      if self == .static || other == .static { return !decided.isSuperset(of: [self, other]) }
      return self != other
    }
  }

  package init(
    verdict: Verdict, properties: [String], kernels: [String], reason: String,
    site: SourceSite? = nil
  ) {
    self.verdict = verdict
    self.properties = properties
    self.kernels = kernels
    self.reason = reason
    self.site = site
  }
}
