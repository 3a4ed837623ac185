import Checking
import Proofs
import Proving
import Relational
import SpecLanguage
import Testing
import TransitionSystem

@Suite("Clauses that are added where small ones do not suffice")
struct StrengtheningTests {
  /// Under the lock one of two marks is set, whichever a coin says, and then looked for.
  private static let model = """
    model "marks" {
      sort item;
      state bool coin;
      state bool a[item];
      state bool b[item];
      lock l[item];
      event looked(item i);
      step mark(item i) { if (coin) a[i] = true; else b[i] = true; }
      step look(item i) { emit looked(i); }
      step clear(item i) { a[i] = false; b[i] = false; }
      environment flip() { coin = !coin; }
      syscall put(item i) -> result {
        with exclusive(l[i]) { mark(i); look(i); }
        return ok;
      }
      syscall wipe(item i) -> result {
        with exclusive(l[i]) { clear(i); }
        return ok;
      }
      role user { put(item0); }
      role cleaner { wipe(item0); }
      property p { on looked(i) { require a[i] || b[i]; } }
    }
    """

  private static func prover(
    _ text: String = model
  ) throws -> (prover: Prover, search: Plan.Search) {
    let source = SourceText(name: "marks.kspec", text: text)
    let (specification, diagnostics) = SpecLanguage.check([source], library: .empty)
    let complaints = DiagnosticRenderer(sources: [source]).render(diagnostics)
    try #require(diagnostics.isEmpty, Comment(rawValue: complaints))
    let overrides = Overrides(scope: ["item": 2, "calls": 1])
    let search = try #require(Plan(specification, Selection(), overrides).searches.first)
    var prover = Prover(Assembly(specification, overrides), threads: 1)
    prover.thrift = 10
    return (prover, search)
  }

  @Test("small clauses alone do not prove it")
  func small() async throws {
    var (prover, search) = try Self.prover()
    prover.mostRounds = 0
    guard case .notFound(let attempt) = await prover.prove(search, "p") else {
      Issue.record("proved")
      return
    }
    #expect(attempt.failures.count == 1 && attempt.statistics.rounds == 0)
  }

  @Test("larger ones do")
  func larger() async throws {
    let (prover, search) = try Self.prover()
    let outcome = await prover.prove(search, "p")
    guard case .proved(let proof) = outcome else {
      Issue.record("not proved: \(outcome)")
      return
    }
    #expect(proof.statistics.rounds >= 1)
    #expect(try proof.check().failed.isEmpty)
    // Where a task looks, one of the marks is set: more than small clauses say of a place.
    let wide = proof.invariant.map(\.formula.description).filter { $0.contains("a[ITEM0]") }
    #expect(
      wide == [
        "forall task TASK0, item ITEM0: !at.user/put: look[TASK0][ITEM0] || a[ITEM0] || b[ITEM0]"
      ])
  }

  @Test("what is false is not proved, however often larger clauses are tried")
  func wrong() async throws {
    let unlocked = Self.model.replacing("{ clear(i); }", with: "{ } clear(i);")
    let (prover, search) = try Self.prover(unlocked)
    guard case .notFound(let attempt) = await prover.prove(search, "p") else {
      Issue.record("proved")
      return
    }
    #expect(!attempt.failures.isEmpty)
  }

  @Test("a clause that is true of few states only is refuted by walks, a true one by nothing")
  func refuted() async throws {
    var (prover, search) = try Self.prover()
    // So few samples that hardly anything is among them.
    prover.thrift = 100
    let system = try prover.assembly.relational(search, "p")
    let item = ClauseTerm.variable(sort: "item", 0)
    let task = ClauseTerm.variable(sort: "task", 0)
    let (a, b) = (Clause.Atom.holds("a", [item]), Clause.Atom.holds("b", [item]))
    let look = Clause.Literal(false, .holds("at.user/put: look", [task, item]))
    let wrong = [
      Clause([look, Clause.Literal(false, a), Clause.Literal(false, b)]),
      Clause([look, Clause.Literal(true, a)]), Clause([look, Clause.Literal(true, b)]),
    ]
    let right = Clause([look, Clause.Literal(true, a), Clause.Literal(true, b)])
    let found = try await prover.refuted(wrong + [right], search, "p", system)
    try #require(found.count == 4)
    for (clause, state) in zip(wrong, found) {
      let evaluator = StructureEvaluator(try #require(state))
      #expect(!evaluator.holds(clause))
      #expect(evaluator.holds(right) && evaluator.satisfiesAxioms(of: system))
    }
    #expect(found[3] == nil)
  }
}
