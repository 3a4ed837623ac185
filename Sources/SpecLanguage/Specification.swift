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
  package var litmusTests: [LitmusTest] = []
  package var bugs: [KnownBug] = []
  package var requirements: [Requirement] = []
  package var situations: [Situation] = []

  package init(library: MechanismLibrary) { self.library = library }

  /// The names of the properties that speak of infinite runs.
  package var responses: Set<String> {
    Set((properties + models.flatMap(\.properties)).filter(\.isResponse).map(\.name))
  }
}

/// A base that system calls live in.
package struct Kernel: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var isAbstract = false
  /// The kernels of which it takes everything, each on top of those before it.
  package var extends: [String] = []
  /// Its own items, without those of the kernels that it extends.
  package var fragment = Fragment()
  package var settings: [OptionSetting] = []
  package var site: SourceSite?
  package var documentation = ""

  package init(
    name: String, title: String = "", source: String = "", isAbstract: Bool = false,
    extends: [String] = [], fragment: Fragment = Fragment(), settings: [OptionSetting] = [],
    site: SourceSite? = nil, documentation: String = ""
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.isAbstract = isAbstract
    self.extends = extends
    self.fragment = fragment
    self.settings = settings
    self.site = site
    self.documentation = documentation
  }
}

extension Specification {
  /// The kernel and those that it extends, bases first and each once.
  package func chain(of name: String) -> [Kernel] {
    var chain: [Kernel] = []
    var entered: Set<String> = []
    func add(_ name: String) {
      guard entered.insert(name).inserted,
        let kernel = kernels.first(where: { $0.name == name })
      else { return }
      kernel.extends.forEach(add)
      chain.append(kernel)
    }
    add(name)
    return chain
  }
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

/// A shared observer: ghosts and handlers that properties take with `uses`.
package struct Observer: Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  package var uses: [String] = []
  package var fragment = Fragment()
  package var site: SourceSite?
  package var documentation = ""

  package init(
    name: String, title: String = "", source: String = "", uses: [String] = [],
    fragment: Fragment = Fragment(), site: SourceSite? = nil, documentation: String = ""
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.uses = uses
    self.fragment = fragment
    self.site = site
    self.documentation = documentation
  }
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
  /// Whether it stands beside the table: only who asks for it gets it decided.
  package var isAside = false
  package var site: SourceSite?
  package var documentation = ""

  /// Whether it speaks of infinite runs.
  package var isResponse: Bool {
    if case .leadsTo = demand { return true }
    return false
  }

  package enum Demand: Hashable, Sendable {
    case always(Expression)
    case never(Expression)
    case reachable(Expression)
    /// What the `require`s of its handlers say.
    case stepwise
    /// Decided from the declarations, without a look at any state but for its witness.
    case statically(StaticRule)
    /// Something is followed by something else, under the fairness that it states.
    case leadsTo(Response)
  }

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

  package init(
    name: String, title: String = "", source: String = "", fragment: Fragment = Fragment(),
    settings: [OptionSetting] = [], roles: [Role] = [], properties: [PropertyDeclaration] = [],
    scope: [String: Int] = [:], site: SourceSite? = nil, documentation: String = ""
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.fragment = fragment
    self.settings = settings
    self.roles = roles
    self.properties = properties
    self.scope = scope
    self.site = site
    self.documentation = documentation
  }
}
