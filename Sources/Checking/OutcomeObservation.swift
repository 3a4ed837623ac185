import SpecLanguage
import TransitionSystem

/// What notes the situation, the call that is made in it, and the result.
struct OutcomeObservation {
  let calls: [OutcomeCall]
  let situations: [Situation]

  private static let situation = "outcome.situation"
  private static let call = "outcome.call"
  private static let returned = "outcome.returned"
  private static let owner = "outcome"

  /// The ghost that keeps the result of a type.
  private static func register(_ type: ValueType) -> String { "outcome.\(type.description)" }

  private static func isAt(_ ghost: String, _ number: Int) -> Expression {
    .equal(.read(ghost, []), .integer(number))
  }

  /// The situations, each as an event that comes before everything else.
  var events: Fragment {
    var fragment = Fragment()
    fragment.variables = [
      StateVariable(
        Self.situation, [], .integer(0...situations.count), initial: .integer(0), role: .ghost)
    ]
    fragment.environment = situations.enumerated().map { number, situation in
      let begins: [Statement] = [
        .await(Self.isAt(Self.situation, 0), nil),
        .write(Update(Self.situation, [], .integer(number + 1)), nil),
      ]
      return EnvironmentAction(
        "situation \(number + 1)", [], documentation: situation.title, source: situation.source,
        site: situation.site, body: begins + situation.initialization)
    }
    return fragment
  }

  /// What reacts to calls and returns.
  var notes: Fragment {
    var fragment = Fragment()
    fragment.variables = [
      StateVariable(
        Self.call, [], .integer(0...calls.count), initial: .integer(0), role: .ghost),
      StateVariable(Self.returned, [], .bool, initial: .bool(false), role: .ghost),
    ]
    let types = calls.compactMap(\.callable.returns).distinct
    fragment.variables += types.map {
      StateVariable(Self.register($0), [], $0, partial: true, role: .ghost)
    }
    for (number, call) in calls.enumerated() { fragment.handlers += handlers(call, number + 1) }
    return fragment
  }

  /// A recipe makes calls of its own: only the outermost one counts.
  private func handlers(_ call: OutcomeCall, _ number: Int) -> [Handler] {
    let parameters = call.callable.parameters
    let isMeant = Expression.and(
      zip(parameters, call.arguments).map { .equal(.variable($0), $1) })
    let begins = Handler(
      owner: Self.owner, trigger: .call(call.callable.name, parameters, task: nil),
      body: [
        .write(
          Update(
            Self.call, [], when: .and([Self.isAt(Self.call, 0), isMeant]), .integer(number)), nil)
      ])
    let result = call.callable.returns.map { Parameter("result'", $0) }
    let isOver = Self.isAt(Self.call, number)
    var kept: [Statement] = []
    if let result {
      kept.append(
        .write(Update(Self.register(result.type), [], when: isOver, .variable(result)), nil))
    }
    kept.append(.write(Update(Self.returned, [], when: isOver, .bool(true)), nil))
    let ends = Handler(
      owner: Self.owner,
      trigger: .returned(
        call.callable.name, parameters, result: result, when: .bool(true), task: nil),
      body: kept)
    return [begins, ends]
  }

  /// One task that makes one of the calls once the situation is there.
  var workload: Workload {
    let caller = Role(
      "caller", calls: 1, condition: .not(Self.isAt(Self.situation, 0)),
      menu: calls.map { Role.MenuEntry($0.callable.name, $0.arguments) })
    return Workload(name: "one call", roles: [caller])
  }

  /// What is to be known of each state.
  func conditions(
    _ library: MechanismLibrary, _ variants: [VariantType], _ sizes: [String: Int]
  ) -> OutcomeSystem.Conditions {
    var conditions = OutcomeSystem.Conditions()
    func add(_ condition: Expression) -> Int {
      conditions.all.append(condition)
      return conditions.all.count - 1
    }
    conditions.situations = situations.indices.map { add(Self.isAt(Self.situation, $0 + 1)) }
    conditions.calls = calls.indices.map { add(Self.isAt(Self.call, $0 + 1)) }
    conditions.hasReturned = add(.read(Self.returned, []))
    for type in calls.compactMap(\.callable.returns).distinct {
      guard case .variant(let name) = type,
        let variant = variants.last(where: { $0.name == name })
      else { continue }
      let register = Self.register(type)
      conditions.results[type] = variant.cases.map { item in
        let isCase = Expression.test(.read(register, []), type: name, cases: [item.name])
        return (item.name, add(.and([.isDefined(register, []), isCase])))
      }
    }
    conditions.lifecycles = library.lifecycles.map { lifecycle in
      let things = lifecycle.things(sizes)
      var found = OutcomeSystem.Conditions.Things()
      found.example = things.firstIndex(of: lifecycle.example(library.examples)) ?? 0
      found.cases = things.map { thing in
        lifecycle.aspects.map { $0.map { add($0.condition.substituting(thing)) } }
      }
      return found
    }
    return conditions
  }
}

extension Lifecycle {
  /// The elements that calls are about, by parameter.
  fileprivate func example(_ examples: [String: Int]) -> [String: Expression] {
    elements { examples[$0] ?? 0 }
  }

  /// All things at these sizes.
  fileprivate func things(_ sizes: [String: Int]) -> [[String: Expression]] {
    parameters.reduce([[:]]) { things, parameter in
      guard case .sort(let sort) = parameter.type else { return things }
      return things.flatMap { thing in
        (0..<(sizes[sort] ?? 1)).map { number in
          thing.merging([parameter.name: .element(sort: sort, number)]) { $1 }
        }
      }
    }
  }

  private func elements(_ number: (String) -> Int) -> [String: Expression] {
    var values: [String: Expression] = [:]
    for parameter in parameters {
      guard case .sort(let sort) = parameter.type else { continue }
      values[parameter.name] = .element(sort: sort, number(sort))
    }
    return values
  }
}
