import Checking
import SpecLanguage
import TransitionSystem

/// What is not as expected, in the Static Analysis Results Interchange Format, version 2.1.0.
///
/// A property is a rule, a cell that is not as its expectation says a result at the line of the
/// property. What was not decided is a notification: nothing is wrong with the design yet.
package struct SARIFReport {
  let run: CheckedRun
  /// The absolute path of the folder to which the addresses of files are relative.
  let folder: String
  let status: Int
  let rules: SARIFRules

  package init(_ run: CheckedRun, folder: String, status: Int) {
    self.run = run
    self.folder = folder
    self.status = status
    rules = SARIFRules(run)
  }

  package var json: JSON {
    let driver = JSON.object([
      .init("name", .string("modelcheck")), .init("version", .string(run.version)),
      .init("semanticVersion", .string(run.version)), .init("rules", .array(rules.json)),
    ])
    let results = cells + deadlocks + proofs + claims
    let report = JSON.object([
      .init("tool", .object([.init("driver", driver)])),
      .init("invocations", .array([invocation])), .init("columnKind", .string("unicodeCodePoints")),
      .init("results", .array(results)),
    ])
    return .object([
      .init("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
      .init("version", .string("2.1.0")), .init("runs", .array([report])),
    ])
  }

  private var invocation: JSON {
    let undecided = run.results.filter(\.isUnknown).map { result in
      notification("warning", result.found, rule: rules.id(of: result))
    }
    let problems = run.problems.map { notification("error", $0, rule: nil) }
    return .object([
      .init("executionSuccessful", .bool(problems.isEmpty)), .init("exitCode", .integer(status)),
      .init("toolExecutionNotifications", .array(problems + undecided)),
    ])
  }

  private func notification(_ level: String, _ text: String, rule: String?) -> JSON {
    var members: [JSON.Member] = [
      .init("level", .string(level)), .init("message", Self.message(text)),
    ]
    if let rule { members.append(.init("associatedRule", reference(rule))) }
    return .object(members)
  }

  private func reference(_ rule: String) -> JSON {
    .object([.init("id", .string(rule)), .init("index", .integer(rules.index(of: rule)))])
  }

  private static func message(_ text: String) -> JSON {
    .object([.init("text", .string(text))])
  }

  private var cells: [JSON] {
    run.results.enumerated().filter { !$0.element.isUnknown && !$0.element.isAsExpected }
      .map { position, result in
        var properties: [JSON.Member] = [.init("verdict", .string(result.word))]
        if let identity = result.identity {
          properties.append(.init("trace", .string(identity.text)))
        }
        var more: [JSON.Member] = []
        if let shown = run.runs[position] {
          more.append(.init("codeFlows", .array([codeFlow(shown)])))
        }
        if let site = result.expectation?.site {
          more.append(.init("relatedLocations", .array([location(site, "what is expected")])))
        }
        return self.result(
          rules.id(of: result), "\(result.found); \(result.expected)", fingerprint(result),
          at: run.declaration(of: result)?.site ?? run.site(of: result.cell.column),
          about: result.place, more + [.init("properties", .object(properties))])
      }
  }

  private var deadlocks: [JSON] {
    run.deadlocks.map { deadlock in
      result(
        SARIFRules.deadlock, deadlock.sentence, deadlock.sentence,
        at: run.site(of: deadlock.column), about: deadlock.column.title)
    }
  }

  private var proofs: [JSON] {
    run.results.compactMap { cell in
      guard case .rejected(let file, let reason)? = cell.standing else { return nil }
      return result(
        SARIFRules.proof, "the proof that \(cell.found) is rejected: \(file): \(reason)",
        fingerprint(cell), at: run.declaration(of: cell)?.site, about: cell.place)
    }
  }

  private var claims: [JSON] {
    run.claims.filter { $0.holds == false }.map { claim in
      let sentence = "the claim '\(claim.claim.name)' does not hold: \(claim.text)"
      return result(
        SARIFRules.claim, "on \(claim.kernel) \(sentence)", "\(claim.kernel): \(claim.text)",
        at: claim.claim.site, about: claim.kernel)
    }
  }

  private func result(
    _ rule: String, _ text: String, _ fingerprint: String, at site: SourceSite?, about: String,
    _ more: [JSON.Member] = []
  ) -> JSON {
    let named = JSON.object([
      .init("fullyQualifiedName", .string(about)), .init("kind", .string("module")),
    ])
    var place = site.map { [physical($0)] } ?? []
    place.append(.init("logicalLocations", .array([named])))
    return .object(
      [
        .init("ruleId", .string(rule)), .init("ruleIndex", .integer(rules.index(of: rule))),
        .init("level", .string("error")), .init("message", Self.message(text)),
        .init("locations", .array([.object(place)])),
        .init("partialFingerprints", .object([.init("cell/v1", .string(fingerprint))])),
      ] + more)
  }

  /// The same cell is the same alert, whatever its run looks like today.
  private func fingerprint(_ result: CellResult) -> String {
    "\(result.place), \(result.cell.property), \(result.cell.workload)"
  }

  private func physical(_ site: SourceSite) -> JSON.Member {
    let address = FileAddress(site.file, in: folder)
    var artifact: [JSON.Member] = [.init("uri", .string(address.uri))]
    if address.isRelative { artifact.append(.init("uriBaseId", .string("%SRCROOT%"))) }
    return .init(
      "physicalLocation",
      .object([
        .init("artifactLocation", .object(artifact)),
        .init("region", .object([.init("startLine", .integer(site.line))])),
      ]))
  }

  private func location(_ site: SourceSite?, _ text: String) -> JSON {
    .object((site.map { [physical($0)] } ?? []) + [.init("message", Self.message(text))])
  }

  /// The steps of the run, each at the text that it is taken from; Swift's mechanisms have none.
  private func codeFlow(_ run: Run) -> JSON {
    let steps = run.replayed.transitions.indices.map { step -> JSON in
      let site = run.evaluator.system.actions[run.replayed.transitions[step].firing.action].site
      let text = "\(step + 1). \(run.laneName(run.task(step))): \(run.words(step))"
      let isText = site?.file.hasSuffix(".swift") == false
      return .object([.init("location", location(isText ? site : nil, text))])
    }
    return .object([
      .init("threadFlows", .array([.object([.init("locations", .array(steps))])]))
    ])
  }
}
