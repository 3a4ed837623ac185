package import TransitionSystem

/// A run of a model that goes through the states of a trace.
///
/// A trace may say less than all: of some variables nothing, and not which actions are taken. All
/// runs that agree with it are followed side by side.
package struct ITFMatch {
  private let evaluator: Evaluator
  private let file: ITFFile
  private let reading: ITFReading
  /// What the trace says of cells, by state.
  private let facts: [[(cell: Int, content: UInt16)]]
  /// Variables of the trace that the model does not have.
  package let unknown: [String]
  /// More different runs than this are not followed.
  private static let mostRuns = 4_096

  /// What came of it.
  package enum Outcome: Sendable {
    case fits(Trace)
    /// The run that fits so far, and why no step of the model leads to the next state.
    case ends(Trace, reason: String)
  }

  /// - Throws: What in the file cannot be a state of the model.
  package init(_ file: ITFFile, _ evaluator: Evaluator) throws(TraceFile.Failure) {
    (self.file, self.evaluator) = (file, evaluator)
    reading = ITFReading(layout: evaluator.layout)
    var unknown: [String] = []
    var facts: [[(cell: Int, content: UInt16)]] = []
    for (number, state) in file.states.enumerated() {
      var cells: [(cell: Int, content: UInt16)] = []
      for member in state.values {
        guard let field = reading.variable(named: member.name) else {
          if !unknown.contains(member.name) { unknown.append(member.name) }
          continue
        }
        cells += try reading.contents(
          of: field, member.value, "states[\(number)].\(member.name)")
      }
      guard !cells.isEmpty else {
        throw TraceFile.Failure("'states[\(number)]' has no variable of the model")
      }
      facts.append(cells)
    }
    (self.facts, self.unknown) = (facts, unknown)
  }

  /// A run that agrees so far.
  private struct Partial {
    var state: State
    /// The position of the run in the round before, and the step from there.
    var before: Int
    var step: Trace.Step
  }

  /// - Throws: An error of the spec on the way.
  package func run() throws(EvaluationError) -> Outcome {
    let initial = try evaluator.initialState()
    if let cell = wrongCell(initial, 0) {
      return .ends(
        Trace(steps: []), reason: "state 0 is not the initial state: \(difference(cell, initial))")
    }
    var rounds = [[Partial(state: initial, before: 0, step: .init(action: "", arguments: []))]]
    for number in file.states.indices.dropFirst() {
      let (next, nearest) = try round(after: rounds[number - 1], number)
      guard !next.isEmpty else {
        return .ends(trace(rounds), reason: reason(number, nearest))
      }
      guard next.count <= Self.mostRuns else {
        return .ends(
          trace(rounds),
          reason: "step \(number): the trace says too little, more than \(Self.mostRuns) runs agree"
        )
      }
      rounds.append(next)
    }
    var found = trace(rounds)
    found.loopStart = file.loop
    return .fits(found)
  }

  /// A step that leads elsewhere, and the cell that is not as the trace says.
  private struct Nearest {
    var words: String
    var state: State
    var cells: [(cell: Int, content: UInt16)]
  }

  private func round(
    after partials: [Partial], _ number: Int
  ) throws(EvaluationError) -> ([Partial], Nearest?) {
    var next: [Partial] = []
    var seen: Set<State> = []
    var nearest: Nearest?
    for (position, partial) in partials.enumerated() {
      for transition in try steps(from: partial.state, number) {
        let wrong = facts[number].filter { transition.target.cells[$0.cell] != $0.content }
        guard wrong.isEmpty else {
          if wrong.count < nearest?.cells.count ?? .max {
            let words = AllowedSteps.words(transition, partial.state, evaluator)
            nearest = Nearest(words: words, state: transition.target, cells: wrong)
          }
          continue
        }
        guard seen.insert(transition.target).inserted else { continue }
        let action = evaluator.system.actions[transition.firing.action]
        next.append(
          Partial(
            state: transition.target, before: position,
            step: .init(action: action.name, arguments: transition.firing.arguments)))
      }
    }
    return (next, nearest)
  }

  /// The steps that the file may mean: the one that it names, if the model has it.
  private func steps(
    from state: State, _ number: Int
  ) throws(EvaluationError) -> [Evaluator.Transition] {
    let named = evaluator.system.actions.firstIndex { $0.name == file.states[number].action }
    guard let named else { return try evaluator.transitions(from: state) }
    let parameters = evaluator.system.actions[named].parameters
    var arguments: [Int] = []
    for parameter in parameters {
      let pick = file.states[number].picks.first { $0.name == parameter.name }?.value
      guard let value = pick?["value"], let argument = reading.number(value, parameter.type) else {
        return try evaluator.transitions(from: state).filter { $0.firing.action == named }
      }
      arguments.append(argument)
    }
    let firing = Firing(action: named, arguments: arguments)
    return try evaluator.fire(firing, in: state).map { [$0] } ?? []
  }

  private func wrongCell(_ state: State, _ number: Int) -> (cell: Int, content: UInt16)? {
    facts[number].first { state.cells[$0.cell] != $0.content }
  }

  private func difference(_ fact: (cell: Int, content: UInt16), _ state: State) -> String {
    let layout = evaluator.layout
    var told = state
    told.cells[fact.cell] = fact.content
    let (there, here) = (
      layout.text(ofCell: fact.cell, in: told), layout.text(ofCell: fact.cell, in: state)
    )
    return "\(layout.name(ofCell: fact.cell)) is \(there) in the trace and \(here) in the model"
  }

  private func reason(_ number: Int, _ nearest: Nearest?) -> String {
    let action = file.states[number].action.map { " ('\($0)')" } ?? ""
    let head = "step \(number)\(action): no step of the model leads to state \(number)"
    guard let nearest, let cell = nearest.cells.first else { return head }
    return "\(head); after '\(nearest.words)' \(difference(cell, nearest.state))"
  }

  /// The first of the runs that agree.
  private func trace(_ rounds: [[Partial]]) -> Trace {
    var steps: [Trace.Step] = []
    var position = 0
    for round in rounds.dropFirst().reversed() {
      steps.append(round[position].step)
      position = round[position].before
    }
    return Trace(steps: steps.reversed())
  }
}
