package import TransitionSystem

/// What callers see of the steps of a system: their calls, the results, and crashes.
///
/// The steps inside of a call are hidden, and the calls that a recipe makes itself.
package struct CallerView: Sendable {
  /// A call, a result or a crash.
  package struct Event: Hashable, Sendable {
    package var kind: Kind
    /// The number of the task; nil of a crash.
    package var task: Int?
    /// `recover(A, 0, d0)`, with ` = ok` behind it in a result that has a value.
    package var text: String

    package enum Kind: Hashable, Sendable { case call, result, crash }
  }

  private let evaluator: Evaluator
  private let place: Layout.Field?
  /// The contents of `pc` with which a task is in no call.
  private let idle: Set<UInt16>

  /// The view of a workload with roles of these names.
  package init(_ evaluator: Evaluator, roles: [String]) {
    self.evaluator = evaluator
    let variable = evaluator.system.variable("pc")
    place = variable.map { evaluator.layout.field($0.name) }
    var idle: Set<UInt16> = []
    if case .variant(let name)? = variable?.type {
      let names = Set(roles.map { "\($0): idle" })
      for (number, item) in evaluator.layout.variantLayout(name).type.cases.enumerated()
      where names.contains(item.name) { idle.insert(UInt16(number)) }
    }
    self.idle = idle
  }

  /// The events of a step, in order: none, one, or a call and its result.
  package func events(_ firing: Firing, _ before: State, _ after: State) -> [Event] {
    guard let place else { return [] }
    let label = evaluator.system.actions[firing.action].label
    let bindings = evaluator.bindings(of: firing)
    guard case .task(let task) = label.lane else {
      let moves = (place.base..<place.base + place.count).contains {
        before.cells[$0] != after.cells[$0]
      }
      guard moves else { return [] }
      return [
        Event(kind: .crash, task: nil, text: evaluator.text(of: label, in: before, bindings))
      ]
    }
    guard let number = try? evaluator.value(of: task, in: before, bindings) else { return [] }
    let isCall = label.kind == .call
    let returns = idle.contains(after.cells[place.base + number])
    guard isCall || returns else { return [] }
    let parts = Self.parts(evaluator.text(of: label, in: before, bindings))
    var events: [Event] = []
    if isCall, let call = parts.first {
      let text = call.hasPrefix("call ") ? String(call.dropFirst("call ".count)) : call
      events.append(Event(kind: .call, task: number, text: text))
    }
    if returns, let result = parts.last {
      events.append(Event(kind: .result, task: number, text: result))
    }
    return events
  }

  /// Whether a task is in no call.
  package func isIdle(_ task: Int, in state: State) -> Bool {
    guard let place, task < place.count else { return true }
    return idle.contains(state.cells[place.base + task])
  }

  /// The operations that a label tells.
  private static func parts(_ text: String) -> [String] {
    var parts: [String] = []
    var rest = Substring(text)
    while let range = rest.firstRange(of: "; ") {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return parts + [String(rest)]
  }
}
