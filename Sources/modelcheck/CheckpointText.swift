import Explicit
import Reporting
import TransitionSystem

/// How searches are kept as JSON. What cannot be read is nil: it is not used.
extension SearchPoint {
  var json: JSON {
    let found = { (found: Found) in JSON.array([.integer(found.what), .integer(found.state)]) }
    return .object([
      .init("states", .integer(states)), .init("digest", .string(String(digest, radix: 16))),
      .init("expanded", .integer(expanded)), .init("levelEnd", .integer(levelEnd)),
      .init("depth", .integer(depth)), .init("transitions", .integer(transitions)),
      .init("orbitStates", .integer(orbitStates)),
      .init("stateProperties", .array(properties.map(found))),
      .init("checks", .array(checks.map(found))),
      .init("deadlock", deadlock.map { .integer($0) } ?? .null),
      .init("firedActions", .array(firedActions.map { .integer($0) })),
    ])
  }

  init?(_ json: JSON) {
    self.init()
    guard let states = json["states"]?.number, let text = json["digest"]?.text,
      let digest = UInt64(text, radix: 16), let expanded = json["expanded"]?.number,
      let levelEnd = json["levelEnd"]?.number, let depth = json["depth"]?.number,
      let transitions = json["transitions"]?.number,
      let orbitStates = json["orbitStates"]?.number,
      let properties = json["stateProperties"]?.all(Self.found),
      let checks = json["checks"]?.all(Self.found), let last = json["deadlock"],
      let fired = json["firedActions"]?.all(\.number)
    else { return nil }
    (self.states, self.digest, self.expanded) = (states, digest, expanded)
    (self.levelEnd, self.depth, self.transitions) = (levelEnd, depth, transitions)
    (self.orbitStates, self.properties, self.checks) = (orbitStates, properties, checks)
    (deadlock, firedActions) = (last.number, fired)
  }

  private static func found(_ json: JSON) -> Found? {
    guard let pair = json.all(\.number), pair.count == 2 else { return nil }
    return Found(what: pair[0], state: pair[1])
  }
}

/// Only of a search that has seen all states.
extension SearchResult {
  var json: JSON {
    .object([
      .init("distinctStates", .integer(distinctStates)),
      .init("generatedTransitions", .integer(generatedTransitions)),
      .init("diameter", .integer(diameter)), .init("orbitStates", .integer(orbitStates)),
      .init("settledStates", .integer(settledStates)),
      .init("reducedSorts", .array(reducedSorts.map { .string($0) })),
      .init("violations", .array(violations.sorted { $0.key < $1.key }.map(Self.json))),
      .init("witnesses", .array(witnesses.sorted { $0.key < $1.key }.map(Self.json))),
      .init("covers", .array(covers.map(Self.json).sorted { $0.order < $1.order })),
      .init("deadlock", deadlock?.json ?? .null),
      .init("responses", .array(responses.sorted { $0.key < $1.key }.map(Self.json))),
      .init("firedActions", .array(firedActions.sorted().map { .integer($0) })),
    ])
  }

  init?(_ json: JSON) {
    self.init()
    guard let distinctStates = json["distinctStates"]?.number,
      let transitions = json["generatedTransitions"]?.number,
      let diameter = json["diameter"]?.number, let orbitStates = json["orbitStates"]?.number,
      let settledStates = json["settledStates"]?.number,
      let reducedSorts = json["reducedSorts"]?.all(\.text),
      let violations = json["violations"]?.all(Self.violation),
      let witnesses = json["witnesses"]?.all(Self.witness),
      let covers = json["covers"]?.all(Self.cover), let last = json["deadlock"],
      let responses = json["responses"]?.all(Self.response),
      let fired = json["firedActions"]?.all(\.number)
    else { return nil }
    (self.distinctStates, generatedTransitions) = (distinctStates, transitions)
    (self.diameter, self.orbitStates) = (diameter, orbitStates)
    (self.settledStates, self.reducedSorts) = (settledStates, reducedSorts)
    self.violations = Dictionary(violations, uniquingKeysWith: { one, _ in one })
    self.witnesses = Dictionary(witnesses, uniquingKeysWith: { one, _ in one })
    self.covers = Dictionary(covers, uniquingKeysWith: { one, _ in one })
    self.responses = Dictionary(responses, uniquingKeysWith: { one, _ in one })
    firedActions = Set(fired)
    if last != .null {
      guard let trace = Trace(last) else { return nil }
      deadlock = trace
    }
  }
}

extension JSON {
  var number: Int? { if case .integer(let number) = self { number } else { nil } }
  var text: String? { if case .string(let text) = self { text } else { nil } }
  var truth: Bool? { if case .bool(let truth) = self { truth } else { nil } }

  /// The elements of a list; nil if it is none, or one of them cannot be read.
  func all<Element>(_ read: (JSON) -> Element?) -> [Element]? {
    guard case .array(let values) = self else { return nil }
    let elements = values.compactMap(read)
    return elements.count == values.count ? elements : nil
  }
}
