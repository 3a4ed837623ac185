/// What a library, a kernel, a design, an observer or a model contributes to a system.
package struct Fragment: Hashable, Sendable {
  package var sorts: [Sort] = []
  package var variants: [VariantType] = []
  package var variables: [StateVariable] = []
  package var locks: [Lock] = []
  package var options: [OptionDeclaration] = []
  package var definitions: [Definition] = []
  package var events: [Event] = []
  package var callables: [Callable] = []
  package var environment: [EnvironmentAction] = []
  package var handlers: [Handler] = []
  /// Run once, in order, on the initial values.
  package var initialization: [Statement] = []

  package init() {}

  /// Both together; the other's items come after.
  package func merged(with other: Fragment) -> Fragment {
    var result = self
    result.sorts += other.sorts
    result.variants += other.variants
    result.variables += other.variables
    result.locks += other.locks
    result.options += other.options
    result.definitions += other.definitions
    result.events += other.events
    result.callables += other.callables
    result.environment += other.environment
    result.handlers += other.handlers
    result.initialization += other.initialization
    return result
  }
}

/// A reader-writer lock for each element of its index sorts.
///
/// It is state: `name.held`, whether a task holds it exclusively, and the relations
/// `name.exclusive` and `name.shared` of index and task.
package struct Lock: Hashable, Sendable {
  package var name: String
  package var indices: [String]
  package var documentation: String
  package var site: SourceSite?

  package init(
    _ name: String, _ indices: [String], documentation: String = "", site: SourceSite? = nil
  ) {
    self.name = name
    self.indices = indices
    self.documentation = documentation
    self.site = site
  }

  package var held: String { name + Self.heldSuffix }
  package var exclusiveHolders: String { name + Self.exclusiveSuffix }
  package var sharedHolders: String { name + Self.sharedSuffix }

  private static let heldSuffix = ".held"
  private static let exclusiveSuffix = ".exclusive"
  private static let sharedSuffix = ".shared"

  /// The relation that tells who holds a lock, given the one that tells whether somebody does.
  ///
  /// Nil for other names; those in texts have no dot.
  package static func exclusiveHolders(ifHeld name: String) -> String? {
    guard name.hasSuffix(heldSuffix) else { return nil }
    return name.dropLast(heldSuffix.count) + exclusiveSuffix
  }

  /// The lock whose relation the name is; nil for other names.
  package static func lock(of name: String) -> String? {
    [heldSuffix, exclusiveSuffix, sharedSuffix].first(where: name.hasSuffix).map {
      String(name.dropLast($0.count))
    }
  }

  /// Whether it is the name of a relation that tells who holds a lock.
  package static func isHolders(_ name: String) -> Bool {
    name.hasSuffix(exclusiveSuffix) || name.hasSuffix(sharedSuffix)
  }
}

/// A switch of a kernel or design: constant in each system, enumerated by ablation.
package struct OptionDeclaration: Hashable, Sendable {
  package var name: String
  package var type: ValueType
  package var value: Expression
  package var documentation: String
  package var site: SourceSite?

  package init(
    _ name: String, _ type: ValueType, _ value: Expression, documentation: String = "",
    site: SourceSite? = nil
  ) {
    self.name = name
    self.type = type
    self.value = value
    self.documentation = documentation
    self.site = site
  }
}

/// A named expression: `define back_exists(file f, page p) = …`; always inlined.
package struct Definition: Hashable, Sendable {
  package var name: String
  package var parameters: [Parameter]
  package var type: ValueType
  package var body: Expression
  package var documentation: String
  package var site: SourceSite?

  package init(
    _ name: String, _ parameters: [Parameter], _ type: ValueType, _ body: Expression,
    documentation: String = "", site: SourceSite? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.type = type
    self.body = body
    self.documentation = documentation
    self.site = site
  }
}

/// Something that steps tell observers.
package struct Event: Hashable, Sendable {
  package var name: String
  package var parameters: [Parameter]
  package var documentation: String

  package init(_ name: String, _ parameters: [Parameter], documentation: String = "") {
    self.name = name
    self.parameters = parameters
    self.documentation = documentation
  }
}

/// Something that happens by itself: a media error, a commit, a crash.
package struct EnvironmentAction: Hashable, Sendable {
  package var name: String
  package var parameters: [Parameter]
  /// The budget that it draws on; without one it may happen any number of times.
  package var budget: String?
  package var body: [Statement]
  /// A crash: every task ends, and those of roles that restart begin anew.
  package var endsTasks: Bool
  package var documentation: String
  package var source: String
  package var site: SourceSite?

  package init(
    _ name: String, _ parameters: [Parameter], budget: String? = nil, endsTasks: Bool = false,
    documentation: String = "", source: String = "", site: SourceSite? = nil, body: [Statement]
  ) {
    self.name = name
    self.parameters = parameters
    self.budget = budget
    self.body = body
    self.endsTasks = endsTasks
    self.documentation = documentation
    self.source = source
    self.site = site
  }
}

/// A reaction of an observer.
package struct Handler: Hashable, Sendable {
  /// The property (or shared observer) that it belongs to; its `require`s count for that property.
  package var owner: String
  package var trigger: Trigger
  package var body: [Statement]
  package var site: SourceSite?

  package enum Trigger: Hashable, Sendable {
    /// A system call or recipe begins; binds its parameters.
    case call(String, [Parameter], task: Parameter?)
    /// It returns; the result is bound, and the handler runs only if the condition holds.
    case returned(String, [Parameter], result: Parameter?, when: Expression, task: Parameter?)
    /// A step emits the event; `task` is bound only in steps of tasks.
    case event(String, [Parameter])
  }

  package init(owner: String, trigger: Trigger, body: [Statement], site: SourceSite? = nil) {
    self.owner = owner
    self.trigger = trigger
    self.body = body
    self.site = site
  }
}
