import TransitionSystem

/// Tells single steps: their words, who takes them, what they change, which locks are held.
struct StepTeller: Sendable {
  let evaluator: Evaluator
  private let locks: [LockField]
  /// The actions by the words that their labels begin with.
  private let actions: [String: [Int]]
  /// The actions that tasks take only where they are; under nothing those that ask for no place.
  private let places: [String: [Int]]

  /// The relation of a lock's holders.
  private struct LockField: Sendable {
    var name: String
    var field: Layout.Field
    var isShared: Bool
  }

  init(_ evaluator: Evaluator) {
    self.evaluator = evaluator
    locks = evaluator.layout.fields.compactMap { field in
      let name = field.variable.name
      guard field.variable.role == .control, Lock.isHolders(name), let lock = Lock.lock(of: name)
      else { return nil }
      let isExclusive = name == Lock(lock, []).exclusiveHolders
      return LockField(name: lock, field: field, isShared: !isExclusive)
    }
    actions = Dictionary(
      grouping: evaluator.system.actions.indices,
      by: { Self.opening(evaluator.system.actions[$0].label.text) })
    var places: [String: [Int]] = [:]
    for (number, action) in evaluator.system.actions.enumerated() {
      for place in Self.places(action.guardCondition) ?? [""] {
        places[place, default: []].append(number)
      }
    }
    self.places = places
  }

  /// Where a task has to be for a guard; nil: anywhere.
  private static func places(_ condition: Expression) -> [String]? {
    switch condition {
    case .test(.read("pc", _), _, let cases): cases
    case .and(let operands): operands.lazy.compactMap(places).first
    default: nil
    }
  }

  /// Where a task is; nil: the system does not say.
  func place(of task: Int, in state: State) -> String? {
    guard evaluator.system.variable("pc") != nil else { return nil }
    return evaluator.text(of: .read("pc", [.element(sort: "task", task)]), in: state, [:])
  }

  /// What a task can do in a state.
  func steps(
    of task: Int, in state: State
  ) throws(EvaluationError) -> [Evaluator.Transition] {
    let numbers =
      place(of: task, in: state).map { (places[$0] ?? []) + (places[""] ?? []) }
      ?? Array(evaluator.system.actions.indices)
    var found: [Evaluator.Transition] = []
    for number in numbers.sorted() {
      let parameters = evaluator.system.actions[number].parameters
      for bindings in evaluator.assignments(of: parameters, extending: [:]) {
        let firing = Firing(action: number, arguments: parameters.map { bindings[$0.name] ?? 0 })
        guard self.task(firing, in: state) == task else { continue }
        if let step = try evaluator.fire(firing, in: state) { found.append(step) }
      }
    }
    return found
  }

  /// What a label says before its first value, if that begins with a bracket; else nothing.
  private static func opening(_ label: String) -> String {
    let end = label.firstIndex { "({;".contains($0) } ?? label.endIndex
    return end < label.endIndex && label[end] == "{" ? "" : String(label[..<end])
  }

  /// The steps of a state that may have the same words as one of them, itself among them.
  func rivals(of firing: Firing, in state: State) -> [Evaluator.Transition] {
    let opening = Self.opening(evaluator.system.actions[firing.action].label.text)
    let numbers =
      opening.isEmpty
      ? Array(evaluator.system.actions.indices) : (actions[""] ?? []) + (actions[opening] ?? [])
    return numbers.sorted().flatMap { number in
      let parameters = evaluator.system.actions[number].parameters
      return evaluator.assignments(of: parameters, extending: [:]).compactMap { bindings in
        let arguments = parameters.map { bindings[$0.name] ?? 0 }
        // An error of the spec in another step of the state is no business of this one.
        return (try? evaluator.fire(Firing(action: number, arguments: arguments), in: state))
          .flatMap(\.self)
      }
    }
  }

  /// The words of a step.
  func words(_ firing: Firing, in state: State) -> String {
    evaluator.text(
      of: evaluator.system.actions[firing.action].label, in: state, evaluator.bindings(of: firing))
  }

  /// The number of the task that takes a step; nil for the environment.
  func task(_ firing: Firing, in state: State) -> Int? {
    guard case .task(let task) = evaluator.system.actions[firing.action].label.lane else {
      return nil
    }
    return try? evaluator.value(of: task, in: state, evaluator.bindings(of: firing))
  }

  /// The name of a task, or of the lane of what happens by itself.
  func laneName(_ task: Int?) -> String {
    task.map { evaluator.system.sort("task")?.elementName($0) ?? "P\($0)" } ?? "environment"
  }

  /// What differs in the model's state, in the order of the layout.
  func changes(from before: State, to after: State) -> [Run.Change] {
    let layout = evaluator.layout
    return before.cells.indices.compactMap { cell in
      guard before.cells[cell] != after.cells[cell],
        layout.field(ofCell: cell).variable.role == .model
      else { return nil }
      return Run.Change(
        cell: layout.name(ofCell: cell), before: layout.text(ofCell: cell, in: before),
        after: layout.text(ofCell: cell, in: after))
    }
  }

  /// The locks that a task holds, in the order of the layout: `i_rwsem[A]`, `m (shared)`.
  func locks(heldBy task: Int, in state: State) -> [String] {
    locks.flatMap { lock -> [String] in
      let tasks = lock.field.extents.last ?? 1
      return (0..<lock.field.count / tasks).compactMap { index in
        let cell = lock.field.base + index * tasks + task
        guard state.cells[cell] != 0 else { return nil }
        let indices = evaluator.layout.name(ofCell: cell).dropFirst(lock.field.variable.name.count)
          .split(separator: "]").dropLast().map { "\($0)]" }.joined()
        return lock.name + indices + (lock.isShared ? " (shared)" : "")
      }
    }
  }
}
