/// A closed workload: who calls what, how often, on which initial state.
package struct Workload: Hashable, Sendable {
  package var name: String
  package var title: String
  package var initialization: [Statement]
  package var roles: [Role]
  /// Programs that only this workload's roles run.
  package var recipes: [Callable]
  package var site: SourceSite?

  package init(
    name: String, title: String = "", initialization: [Statement] = [], roles: [Role],
    recipes: [Callable] = [], site: SourceSite? = nil
  ) {
    self.name = name
    self.title = title
    self.initialization = initialization
    self.roles = roles
    self.recipes = recipes
    self.site = site
  }
}

/// What tasks of one kind may do.
package struct Role: Hashable, Sendable {
  package var name: String
  /// How many tasks play it.
  package var count: Int
  /// How many calls each of them makes; nil: what the scope says.
  package var calls: Int?
  /// Whether they call without end.
  package var loops: Bool
  /// Whether its tasks begin anew after a crash.
  package var restarts: Bool
  /// What must hold for a task to begin a call; nil: it may at any time.
  package var condition: Expression?
  /// What each call may be.
  package var menu: [MenuEntry]
  package var site: SourceSite?

  /// One kind of call: the arguments are fixed, or any value of the parameter's type.
  package struct MenuEntry: Hashable, Sendable {
    package var callee: String
    /// nil: any value.
    package var arguments: [Expression?]
    /// Left out where neither kernel nor design has the call.
    package var isOptional: Bool
    package var site: SourceSite?

    package init(
      _ callee: String, _ arguments: [Expression?], optional isOptional: Bool = false,
      site: SourceSite? = nil
    ) {
      self.callee = callee
      self.arguments = arguments
      self.isOptional = isOptional
      self.site = site
    }
  }

  package init(
    _ name: String, count: Int = 1, calls: Int? = nil, loops: Bool = false, restarts: Bool = false,
    condition: Expression? = nil, menu: [MenuEntry], site: SourceSite? = nil
  ) {
    self.name = name
    self.count = count
    self.calls = calls
    self.loops = loops
    self.restarts = restarts
    self.condition = condition
    self.menu = menu
    self.site = site
  }
}
