package import Reporting

extension StoredRun {
  /// Takes over what `check --format json` wrote.
  package mutating func addVerdicts(_ json: JSON) throws(Failure) {
    let file = Entry(json, "")
    version = try file.text("version")
    verdicts = try file.entries("verdicts").map { (entry) throws(Failure) in
      StoredVerdict(
        kernel: try entry.optionalText("kernel"), design: try entry.text("design"),
        variant: try entry.optionalText("variant"), property: try entry.text("property"),
        workload: try entry.text("workload"), scope: try entry.counts("scope"),
        verdict: try entry.text("verdict"), holds: entry.flag("holds"),
        steps: entry.number("steps"), trace: try entry.optionalText("trace"),
        reason: try entry.optionalText("reason"), states: entry.number("searchStates") ?? 0,
        clauses: entry.number("clauses"), conditions: entry.number("conditions"),
        beyond: try entry.beyond)
    }
  }

  /// Takes over a file of `check --traces`.
  package mutating func addTrace(_ json: JSON) throws(Failure) {
    let file = Entry(json, "")
    let identity = try file.text("trace")
    let steps = try file.entries("steps").map { (step) throws(Failure) in
      StoredTrace.Step(
        lane: try step.text("lane"), text: try step.text("text"),
        changes: try step.entries("changes").map { (change) throws(Failure) in
          "\(try change.text("cell")) = \(try change.text("after"))"
        })
    }
    traces[identity] = StoredTrace(
      identity: identity, steps: steps, why: try file.texts("why"))
  }

  /// Takes over what `claims --format json` wrote.
  package mutating func addClaims(_ json: JSON) throws(Failure) {
    claims = try Entry(json, "").entries("claims").map { (entry) throws(Failure) in
      StoredClaim(
        name: try entry.text("name"), says: try entry.text("says"),
        source: try entry.optionalText("source"), answer: try entry.text("model"),
        found: try entry.optionalText("found"), expected: try entry.opinion("expected"),
        accepted: try entry.opinion("accepted"),
        readings: try entry.entries("readings").map { (reading) throws(Failure) in
          StoredClaim.Reading(
            name: try reading.text("reading"), answer: try reading.text("model"),
            kernels: try reading.entries("kernels").map { (kernel) throws(Failure) in
              StoredClaim.OnKernel(
                kernel: try kernel.text("kernel"),
                evidence: try kernel.entries("evidence").map { (item) throws(Failure) in
                  try item.texts("text")
                }.flatMap(\.self))
            })
        })
    }
  }
}

/// An object of a file, with the way to it.
private struct Entry {
  let value: JSON
  let path: String

  init(_ value: JSON, _ path: String) { (self.value, self.path) = (value, path) }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func failure(_ name: String, _ expected: String) -> StoredRun.Failure {
    StoredRun.Failure(message: "'\(place(name))' must be \(expected)")
  }

  func text(_ name: String) throws(StoredRun.Failure) -> String {
    guard case .string(let text)? = value[name] else { throw failure(name, "a text") }
    return text
  }

  func optionalText(_ name: String) throws(StoredRun.Failure) -> String? {
    if value[name] == nil || value[name] == .null { return nil }
    return try text(name)
  }

  func number(_ name: String) -> Int? {
    if case .integer(let number)? = value[name] { number } else { nil }
  }

  func flag(_ name: String) -> Bool? {
    if case .bool(let flag)? = value[name] { flag } else { nil }
  }

  func counts(_ name: String) throws(StoredRun.Failure) -> [String: Int] {
    guard case .object(let members)? = value[name] else { throw failure(name, "an object") }
    var counts: [String: Int] = [:]
    for member in members {
      guard case .integer(let number) = member.value else {
        throw failure("\(name).\(member.name)", "a number")
      }
      counts[member.name] = number
    }
    return counts
  }

  func entries(_ name: String) throws(StoredRun.Failure) -> [Entry] {
    guard case .array(let values)? = value[name] else { throw failure(name, "a list") }
    return values.enumerated().map { Entry($0.element, "\(place(name))[\($0.offset)]") }
  }

  func texts(_ name: String) throws(StoredRun.Failure) -> [String] {
    var texts: [String] = []
    for entry in try entries(name) {
      guard case .string(let text) = entry.value else { throw failure(name, "a list of texts") }
      texts.append(text)
    }
    return texts
  }

  func opinion(_ name: String) throws(StoredRun.Failure) -> StoredClaim.Opinion? {
    guard let found = value[name], found != .null else { return nil }
    let entry = Entry(found, place(name))
    return StoredClaim.Opinion(word: try entry.text("word"), reason: try entry.text("because"))
  }

  var beyond: StoredVerdict.Beyond? {
    get throws(StoredRun.Failure) {
      guard let found = value["beyond"], found != .null else { return nil }
      let entry = Entry(found, place("beyond"))
      return StoredVerdict.Beyond(
        steps: entry.number("steps") ?? 0, scope: try entry.text("scope"))
    }
  }
}
