import SpecLanguage
import Testing
import TransitionSystem

/// What `for` becomes in a system.
@Suite("Loops")
struct LoopTests {
  private func system(_ body: String, pages: Int) throws -> TransitionSystem {
    let text = """
      model "m" {
        ordered sort page;
        state bool done[page];
        step mark(page p) -> result { if (done[p]) return -EIO; done[p] = true; return ok; }
        step mark_all() { for page p { done[p] = true; } }
        syscall all(page q) -> result { \(body) return ok; }
        role user { calls 1; all(any); }
        property p { reachable forall page p: done[p]; }
      }
      """
    let (specification, diagnostics) = checked(text)
    #expect(!diagnostics.hasErrors, Comment(rawValue: rendered(diagnostics, of: text)))
    let model = try #require(specification.models.first)
    return try Composer.compose(
      Composition(
        name: model.name, layers: [model.fragment],
        workload: Workload(name: model.name, roles: model.roles), calls: 1,
        sizes: ["page": pages, "task": 1]))
  }

  /// How many steps the longest run has.
  private func depth(_ body: String, pages: Int) throws -> Int {
    let evaluator = Evaluator(
      system: try system(body, pages: pages), scope: Scope(["page": pages, "task": 1]))
    var states: Set = [try evaluator.initialState()]
    var depth = 0
    while true {
      var next: Set<State> = []
      for state in states {
        for transition in try evaluator.transitions(from: state) { next.insert(transition.target) }
      }
      if next.isEmpty { return depth }
      states = next
      depth += 1
    }
  }

  @Test("is a round for each element, with the atomic steps of its body")
  func rounds() throws {
    // The call and its return are steps, too.
    for pages in 1...3 {
      #expect(try depth("for page p { try mark(p); }", pages: pages) == pages + 2)
    }
  }

  @Test("may have rounds without a step")
  func skipping() throws {
    #expect(try depth("for page p { if (p != q) { try mark(p); } }", pages: 3) == 4)
    #expect(try depth("for page p { page r = p; }", pages: 3) == 2)
  }

  @Test("stands in a step, which stays one")
  func inStep() throws {
    #expect(try depth("mark_all();", pages: 3) == 3)
    #expect(try depth("atomic { for page p { try mark(p); } }", pages: 3) == 3)
  }
}
