package import TransitionSystem

/// A way to read a claim's sentence: evidence that a machine decides, all of which must be so.
package struct ClaimReading: Sendable {
  package var name: String
  package var evidence: [ClaimEvidence] = []
  /// What may be assumed where the evidence is not so; each is tried by itself.
  package var assumptions: [ClaimAssumption] = []
  package var site: SourceSite?

  package init(name: String, site: SourceSite? = nil) {
    self.name = name
    self.site = site
  }
}

/// Settings and a scope under which a reading is decided once more.
package struct ClaimAssumption: Sendable {
  /// What is assumed, in words.
  package var text: String
  package var settings: [OptionSetting]
  /// Sizes by sort and budgets by name.
  package var scope: [String: Int]

  package init(_ text: String, settings: [OptionSetting], scope: [String: Int]) {
    self.text = text
    self.settings = settings
    self.scope = scope
  }
}

/// One thing that a reading needs to be so.
package struct ClaimEvidence: Sendable {
  package var kind: Kind
  /// The kernels on which it is decided.
  package var kernels: [String]
  package var site: SourceSite?

  package enum Kind: Sendable {
    /// A litmus test is as it says; whether it is one of the specs, which stands by itself.
    case litmus(LitmusTest, isShared: Bool)
    /// A design keeps, or breaks, properties.
    case verdict(ClaimStatement)
    /// What is declared.
    case declared(Declared)
    /// The model cannot say it yet, and why.
    case notModelled(String)
  }

  /// A fact that the declaration of a callable shows.
  package struct Declared: Sendable {
    package var callable: String
    /// The design that is put on the kernel.
    package var design: String?
    package var fact: Fact
  }

  package enum Fact: Hashable, Sendable {
    case has(Callable.Attribute)
    case lacks(Callable.Attribute)
    /// It writes no state, nor does what it calls.
    case changesNothing
  }

  package init(_ kind: Kind, kernels: [String], site: SourceSite? = nil) {
    self.kind = kind
    self.kernels = kernels
    self.site = site
  }
}
