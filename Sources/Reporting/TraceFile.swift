package import Checking
package import SpecLanguage
package import TransitionSystem

/// A counterexample as a file: enough to replay it against the specs of another day.
package struct TraceFile: Sendable {
  package static let schema = JSON.schema

  package var identity: String
  package var cell: Cell
  /// The properties of the search: they decide what the system observes.
  package var properties: [String]
  /// Options set on the command line, as they are written there.
  package var settings: [Setting]
  package var claim: Trace.Claim
  package var trace: Trace
  /// The fairness assumptions that were switched off.
  package var unfair: [String]

  /// `--set name=value`.
  package struct Setting: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Why a file is no trace: the place inside and what is expected there.
  package struct Failure: Error, Hashable, Sendable {
    package var message: String

    package init(_ message: String) { self.message = message }
  }
}

extension TraceFile {
  /// The file of a run.
  package static func json(
    of run: Run, properties: [String], settings: [Setting], unfair: [String] = [],
    version: String
  ) -> JSON {
    let head = head(
      of: run, properties: properties, settings: settings, unfair: unfair, version: version)
    return .object(
      head + [
        .init("steps", .array(run.replayed.transitions.indices.map { step(run, $0) })),
        .init("why", .array(Explanation(run).sentences.map { .string($0) })),
      ])
  }

  /// What a file says of a run besides its steps: what it is about, and how to replay it.
  static func head(
    of run: Run, properties: [String], settings: [Setting], unfair: [String], version: String
  ) -> [JSON.Member] {
    let column = run.cell.column
    let cell: [JSON.Member] = [
      .init("kernel", .optional(column.kernel)), .init("design", .string(column.design)),
      .init("variant", .optional(column.variant)), .init("property", .string(run.cell.property)),
      .init("workload", .string(run.cell.workload)),
    ]
    let members: [JSON.Member] = [
      .init("schema", .integer(schema)), .init("version", .string(version)),
      .init("trace", .string(run.identity.text)), .init("cell", .object(cell)),
      .init("scope", run.cell.scope.json),
      .init("properties", .array(properties.map { .string($0) })),
      .init("settings", .object(settings.map { .init($0.name, .string($0.value)) })),
      .init("roles", .array(run.roles.map { .string($0) })),
      .init("claim", .string(run.claim.word)),
    ]
    return members + repetition(run, unfair: unfair)
  }

  /// Of a run that never ends: how many steps come before those that are repeated for ever.
  private static func repetition(_ run: Run, unfair: [String]) -> [JSON.Member] {
    guard let start = run.replayed.trace.loopStart else { return [] }
    return [
      .init("stem", .integer(start)),
      .init("loop", .integer(run.replayed.trace.steps.count - start)),
      .init("unfair", .array(unfair.map { .string($0) })),
    ]
  }

  private static func step(_ run: Run, _ step: Int) -> JSON {
    let firing = run.replayed.transitions[step].firing
    let action = run.evaluator.system.actions[firing.action]
    let arguments = zip(action.parameters, firing.arguments).map { parameter, value in
      JSON.object([
        .init("name", .string(parameter.name)), .init("number", .integer(value)),
        .init("value", .string(run.evaluator.layout.text(of: value, parameter.type))),
      ])
    }
    let changes = run.changes(step).map { change in
      JSON.object([
        .init("cell", .string(change.cell)), .init("before", .string(change.before)),
        .init("after", .string(change.after)),
      ])
    }
    return .object([
      .init("action", .string(action.name)), .init("arguments", .array(arguments)),
      .init("lane", .string(run.laneName(run.task(step)))), .init("text", .string(run.words(step))),
      .init("changes", .array(changes)),
    ])
  }

  /// What a file says; of the specs it needs only which names are sorts.
  package init(_ json: JSON, _ specification: Specification) throws(Failure) {
    let top = JSONReader(json, "")
    let schema = try top.integer("schema")
    guard schema == Self.schema else {
      throw Failure("'schema' is \(schema), but this modelcheck reads \(Self.schema)")
    }
    identity = try top.string("trace")
    let place = try top.object("cell")
    let column = Column(
      kernel: try place.optionalString("kernel"), design: try place.string("design"),
      variant: try place.optionalString("variant"))
    let scope = try top.object("scope")
    var entries: [String: Int] = [:]
    for name in scope.names { entries[name] = try scope.integer(name) }
    cell = Cell(
      column: column, property: try place.string("property"),
      workload: try place.string("workload"),
      scope: RunScope(sizes: [:], calls: 1, budgets: [:])
        .overridden(by: entries, sorts: specification.sortNames(of: column)))
    guard cell.scope.isPossible else { throw Failure("no run has such a 'scope'") }
    properties = try top.strings("properties")
    let options = try top.object("settings")
    settings = []
    for name in options.names { settings.append(Setting(name, try options.string(name))) }
    claim = try top.claim("claim")
    trace = Trace(steps: [], loopStart: try top.has("stem") ? top.integer("stem") : nil)
    unfair = try top.has("unfair") ? top.strings("unfair") : []
    for step in try top.objects("steps") {
      var numbers: [Int] = []
      for argument in try step.objects("arguments") {
        numbers.append(try argument.integer("number"))
      }
      trace.steps.append(.init(action: try step.string("action"), arguments: numbers))
    }
  }
}

extension RunScope {
  /// The entries as `--scope` takes them.
  package var json: JSON {
    JSON.sorted(entries)
  }
}

extension Trace.Claim {
  /// The word of the claim in trace files.
  var word: String {
    switch self {
    case .violatesStepwise: "violates-step"
    case .violatesAlways: "violates-state"
    case .violatesResponse: "violates-response"
    case .witnesses: "witnesses"
    case .covers: "covers"
    case .deadlocks: "deadlocks"
    case .evaluationError: "spec-error"
    }
  }

  static let all: [Trace.Claim] = [
    .violatesStepwise, .violatesAlways, .violatesResponse,
    .witnesses, .covers, .deadlocks, .evaluationError,
  ]
}
