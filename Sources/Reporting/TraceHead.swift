import Checking
import SpecLanguage
import TransitionSystem

/// The lines of a printed trace before its steps, as `TraceText` writes them.
///
/// Where lines were wrapped is forgotten: texts are compared without blanks.
struct TraceHead {
  private let heading: String
  private var paragraphs: [String: String] = [:]

  /// What is missing or unknown.
  struct Failure: Error, Hashable, Sendable {
    var message: String
  }

  private static let keywords = ["workload", "scope", "set", "unfair", "observed"]

  init(_ lines: [String]) {
    let first =
      lines.indices.dropFirst().first { lines[$0].hasPrefix("workload ") } ?? lines.endIndex
    heading = Self.squeezed(lines[..<first].joined())
    var keyword = ""
    for line in lines[first...] {
      var text = line[...]
      if let found = Self.keywords.first(where: { line.hasPrefix($0 + " ") }) {
        keyword = found
        text = line.dropFirst(found.count)
      }
      paragraphs[keyword, default: ""] += Self.squeezed(String(text))
    }
  }

  /// The cell that the head is about, and the first word of what its run does.
  func cell(_ specification: Specification) throws(Failure) -> (Cell, verb: String) {
    guard let work = paragraphs["workload"] else {
      throw Failure(message: "a line 'workload …' is missing")
    }
    let entries = try entries()
    let workloads = specification.workloads.map(\.name) + specification.models.map(\.name)
    for column in Plan.columns(specification, Selection()) {
      let start = Self.squeezed(Style(isASCII: true).plain(column.place))
      guard heading.hasPrefix(start) else { continue }
      let said = String(heading.dropFirst(start.count))
      let scope = RunScope(sizes: [:], calls: 1, budgets: [:])
        .overridden(by: entries, sorts: specification.sortNames(of: column))
      guard scope.isPossible else { throw Failure(message: "no run has such a scope") }
      for property in specification.properties(of: column) {
        guard let verb = Self.verb(said, property.name) else { continue }
        for workload in workloads {
          let cell = Cell(
            column: column, property: property.name, workload: workload, scope: scope)
          if isAbout(cell, work, specification) { return (cell, verb) }
        }
      }
    }
    throw Failure(message: "no design, kernel, property and workload of these specs are meant")
  }

  /// What else decides which system it is.
  func origin(_ cell: Cell) -> Run.Origin {
    func list(_ keyword: String, _ separator: Character) -> [String] {
      paragraphs[keyword]?.split(separator: separator).map(String.init) ?? []
    }
    let observed = list("observed", ",")
    return Run.Origin(
      properties: observed.isEmpty ? [cell.property] : observed, settings: list("set", ";"),
      unfair: list("unfair", ","))
  }

  /// Whether workload and the name of the trace are those of a cell.
  private func isAbout(_ cell: Cell, _ work: String, _ specification: Specification) -> Bool {
    let tasks = ScopeReport.work(cell, specification)
    let said = tasks.isEmpty ? cell.workload : "\(cell.workload), \(tasks)"
    guard Self.squeezed(Style(isASCII: true).plain(said)) == work else { return false }
    guard let name = heading.firstRange(of: ",trace") else { return true }
    return heading[name.upperBound...].hasPrefix(TraceIdentity.prefix(of: cell) + "-")
  }

  private func entries() throws(Failure) -> [String: Int] {
    guard let list = paragraphs["scope"] else {
      throw Failure(message: "a line 'scope …' is missing")
    }
    var entries: [String: Int] = [:]
    for entry in list.split(separator: ",") {
      let parts = entry.split(separator: "=")
      guard parts.count == 2, let number = Int(parts[1]) else {
        throw Failure(message: "'\(entry)' in the line 'scope …' is not of the form name=number")
      }
      entries[String(parts[0])] = number
    }
    return entries
  }

  /// The first word of what a run is said to do, if it is said of the property.
  private static func verb(_ said: String, _ property: String) -> String? {
    let name = squeezed(property)
    if said.hasPrefix("breaks\(name)in") || said.hasPrefix("breaks\(name)forever") {
      return "breaks"
    }
    if said.hasPrefix("reaches\(name)in") { return "reaches" }
    if said.hasPrefix("cangonofurther") { return "can" }
    return said.hasPrefix("hasanerrorinitsspec") ? "has" : nil
  }

  private static func squeezed(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}

extension RunScope {
  private static let largest = 1_000_000_000
  private static let mostCopies = 64

  /// Whether a run can have it: what a file says may be anything.
  var isPossible: Bool {
    (sizes.values + [calls, copies, layout]).allSatisfy { (1...Self.largest).contains($0) }
      && budgets.values.allSatisfy { (0...Self.largest).contains($0) }
      && copies <= Self.mostCopies
  }
}
