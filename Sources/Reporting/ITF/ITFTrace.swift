import Checking
import TransitionSystem

/// A run as a trace for other tools: all states, and what leads from one to the next.
extension TraceFile {
  /// The file of a run in the Informal Trace Format.
  ///
  /// What the format does not know, as the cell that the run is about, stands in `#meta`, so that
  /// the file can be replayed. A run that never ends says at which state it begins again; its last
  /// state is that state once more.
  package static func itf(
    of run: Run, properties: [String], settings: [Setting], unfair: [String] = [],
    version: String
  ) -> JSON {
    let about = head(
      of: run, properties: properties, settings: settings, unfair: unfair, version: version)
    return itf(of: run, version, about: .object(about))
  }

  /// The same of a run that shows nothing about its property: the file does not name it.
  package static func itf(ofAny run: Run, version: String) -> JSON {
    itf(of: run, version, about: nil)
  }

  private static func itf(of run: Run, _ version: String, about: JSON?) -> JSON {
    let layout = run.evaluator.layout
    let isWanted = about == nil || run.claim == .witnesses || run.claim == .covers
    var meta: [JSON.Member] = [
      .init("format", .string("ITF")), .init("format-description", .string(ITF.description)),
      .init("description", .string("Created by modelcheck \(version)")),
      .init("source", .string(run.cell.column.title)),
      .init("status", .string(isWanted ? "ok" : "violation")),
    ]
    if let about { meta.append(.init("modelcheck", about)) }
    let names = layout.fields.map(\.variable.name) + [ITF.action, ITF.picks]
    var members: [JSON.Member] = [
      .init("#meta", .object(meta)), .init("vars", .array(names.map { .string($0) })),
    ]
    if let start = run.replayed.trace.loopStart { members.append(.init("loop", .integer(start))) }
    let states = run.replayed.states.indices.map { itfState(run, $0) }
    return .object(members + [.init("states", .array(states))])
  }

  private static func itfState(_ run: Run, _ number: Int) -> JSON {
    let layout = run.evaluator.layout
    let state = run.replayed.states[number]
    var members: [JSON.Member] = [.init("#meta", .object([.init("index", .integer(number))]))]
    members += layout.fields.map { .init($0.variable.name, layout.itf(of: $0, in: state)) }
    guard number > 0 else {
      return .object(
        members + [.init(ITF.action, .string(ITF.initial)), .init(ITF.picks, .object([]))])
    }
    let firing = run.replayed.transitions[number - 1].firing
    let action = run.evaluator.system.actions[firing.action]
    let picks = zip(action.parameters, firing.arguments).map { parameter, value in
      JSON.Member(parameter.name, ITF.tagged("Some", layout.itf(of: value, parameter.type)))
    }
    return .object(
      members + [.init(ITF.action, .string(action.name)), .init(ITF.picks, .object(picks))])
  }
}
