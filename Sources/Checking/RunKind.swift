import SpecLanguage
package import TransitionSystem

/// What happens in a counterexample, as far as it tells one kind from another.
///
/// That is the demand that breaks and why (its first operand that is false), the events of the
/// environment, and the calls that came back, each with its role and its result. Arguments,
/// elements, the steps inside calls, their order, and calls that have not come back are left out:
/// runs that differ only in these are copies of each other to all who ask what can go wrong.
package struct RunKind: Hashable, Sendable {
  /// The demand, and the positions of the operands that lead to the one that fails.
  private var demand: String
  /// The events by name, and how often each happens.
  private var events: [String: Int] = [:]
  /// The calls with role and result, and how often each comes back so.
  private var calls: [String: Int] = [:]

  /// What happens in a run; `roles` has the role of each task, by the task's number.
  package init(
    _ replayed: ReplayedTrace, _ evaluator: Evaluator, property: String, roles: [String]
  ) {
    demand = Self.demand(replayed, evaluator, property)
    for (step, transition) in replayed.transitions.enumerated() {
      let action = evaluator.system.actions[transition.firing.action]
      let bindings = evaluator.bindings(of: transition.firing)
      guard let task = action.task else {
        events[Self.name(action.label.text), default: 0] += 1
        continue
      }
      guard action.label.kind == .returning else { continue }
      let number = (try? evaluator.value(of: task, in: replayed.states[step], bindings)) ?? 0
      let role = roles.indices.contains(number) ? roles[number] : ""
      let words = evaluator.text(of: action.label, in: replayed.states[step], bindings)
      for part in words.split(separator: ";") {
        if let call = Self.returned(String(part)) { calls["\(role): \(call)", default: 0] += 1 }
      }
    }
  }

  /// Whether all of this happens in the other one, too: that is then no kind of its own.
  package func isPart(of other: RunKind) -> Bool {
    demand == other.demand && events.allSatisfy { other.events[$0.key, default: 0] >= $0.value }
      && calls.allSatisfy { other.calls[$0.key, default: 0] >= $0.value }
  }

  /// `scrub` of `scrub(b0)`.
  private static func name(_ text: String) -> String {
    String(text.prefix { $0 != "(" }.drop { $0 == " " })
  }

  /// A call that came back, without arguments and payloads: `pwrite = EIO`.
  private static func returned(_ words: String) -> String? {
    guard let end = words.firstRange(of: ") = ") else { return nil }
    return "\(name(words)) = \(name(String(words[end.upperBound...])))"
  }

  private static func demand(
    _ replayed: ReplayedTrace, _ evaluator: Evaluator, _ property: String
  ) -> String {
    if case .always(let condition)? = evaluator.system.property(property)?.kind,
      let state = replayed.states.last
    {
      return path(condition, evaluator, state, [:])
    }
    guard let last = replayed.transitions.last else { return "" }
    let checks = evaluator.system.actions[last.firing.action].checks
    guard let hit = last.violated.first(where: { checks[$0].property == property }) else {
      return ""
    }
    let state = replayed.states[replayed.states.count - 2]
    let site = checks[hit].site?.description ?? ""
    let bindings = evaluator.bindings(of: last.firing)
    return site + " " + path(checks[hit].condition, evaluator, state, bindings)
  }

  /// The positions of the operands that make a condition false.
  private static func path(
    _ condition: Expression, _ evaluator: Evaluator, _ state: State,
    _ bindings: Evaluator.Bindings
  ) -> String {
    func fails(_ part: Expression, _ inner: Evaluator.Bindings) -> Bool {
      (try? evaluator.holds(part, in: state, inner)) == false
    }
    switch condition {
    case .and(let operands):
      guard let first = operands.firstIndex(where: { fails($0, bindings) }) else { return "" }
      return "\(first)." + path(operands[first], evaluator, state, bindings)
    case .implies(_, let right): return path(right, evaluator, state, bindings)
    case .forAll(let bound, let body):
      let instance = evaluator.assignments(of: bound, extending: bindings).first {
        fails(body, $0)
      }
      return instance.map { path(body, evaluator, state, $0) } ?? ""
    default: return ""
    }
  }
}
