import Exports
import Foundation
import Testing
import TransitionSystem

/// The texts of one small system, and what has none.
@Suite("Exported texts")
struct TextTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden")

  /// `UPDATE_GOLDEN=1 swift test` writes what was found; `git diff` is the review.
  private static func compare(_ text: String, _ name: String) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: file)
      return
    }
    let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let difference = text.split(separator: "\n").difference(from: golden.split(separator: "\n"))
    #expect(text == golden, "\(name): \(difference)")
  }

  private static func rules() throws -> RuleSystem {
    try RuleSystem(TinySystem.system, scope: TinySystem.scope)
  }

  @Test("Promela")
  func promela() throws {
    try Self.compare(try Self.rules().promela(["tiny"], file: "tiny.pml"), "tiny.pml")
  }

  @Test("Murphi")
  func murphi() throws {
    try Self.compare(try Self.rules().murphi(["tiny"], file: "tiny.m"), "tiny.m")
  }

  /// TLC is asked by nobody here: these texts were read.
  @Test("TLA+, with its configuration")
  func tla() throws {
    let (module, configuration) = try Self.rules().tla(["tiny"], module: "Tiny")
    try Self.compare(module, "Tiny.tla")
    try Self.compare(configuration, "Tiny.cfg")
  }

  @Test("no two things have one name, and no bound name is one of the module's")
  func names() throws {
    let names = ["Init", "Next", "vars", "Spec", "i", "j", "place", "after1", "Do_a", "LET", "A"]
    let variables = names.map { StateVariable($0, [], .bool, initial: .bool(false)) }
    let item = Parameter("i", .bool)
    let action = Action(
      name: "a", parameters: [item],
      guard: .exists([Parameter("i", .bool), Parameter("Next", .bool)], .variable(item)),
      updates: names.map { Update($0, [], .variable(item)) },
      label: Label(.environment, .step, "a"))
    let system = TransitionSystem(name: "names", variables: variables, actions: [action])
    let text = try RuleSystem(system, scope: Scope([:])).tla([], module: "A").module
    let declared = text.matches(of: /VARIABLE (\w+)/).map { String($0.output.1) }
    #expect(declared.count == names.count)
    let defined = text.matches(of: /(?m)^(\w+)(\([\w, ]*\))? ==/).map { String($0.output.1) }
    let bound = text.matches(of: /(\w+) \\in/).map { String($0.output.1) }
    let taken = declared + defined + ["A"]
    #expect(Set(taken).count == taken.count)
    #expect(Set(taken).isDisjoint(with: bound))
    #expect(Set(bound).count == 3)
  }

  @Test("a demand on runs that never end has no form")
  func responses() {
    let response = Response(
      parameters: [], trigger: .bool(true), goal: .bool(false), fairness: [])
    let system = TransitionSystem(
      name: "runs", properties: [Property(name: "soon", kind: .leadsTo(response))])
    #expect(throws: ExportError.self) { try RuleSystem(system, scope: Scope([:])) }
  }

  @Test("a number beyond 32 bits has no form, nor one that may become so")
  func numbers() throws {
    func system(_ range: ClosedRange<Int>, adding number: Int) -> TransitionSystem {
      let property = Property(
        name: "same",
        kind: .always(
          .equal(
            .add(.read("n", []), .integer(number)), .add(.read("m", []), .integer(number)))))
      return TransitionSystem(
        name: "numbers",
        variables: ["n", "m"].map {
          StateVariable($0, [], .integer(range), initial: .integer(range.lowerBound))
        },
        properties: [property])
    }
    let scope = Scope([:])
    _ = try RuleSystem(system(0...1, adding: 0x7FFF_FFFE), scope: scope)
    #expect(
      throws: ExportError(
        "a number in 'same' may be 2147483648, and the other tools have numbers of 32 bits")
    ) { try RuleSystem(system(0...1, adding: 0x7FFF_FFFF), scope: scope) }
    let far = -(1 << 40)
    #expect(throws: ExportError.self) {
      try RuleSystem(system(far...(far + 3), adding: 1), scope: scope)
    }
  }

  @Test("an initial state that is an error of the spec has no form")
  func initialState() {
    let system = TransitionSystem(
      name: "hole",
      variables: [
        StateVariable("a", [], .bool, partial: true, initial: nil),
        StateVariable("b", [], .bool, initial: .bool(false)),
      ],
      initialUpdates: [Update("b", [], .read("a", []))])
    #expect(
      throws: ExportError(
        "the initial state is an error of the spec: 'a' is read where it is undefined")
    ) { try RuleSystem(system, scope: Scope([:])) }
  }
}
