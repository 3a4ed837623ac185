import Checking
import SpecLanguage
import TransitionSystem

/// The runs of an HTML report: the first state whole, then what each step changes.
///
/// What runs have in common is said once and referred to by number: texts of values, layouts of
/// states, places in the specs.
struct HTMLTraces {
  let specification: Specification
  private(set) var traces: [JSON] = []
  private var texts = Pool<String>()
  private var layouts = Pool<JSON>()
  private var places = Pool<Place>()
  private var files = Pool<String>()

  /// Where a step stands, or what is to be looked at before the first one.
  private struct Place: Hashable {
    /// The number of the file.
    var file: Int?
    var line: Int?
    var functions: [String]
  }

  init(_ specification: Specification) { self.specification = specification }

  /// Adds a run of the cell of this number; returns the number of the trace.
  mutating func add(_ run: Run, cell: Int) -> Int {
    let cells = Self.shown(run)
    var members: [JSON.Member] = [
      .init("id", .string(run.identity.text)), .init("cell", .integer(cell)),
      .init("lanes", .array(Self.lanes(run).map { .string($0) })),
      .init("layout", .integer(layouts.number(of: Self.layout(run)))),
      .init("declared", declaration(run)),
      .init("first", .array(values(of: cells, run.replayed.states[0], run))),
      .init("steps", steps(run, cells)),
      .init("why", .array(Explanation(run).sentences.map { .string($0) })),
    ]
    if let start = run.replayed.trace.loopStart { members.append(.init("loop", .integer(start))) }
    traces.append(.object(members))
    return traces.count - 1
  }

  /// What the traces refer to by number; the texts of files by the names that sites have.
  func references(_ sources: [SourceText]) -> [JSON.Member] {
    let text = Dictionary(sources.map { ($0.name, $0.bytes) }, uniquingKeysWith: { $1 })
    let named = files.values.map { name in
      JSON.object([
        .init("name", .string(name)),
        .init("text", .string(String(decoding: text[name] ?? [], as: UTF8.self))),
      ])
    }
    let found = places.values.map { place in
      JSON.object([
        .init("file", place.file.map { .integer($0) } ?? .null),
        .init("line", place.line.map { .integer($0) } ?? .null),
        .init("functions", .array(place.functions.map { .string($0) })),
      ])
    }
    return [
      .init("traces", .array(traces)), .init("layouts", .array(layouts.values)),
      .init("places", .array(found)), .init("files", .array(named)),
      .init("texts", .array(texts.values.map { .string($0) })),
    ]
  }

  /// The names of the lanes, that of what happens by itself last.
  private static func lanes(_ run: Run) -> [String] {
    let tasks = run.roles.enumerated().map { task, role in
      let name = run.laneName(task)
      return name == role ? name : "\(name) (\(role))"
    }
    return tasks + [run.cell.column.kernel == nil ? "environment" : "kernel and media"]
  }

  /// The cells of the model's state, in the order of the layout.
  private static func shown(_ run: Run) -> [Int] {
    run.evaluator.layout.fields.filter { $0.variable.role == .model }
      .flatMap { $0.base..<$0.base + $0.count }
  }

  /// The variables that `shown` is made of.
  private static func layout(_ run: Run) -> JSON {
    let layout = run.evaluator.layout
    let fields = layout.fields.filter { $0.variable.role == .model }
    let sorts = Set(fields.flatMap(\.variable.indices)).sorted()
    let elements = sorts.map { sort in
      JSON.Member(
        sort,
        .array((0..<layout.scope[sort]).map { .string(layout.text(of: $0, .sort(sort))) }))
    }
    let variables = fields.map { field in
      JSON.object([
        .init("name", .string(field.variable.name)),
        .init("sorts", .array(field.variable.indices.map { .string($0) })),
        .init("about", .string(field.variable.documentation)),
      ])
    }
    return .object([.init("elements", .object(elements)), .init("variables", .array(variables))])
  }

  private mutating func values(of cells: [Int], _ state: State, _ run: Run) -> [JSON] {
    cells.map { .integer(texts.number(of: run.evaluator.layout.text(ofCell: $0, in: state))) }
  }

  /// Where the property of the run is declared.
  private mutating func declaration(_ run: Run) -> JSON {
    let site = specification.properties(of: run.cell.column)
      .first { $0.name == run.cell.property }?.site
    return place(site, [])
  }

  private mutating func place(_ site: SourceSite?, _ functions: [String]) -> JSON {
    let file = site.map { files.number(of: $0.file) }
    return .integer(
      places.number(of: Place(file: file, line: site?.line, functions: functions)))
  }
}

extension HTMLTraces {
  private mutating func steps(_ run: Run, _ cells: [Int]) -> JSON {
    let sources = StepSources(run, specification)
    let position = Dictionary(uniqueKeysWithValues: cells.enumerated().map { ($1, $0) })
    var steps: [JSON] = []
    for step in run.replayed.transitions.indices {
      let (before, after) = (run.replayed.states[step], run.replayed.states[step + 1])
      let changed = cells.filter { before.cells[$0] != after.cells[$0] }
      let changes = changed.map { cell in
        let text = run.evaluator.layout.text(ofCell: cell, in: after)
        return JSON.array([.integer(position[cell] ?? 0), .integer(texts.number(of: text))])
      }
      var members: [JSON.Member] = [
        .init("lane", .integer(run.task(step) ?? run.roles.count)),
        .init("text", .string(run.words(step))),
        .init("place", place(sources.site(step), sources.functions(step))),
      ]
      if !changes.isEmpty { members.append(.init("changes", .array(changes))) }
      let locks = Self.locks(run, step)
      if !locks.isEmpty { members.append(.init("locks", .array(locks))) }
      steps.append(.object(members))
    }
    return .array(steps)
  }

  /// The tasks whose locks a step changes, each with those that it then holds.
  private static func locks(_ run: Run, _ step: Int) -> [JSON] {
    run.roles.indices.compactMap { task in
      let held = run.teller.locks(heldBy: task, in: run.replayed.states[step + 1])
      guard held != run.teller.locks(heldBy: task, in: run.replayed.states[step]) else {
        return nil
      }
      return .object([
        .init("lane", .integer(task)), .init("held", .array(held.map { .string($0) })),
      ])
    }
  }
}
