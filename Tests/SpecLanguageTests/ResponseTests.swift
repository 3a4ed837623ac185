import SpecLanguage
import Testing
import TransitionSystem

/// `leadsTo` and the fairness that it is demanded under.
@Suite("Responses")
struct ResponseTests {
  private static let model = """
    model "m" {
      sort item;
      state bool lost[item];
      state int 0..2 count;
      syscall repair(item x, bool hard) -> result { lost[x] = false; return ok; }
      environment strike(item x) budget strikes { lost[x] = true; }
      role owner { loops; repair(any, true); }

    """

  private func item(_ property: String, sourceLocation: SourceLocation = #_sourceLocation) {
    expectDiagnostics(Self.model + property + "}", sourceLocation: sourceLocation)
  }

  private func response(_ members: String) throws -> Response {
    let (specification, diagnostics) = checked(Self.model + "property p { \(members) } }")
    #expect(diagnostics.isEmpty, Comment(rawValue: rendered(diagnostics, of: members)))
    let demand = try #require(specification.models.first?.properties.first?.demand)
    guard case .leadsTo(let response) = demand else {
      Issue.record("the property demands something else")
      throw CancellationError()
    }
    return response
  }

  @Test("bind their values on both sides, and take 'where' as part of what they lead from")
  func lowering() throws {
    let found = try response("leadsTo forall item x where count < 2: lost[x] ~> !lost[x];")
    #expect(found.parameters == [Parameter("x", .sort("item"))])
    #expect(found.trigger.description == "count < 2 && lost[x]")
    #expect(found.goal.description == "!lost[x]")
    #expect(found.fairness.isEmpty)
  }

  @Test("keep a quantifier in parentheses to one side")
  func closed() throws {
    let found = try response("leadsTo (exists item x: lost[x]) ~> forall item x: !lost[x];")
    #expect(found.parameters.isEmpty)
    #expect(found.trigger.freeVariables.isEmpty && found.goal.freeVariables.isEmpty)
  }

  @Test("state fairness of steps, calls and what happens by itself, by named values")
  func fairness() throws {
    let found = try response(
      """
      leadsTo true ~> count == 1;
      fair weak going_on: steps, steps by owner;
      fair strong repairs: call repair(x, _) by owner, call repair;
      fair weak strikes: strike(x), strike;
      """)
    #expect(found.fairness.map(\.name) == ["going_on", "repairs", "strikes"])
    #expect(found.fairness.map(\.strength) == [.weak, .strong, .weak])
    #expect(
      found.fairness.map(\.subjects) == [
        [.steps(role: nil), .steps(role: "owner")],
        [
          .call("repair", named: ["x", nil], role: "owner"),
          .call("repair", named: [nil, nil], role: nil),
        ],
        [.event("strike", named: [true]), .event("strike", named: [false])],
      ])
  }

  @Test("say what is wrong with them at its place")
  func mistakes() {
    item("property p { leadsTo lost[item0]⟦expected⟧; always true; }")
    item("property p { leadsTo ⟦typeMismatch⟧count ~> true; }")
    item("property p { leadsTo forall item x: lost[x] ~> lost[⟦unknownName⟧y]; }")
    item("property p { leadsTo true ~> true; ⟦secondDemand⟧always true; }")
    item(
      "property p { leadsTo true ~> true; on repair(x, _) { require lost[x]; } }"
        .replacingOccurrences("leadsTo", with: "⟦mixedDemand⟧leadsTo"))
    item("property p { always true; ⟦fairnessWithoutResponse⟧fair weak a: steps; }")
  }

  @Test("say what is wrong with fairness at its place")
  func fairnessMistakes() {
    func fair(_ text: String) { item("property p { leadsTo true ~> true; \(text) }") }
    fair("fair ⟦unknownStrength⟧week a: steps;")
    fair("fair weak a: steps; fair weak ⟦duplicateName⟧a: steps;")
    fair("fair weak a: steps by ⟦unknownRole⟧oener;")
    fair("fair weak a: ⟦unknownFairSubject⟧repair;")
    fair("fair weak a: ⟦unknownFairSubject⟧strikes;")
    fair("fair weak a: call ⟦unknownMenuEntry⟧strike;")
    fair("fair weak a: ⟦argumentCount⟧call repair(x);")
    fair("fair weak a: strike(x) by ⟦fairEventByRole⟧owner;")
    fair("fair weak a ⟦expected⟧steps;")
  }

  @Test("are laid out as they are read")
  func layout() {
    let text = """
      property p {
      leadsTo forall item x:lost [x]~>!lost[x];fair weak a:steps by owner,call repair(x,_);
      }
      """
    let (found, _) = Formatter.format(SourceText(name: "p.kspec", text: text))
    #expect(
      found == """
        property p {
          leadsTo forall item x: lost[x] ~> !lost[x];
          fair weak a: steps by owner, call repair(x, _);
        }

        """)
  }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
