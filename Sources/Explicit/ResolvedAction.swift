internal import TransitionSystem

/// An action with its names replaced by numbers.
struct ResolvedAction {
  var binders: [Term.Binder]
  var condition: Term
  var checks: [ResolvedCheck]
  var updates: [ResolvedUpdate]

  struct ResolvedCheck {
    /// Whether it is a `require` and not a `cover`.
    var isRequirement: Bool
    var condition: Term
  }

  struct ResolvedUpdate {
    var binders: [Term.Binder]
    var place: Place
    var condition: Term
    var value: Term?
  }

  /// Resolves an action whose parameters are in scope.
  init(_ action: Action, _ binders: [Term.Binder], _ resolver: inout Resolver) {
    self.binders = binders
    condition = resolver.term(action.guardCondition)
    checks = []
    updates = []
    for check in action.checks {
      let term = resolver.term(check.condition)
      checks.append(ResolvedCheck(isRequirement: check.kind == .require, condition: term))
    }
    for update in action.updates {
      let resolved = resolver.binding(update.bound) { resolver, binders in
        ResolvedUpdate(
          binders: binders, place: resolver.place(update.variable, update.indices),
          condition: resolver.term(update.condition), value: update.value.map { resolver.term($0) })
      }
      updates.append(resolved)
    }
  }
}
