package import TransitionSystem

/// All files of a run, checked: what is in here refers only to what exists, with the right types.
package struct Specification: Sendable {
  package var library: MechanismLibrary
  package var kernels: [Kernel] = []
  package var designs: [Design] = []
  package var workloads: [Workload] = []
  package var observers: [Observer] = []
  package var properties: [PropertyDeclaration] = []
  package var models: [ModelDeclaration] = []
  package var claims: [Claim] = []

  package init(library: MechanismLibrary) { self.library = library }
}

/// A base that system calls live in.
package struct Kernel: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var isAbstract = false
  /// The kernel of which it takes everything.
  package var extends: String?
  /// Its own items, without those of the kernels that it extends.
  package var fragment = Fragment()
  package var settings: [OptionSetting] = []
  package var site: SourceSite?
  package var documentation = ""
}

/// `set name = value`.
package struct OptionSetting: Hashable, Sendable {
  package var name: String
  package var value: Expression
  package var site: SourceSite?

  package init(name: String, value: Expression, site: SourceSite? = nil) {
    self.name = name
    self.value = value
    self.site = site
  }
}

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
  }
}

/// A shared observer: ghosts and handlers that properties take with `uses`.
package struct Observer: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var uses: [String] = []
  package var fragment = Fragment()
  package var site: SourceSite?
  package var documentation = ""
}

/// A property of designs, or of the model that it stands in.
package struct PropertyDeclaration: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var workload: String?
  /// Sizes by sort, budgets by name, and `calls`.
  package var scope: [String: Int] = [:]
  package var uses: [String] = []
  package var fragment = Fragment()
  package var demand: Demand
  /// Whether people disagree on it.
  package var isContested = false
  package var site: SourceSite?
  package var documentation = ""

  package init(
    name: String, title: String = "", source: String = "", workload: String? = nil,
    scope: [String: Int] = [:], uses: [String] = [], fragment: Fragment = Fragment(),
    demand: Demand, isContested: Bool = false, site: SourceSite? = nil, documentation: String = ""
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.workload = workload
    self.scope = scope
    self.uses = uses
    self.fragment = fragment
    self.demand = demand
    self.isContested = isContested
    self.site = site
    self.documentation = documentation
  }

  package enum Demand: Hashable, Sendable {
    case always(Expression)
    case never(Expression)
    case reachable(Expression)
    /// What the `require`s of its handlers say.
    case stepwise
    /// Decided from the calls that a recipe makes.
    case statically(forbids: Callable.Attribute, in: String)
  }
}

/// A model that is closed in itself.
package struct ModelDeclaration: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  /// Everything, the sort `task` and the enum `result` included.
  package var fragment = Fragment()
  package var settings: [OptionSetting] = []
  package var roles: [Role] = []
  package var properties: [PropertyDeclaration] = []
  package var scope: [String: Int] = [:]
  package var site: SourceSite?
  package var documentation = ""
}

/// A sentence of the discussion, as statements about verdicts.
package struct Claim: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var statements: [ClaimStatement] = []
  package var site: SourceSite?
  package var documentation = ""
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
}
