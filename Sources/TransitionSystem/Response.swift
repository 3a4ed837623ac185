/// What a `leadsTo` property demands: something is followed by something else.
///
/// For all values of the parameters: whenever `trigger` holds, `goal` holds then or later, in every
/// run that is fair. A run is infinite, or ends where it may: in a state where no fairness
/// assumption speaks of a step that is possible there. (Owicki and Lamport, *Proving liveness
/// properties of concurrent programs*, 1982.)
package struct Response: Hashable, Sendable {
  package var parameters: [Parameter]
  package var trigger: Expression
  package var goal: Expression
  /// What is assumed of runs; all others are left out of account.
  package var fairness: [Fairness]

  package init(
    parameters: [Parameter], trigger: Expression, goal: Expression, fairness: [Fairness]
  ) {
    self.parameters = parameters
    self.trigger = trigger
    self.goal = goal
    self.fairness = fairness
  }

  /// The response with both conditions replaced.
  func mapConditions(_ transform: (Expression) -> Expression) -> Response {
    var result = self
    result.trigger = transform(trigger)
    result.goal = transform(goal)
    return result
  }
}

/// A named assumption that steps which are possible again and again are taken.
package struct Fairness: Hashable, Sendable {
  package var name: String
  package var strength: Strength
  package var subjects: [Subject]
  package var site: SourceSite?

  package enum Strength: String, Hashable, Sendable, CaseIterable {
    /// What is possible from some state on is taken again and again.
    case weak
    /// What is possible again and again is taken again and again.
    case strong
  }

  /// Which steps it speaks of; one that speaks of tasks is an assumption about each of them.
  package enum Subject: Hashable, Sendable {
    /// Whatever a task does inside of its calls; of the tasks of one role, or of all.
    case steps(role: String?)
    /// That a task begins a call, one assumption for each value of each position with a name.
    case call(String, named: [String?], role: String?)
    /// That an environment action happens.
    case event(String, named: [Bool])
  }

  package init(
    _ name: String, _ strength: Strength, _ subjects: [Subject], site: SourceSite? = nil
  ) {
    self.name = name
    self.strength = strength
    self.subjects = subjects
    self.site = site
  }
}

/// Where an action comes from: what fairness assumptions speak of.
package struct ActionOrigin: Hashable, Sendable {
  package var kind: Kind
  /// The role of its task.
  package var role: String?
  /// The arguments of the call or environment action, over the action's parameters.
  package var arguments: [Expression]

  package enum Kind: Hashable, Sendable {
    /// A task begins a call.
    case call(String)
    /// A task goes on inside of a call.
    case step
    case event(String)
  }

  package init(_ kind: Kind, role: String? = nil, arguments: [Expression] = []) {
    self.kind = kind
    self.role = role
    self.arguments = arguments
  }
}

extension Fairness.Subject {
  /// Which of the origin's arguments tell assumptions apart; nil: it does not speak of the action.
  package func telling(_ origin: ActionOrigin) -> [Expression]? {
    func named(_ positions: [Bool]) -> [Expression] {
      zip(origin.arguments, positions).filter(\.1).map(\.0)
    }
    switch (self, origin.kind) {
    case (.steps(let role), .step): return role == nil || role == origin.role ? [] : nil
    case (.call(let name, let positions, let role), .call(let called)):
      guard name == called, role == nil || role == origin.role else { return nil }
      return named(positions.map { $0 != nil })
    case (.event(let name, let positions), .event(let found)):
      return name == found ? named(positions) : nil
    case (.steps, _), (.call, _), (.event, _): return nil
    }
  }
}
