import Checking
import Proving
import SpecLanguage
import Testing
import TransitionSystem

@Suite("The response rule")
struct ResponseRuleTests {
  /// A model in which an owner repairs what is lost, in some way or other.
  private struct Model {
    var repair = "with exclusive(m) { put_back(x); }"
    var other = "repair(any);"
    var strikes = "budget strikes"
    var steps = "strong"
    var extra = ""

    var text: String {
      """
      model "m" {
        sort item; lock m; lock n; state bool lost[item]; state bool busy;
        step put_back(item x) { lost[x] = false; }
        step look(item x) -> bool { return lost[x]; }
        syscall repair(item x) -> result { \(repair) return ok; }
        syscall peek(item x) -> result { with shared(m) { bool b = look(x); } return ok; }
        syscall turned(item x) -> result { with exclusive(n) { with exclusive(m) { put_back(x); } }
          return ok; }
        environment strike(item x) \(strikes) { lost[x] = true; }
        environment toggle() budget toggles { busy = !busy; }
        \(extra)
        role owner { loops; repair(any); }
        role other { loops; \(other) }
        property repaired {
          leadsTo forall item x: lost[x] ~> !lost[x];
          fair \(steps) goes_on: steps;
          fair strong repairs: call repair(x) by owner;
        }
      }
      """
    }

    /// What the rule says, and whether no run at the scope breaks the property.
    func decided() async throws -> (rule: ResponseOutcome, holds: Bool) {
      let (specification, diagnostics) = SpecLanguage.check(
        [SourceText(name: "m.kspec", text: text)], library: .empty)
      #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
      let overrides = Overrides(scope: ["strikes": 1, "toggles": 1, "crash": 1])
      let plan = Plan(specification, Selection(), overrides)
      let assembly = Assembly(specification, overrides)
      let search = try #require(plan.searches.first)
      let campaign = Campaign(assembly: assembly, plan: plan, limits: Limits(threads: 1))
      guard case .decided(let cells, _) = campaign.explore(search) else {
        throw CancellationError()
      }
      var prover = Prover(assembly, threads: 1)
      prover.thrift = 8
      prover.mostRounds = 4
      return (await prover.respond(search, "repaired"), cells.first?.isKept == true)
    }
  }

  @Test("proves a repair under a lock, and lists premises and assumptions")
  func proved() async throws {
    let (rule, holds) = try await Model().decided()
    guard case .proved(let found) = rule else {
      Issue.record("\(rule)")
      return
    }
    #expect(holds)
    let check = try found.proof.check()
    #expect(check.failed.isEmpty && check.conditions > 0)
    #expect(found.premises.count == 4)
    #expect(
      found.assumptions == [
        "goes_on (strong): steps", "repairs (strong): call repair(x) by owner",
        "these happen finitely often: strike, toggle",
        "some task of 'owner' makes the call for these x",
      ])
  }

  @Test("says why it does not apply")
  func objections() async throws {
    func message(_ model: Model) async throws -> String {
      guard case .outside(let error) = try await model.decided().rule else { return "applies" }
      return error.message
    }
    #expect(
      try await message(Model(other: "repair(any); peek(any);")).contains("'m' is shared"))
    #expect(
      try await message(
        Model(
          repair: "with exclusive(m) { with exclusive(n) { put_back(x); } }", other: "turned(any);")
      ).contains("while another one with it waits"))
    #expect(try await message(Model(steps: "weak")).contains("needs 'fair strong …: steps'"))
    #expect(
      try await message(Model(extra: "environment crash() budget crash ends tasks { }"))
        .contains("'owner' makes no call after 'crash'"))
    #expect(
      try await message(Model(extra: "environment crash() ends tasks { }"))
        .contains("'crash' may end every call that helps"))
  }

  @Test("never proves what a run breaks")
  func soundness() async throws {
    let repairs = [
      "with exclusive(m) { put_back(x); }", "if (busy) return -EBUSY; put_back(x);",
      "wait !busy; put_back(x);", "put_back(x);",
      "with exclusive(m) { with exclusive(n) { put_back(x); } }",
      "with exclusive(m) { if (lost[x]) put_back(x); }",
      "atomic { wait !busy; with exclusive(m) { put_back(x); } }",
    ]
    var (proved, broken) = (0, 0)
    for repair in repairs {
      for other in ["repair(any);", "turned(any);"] {
        for strikes in ["budget strikes", ""] {
          let steps = repair.contains("with") ? "strong" : "weak"
          let model = Model(repair: repair, other: other, strikes: strikes, steps: steps)
          let (rule, holds) = try await model.decided()
          if !holds { broken += 1 }
          guard case .proved = rule else { continue }
          proved += 1
          #expect(holds, "\(repair) \(other) \(strikes)")
        }
      }
    }
    #expect(proved >= 4)
    #expect(broken >= 6)
  }
}
