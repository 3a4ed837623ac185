import Checking
import SpecLanguage
import TestSupport
import Testing
import TransitionSystem

/// Copies of a small workload, as text.
@Suite("Replicated workloads")
struct ReplicationTests {
  private static let members = """
    sort item;
    sort place ordered;
    sort task;
    state item first;
    state bool full[item][place];
    lock l[item];
    step put(item i, place p) { full[i][p] = true; }
    syscall fill(item i, place p, bool b) -> result {
      with exclusive(l[i]) { put(i, p); if (b) put(i, p); }
      return ok;
    }
    syscall drain() -> result { atomic { forall item i, place p: full[i][p] = false; } return ok; }
    environment crash() budget crash ends tasks { }
    environment never_on() budget other { }
    init { first = item1; full[item1][0] = true; forall item i, place p where i == first: full[i][p] = true; }
    role user { restarts; fill(item1, 0, any); calls 1; }
    role cleaner * 2 { drain(); }
    """

  private static func composed(
    _ members: String, copies: [[String: [Int]]]
  ) throws -> TransitionSystem {
    let text = "model \"toy\" {\n\(members)\nproperty nothing { always true; }\n}\n"
    let source = SourceText(name: "toy.kspec", text: text)
    let (specification, diagnostics) = SpecLanguage.check([source], library: .empty)
    let complaints = DiagnosticRenderer(sources: [source]).render(diagnostics)
    try #require(diagnostics.isEmpty, Comment(rawValue: complaints))
    let overrides = Overrides(scope: ["crash": 1])
    let search = try #require(Plan(specification, Selection(), overrides).searches.first)
    return try Assembly(specification, overrides).replicated(
      search, property: search.properties[0], copies: copies)
  }

  private static func lines(_ system: TransitionSystem) -> [String] {
    func told(_ update: Update) -> String {
      let bound = update.bound.map(\.name).joined(separator: ", ")
      let cell = update.variable + update.indices.map { "[\($0.description)]" }.joined()
      let condition = update.condition == .bool(true) ? "" : " if \(update.condition.description)"
      return "  \(bound.isEmpty ? "" : "forall \(bound): ")\(cell) = "
        + "\(update.value?.description ?? "-")\(condition)"
    }
    var lines = system.initialUpdates.map(told)
    lines += ["template"] + system.initialTemplate.map(told)
    for action in system.actions {
      let parameters = action.parameters.map(\.name).joined(separator: ", ")
      lines.append("\(action.name)(\(parameters)) when \(action.guardCondition.description)")
      lines += action.updates.map(told)
    }
    return lines
  }

  @Test("constants become reads of the task's own")
  func actions() throws {
    let system = try Self.composed(Self.members, copies: [[:], ["item": [3, 2]]])
    print(Self.lines(system).joined(separator: "\n"))
    print(system.variables.map { "\($0.name) \($0.initial?.description ?? "-")" }.joined(separator: "\n"))
    print(system.casts)
    print(system.minimumSizes)
  }
}
