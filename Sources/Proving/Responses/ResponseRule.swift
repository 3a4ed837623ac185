package import Checking
package import SpecLanguage
package import TransitionSystem

/// The rule by which a `leadsTo` is proved for every size: responses by calls that help.
///
/// Some task makes a call again and again, for each value (strong fairness). Each such call ends,
/// because the calls of all roles have no loops, because whoever is inside of one can always go on
/// unless he waits for a lock, and because locks are taken in an order and are handed on (strong
/// fairness of steps). And no such call that meets no rare event returns before the goal was there.
/// Rare events happen finitely often; so after the last one a call that helps begins and ends.
///
/// All premises speak of finite runs. Those about states and steps are proved like any invariant;
/// those about the program are read from it. After Owicki and Lamport, *Proving liveness properties
/// of concurrent programs*, 1982, with calls in place of their proof lattices.
package struct ResponseRule: Sendable {
  package let assembly: Assembly
  package let search: Plan.Search
  package let property: PropertyDeclaration
  package let response: Response
  /// The call that helps, as a fairness assumption names it.
  package let call: Call

  /// A call that a fairness assumption speaks of, one assumption for each value of the response.
  package struct Call: Hashable, Sendable {
    package var assumption: String
    package var callee: String
    package var role: String
    package var parameters: [Parameter]
    /// The position, among the call's parameters, of each parameter of the response.
    package var positions: [Int]
  }

  /// The rule for a property; says why if it does not apply.
  package init(
    _ assembly: Assembly, _ search: Plan.Search, _ property: String
  ) throws(OutsideFragment) {
    let specification = assembly.specification
    let declared = specification.properties(of: search.column).first { $0.name == property }
    guard let declared, case .leadsTo(var response) = declared.demand else {
      throw OutsideFragment("'\(property)' is no 'leadsTo'")
    }
    response.fairness.removeAll { assembly.overrides.unfair.contains($0.name) }
    self.assembly = assembly
    self.search = search
    self.property = declared
    self.response = response
    call = try Self.helpful(response, declared, specification.layers(of: search.column))
  }

  /// The first call that is made strongly often for each value of the response.
  private static func helpful(
    _ response: Response, _ declared: PropertyDeclaration, _ layers: [Fragment]
  ) throws(OutsideFragment) -> Call {
    for fairness in response.fairness where fairness.strength == .strong {
      for case .call(let callee, let names, let role?) in fairness.subjects {
        let positions = response.parameters.compactMap { names.firstIndex(of: $0.name) }
        guard positions.count == response.parameters.count,
          let found = layers.flatMap(\.callables).last(where: { $0.name == callee })
        else { continue }
        return Call(
          assumption: fairness.name, callee: callee, role: role, parameters: found.parameters,
          positions: positions)
      }
    }
    let names = response.parameters.map(\.name).joined(separator: ", ")
    throw OutsideFragment(
      "the response rule needs a call that helps: 'fair strong …: call f(\(names)) by …', its "
        + "arguments named as in the 'leadsTo'", declared.site)
  }

  /// The environment actions that may happen finitely often only.
  package var rareEvents: [String] {
    environment.filter { $0.budget.map { search.scope.budgets[$0] ?? 0 > 0 } ?? false }
      .map(\.name).filter { !frequent.contains($0) }
  }

  /// Those that a fairness assumption takes their budgets from.
  private var frequent: Set<String> {
    guard case .leadsTo(let response) = property.demand else { return [] }
    return response.fairness.flatMap(\.subjects).reduce(into: []) { found, subject in
      if case .event(let name, _) = subject { found.insert(name) }
    }
  }

  private var environment: [EnvironmentAction] {
    var found: [EnvironmentAction] = []
    for action in assembly.specification.layers(of: search.column).flatMap(\.environment) {
      found.removeAll { $0.name == action.name }
      found.append(action)
    }
    return found
  }

  /// An environment action that happens at all and ends every call.
  struct Crash {
    var name: String
    var isRare: Bool
  }

  var crashes: [Crash] {
    environment.filter(\.endsTasks).compactMap { action in
      if rareEvents.contains(action.name) { return Crash(name: action.name, isRare: true) }
      let isOff = action.budget != nil && !frequent.contains(action.name)
      return isOff ? nil : Crash(name: action.name, isRare: false)
    }
  }
}

/// The premise about what the call does, as a property of steps.
extension ResponseRule {
  static let open = "open'"
  private static let caller = Parameter("caller'", .sort("task"))

  /// The specification in which the property demands that no call which helps fails to.
  package var demanding: Specification {
    var result = assembly.specification
    let ghost = "\(property.name).\(Self.open)"
    result.library.fragment.close(ghost, response.parameters, at: rareEvents)
    for index in result.kernels.indices {
      result.kernels[index].fragment.close(ghost, response.parameters, at: rareEvents)
    }
    for index in result.designs.indices {
      result.designs[index].fragment.close(ghost, response.parameters, at: rareEvents)
    }
    for index in result.models.indices {
      result.models[index].fragment.close(ghost, response.parameters, at: rareEvents)
      for place in result.models[index].properties.indices
      where result.models[index].name == search.column.design && search.column.kernel == nil
        && result.models[index].properties[place].name == property.name
      {
        result.models[index].properties[place] = demandingProperty
      }
    }
    for index in result.properties.indices
    where search.column.kernel != nil && result.properties[index].name == property.name {
      result.properties[index] = demandingProperty
    }
    return result
  }

  private var demandingProperty: PropertyDeclaration {
    var result = property
    result.demand = .stepwise
    result.fragment.variables.append(
      StateVariable(
        Self.open, ["task"] + response.parameters.map(\.type.description), .bool,
        initial: .bool(false), role: .ghost,
        documentation: "the call was begun without the goal, and no rare event came since"))
    let arguments = call.positions.map { Expression.variable(call.parameters[$0]) }
    let cell = [Expression.variable(Self.caller)] + arguments
    let values = zip(response.parameters, arguments).reduce(into: [String: Expression]()) {
      $0[$1.0.name] = $1.1
    }
    let goal = response.goal.substituting(values)
    result.fragment.handlers += [
      Handler(
        owner: property.name, trigger: .call(call.callee, call.parameters, task: Self.caller),
        body: [.write(Update(Self.open, cell, .not(goal)), nil)]),
      Handler(
        owner: property.name,
        trigger: .returned(
          call.callee, call.parameters, result: nil, when: .bool(true), task: Self.caller),
        body: [
          .require(
            .or([.not(.read(Self.open, cell)), goal]),
            message: "the call returned and did not help", property.site),
          .write(Update(Self.open, cell, .bool(false)), nil),
        ]),
    ]
    return result
  }
}

extension Fragment {
  /// Lets the events end what a ghost remembers.
  fileprivate mutating func close(_ ghost: String, _ bound: [Parameter], at events: [String]) {
    let all =
      [Parameter("closed'", .sort("task"))] + bound.map { Parameter("\($0.name)'", $0.type) }
    let update = Update(bound: all, ghost, all.map { .variable($0) }, .bool(false))
    for index in environment.indices where events.contains(environment[index].name) {
      environment[index].body.append(.write(update, nil))
    }
  }
}
