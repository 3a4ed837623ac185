/// A statement of a step, routine, call, recipe, environment action or observer.
///
/// Names are resolved and types are checked: an expression in a statement never calls anything, and
/// locals are unique in their callable. Statements take effect in order; what happens between two
/// boundaries of atomic steps is one action (see `Composer`).
package indirect enum Statement: Hashable, Sendable {
  /// A new local; without a value it must be assigned before it is read.
  case declare(Parameter, Expression?, SourceSite?)
  case assign(Parameter, Expression, SourceSite?)
  /// Writes one cell, or all cells for which `condition` holds for values of `bound`.
  case write(Update, SourceSite?)
  case conditional(Expression, then: [Statement], otherwise: [Statement], SourceSite?)
  /// Picks an element for which the condition holds; without one, `otherwise` runs.
  ///
  /// With no `otherwise` the task waits until there is one.
  case choose(
    Parameter, where: Expression, body: [Statement], otherwise: [Statement]?, SourceSite?)
  /// Calls a step, routine, syscall or recipe; the result goes to the local, if any.
  case call(CallStatement, SourceSite?)
  case with(LockMode, lock: String, [Expression], body: [Statement], SourceSite?)
  /// Runs the body for each element from the first to the last.
  case iterate(Parameter, body: [Statement], SourceSite?)
  case atomic([Statement], SourceSite?)
  /// Waits until the condition holds.
  case await(Expression, SourceSite?)
  case returning(Expression?, SourceSite?)
  /// Runs the enclosing `choose` once more; the second time the branch with `retry` is not taken.
  case retry(SourceSite?)
  /// Tells the observers that something happened.
  case emit(event: String, [Expression], SourceSite?)
  /// Observers only: the step violates the property unless the condition holds.
  case require(Expression, message: String, SourceSite?)
  /// Observers only: the property is not vacuous if this point is reached with the condition.
  case cover(Expression, message: String, SourceSite?)

  /// How a lock is held.
  package enum LockMode: Hashable, Sendable { case shared, exclusive }
}

/// A call inside a callable.
package struct CallStatement: Hashable, Sendable {
  package var callee: String
  package var arguments: [Expression]
  /// The local that takes the result; declared by this statement or before it.
  package var result: Parameter?
  /// `try`: an error result is returned at once as the caller's result.
  package var isAttempt: Bool
  /// `base(…)`: the definition that the enclosing callable replaces.
  package var callsBase: Bool

  package init(
    _ callee: String, _ arguments: [Expression], result: Parameter? = nil, attempt: Bool = false,
    base: Bool = false
  ) {
    self.callee = callee
    self.arguments = arguments
    self.result = result
    self.isAttempt = attempt
    self.callsBase = base
  }
}

/// A named piece of behaviour with parameters: a step, routine, system call or recipe.
package struct Callable: Hashable, Sendable {
  package var kind: Kind
  package var name: String
  package var parameters: [Parameter]
  package var returns: ValueType?
  package var body: [Statement]
  package var attributes: Set<Attribute>
  /// Whether it says `override`: it replaces a routine or step of its kernel or of the library.
  package var isOverride: Bool
  /// What it does, in words.
  package var documentation: String
  /// The kernel file and function, or the message, that it is taken from.
  package var source: String
  package var site: SourceSite?

  package enum Kind: String, Hashable, Sendable {
    /// One atomic step, whatever its body holds.
    case step
    /// A sequence of steps inside the kernel.
    case routine
    /// What user space can call; observers see its calls and returns.
    case syscall
    /// A user program: a sequence of system calls.
    case recipe
  }

  package enum Attribute: String, Hashable, Sendable, CaseIterable {
    /// Needs write access to the raw device, or an administrator.
    case privileged
    /// Its caller asks for the removal of an error indication in so many words.
    case explicit
    /// A query: observers and traces treat it as any call, texts as harmless.
    case readonly
  }

  package init(
    _ kind: Kind, _ name: String, _ parameters: [Parameter] = [], returns: ValueType? = nil,
    attributes: Set<Attribute> = [], override isOverride: Bool = false, documentation: String = "",
    source: String = "", site: SourceSite? = nil, body: [Statement]
  ) {
    self.kind = kind
    self.name = name
    self.parameters = parameters
    self.returns = returns
    self.body = body
    self.attributes = attributes
    self.isOverride = isOverride
    self.documentation = documentation
    self.source = source
    self.site = site
  }
}
