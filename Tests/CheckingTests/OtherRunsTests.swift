import Checking
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// Counterexamples with few context switches, and such of other kinds.
@Suite("Other counterexamples")
struct OtherRunsTests {
  /// A violated cell, and what finds more of its counterexamples.
  private struct Case {
    var cell: Cell
    var search: Plan.Search
    var violation: SearchResult.Violation
    var assembly: Assembly

    func evaluator() throws -> Evaluator {
      let (system, scope) = try assembly.system(of: search)
      return Evaluator(system: system, scope: scope)
    }
  }

  private func violated(_ plan: Plan, _ assembly: Assembly) async -> [Case] {
    let campaign = Campaign(assembly: assembly, plan: plan, limits: Limits())
    var cases: [Case] = []
    for (search, outcome) in zip(plan.searches, await campaign.run()) {
      guard case .decided(let results, _) = outcome else {
        Issue.record("\(outcome)")
        continue
      }
      for result in results {
        guard let (trace, claim) = result.counterexample, trace.loopStart == nil else { continue }
        cases.append(
          Case(
            cell: result.cell, search: search, violation: .init(trace: trace, claim: claim),
            assembly: assembly))
      }
    }
    return cases
  }

  private func violated(_ text: String) async throws -> [Case] {
    let specification = try RealSpecs.specification(of: [SourceText(name: "toy", text: text)])
    let overrides = Overrides()
    return await violated(
      Plan(specification, Selection(), overrides), Assembly(specification, overrides))
  }

  private static let mutex = """
    model "mutex" {
      state bool taken;
      state bool inside[task];
      step look() -> bool { return !taken; }
      step enter(task t) { taken = true; inside[t] = true; }
      step leave(task t) { taken = false; inside[t] = false; }
      syscall work(task t) -> result { if (!look()) return EBUSY; enter(t); leave(t); return ok; }
      environment knock() budget knocks { taken = taken; }
      role first { work(P0); }
      role second { work(P1); }
      scope calls = 1, knocks = 1;
      property exclusive { never inside[P0] && inside[P1]; }
      property answered { on work(t) returns r { require r is ok "the door was shut"; } }
    }
    """

  @Test("no run of the same length has fewer context switches")
  func fewestSwitches() async throws {
    let cases = try await violated(Self.mutex)
    #expect(cases.map(\.cell.property) == ["exclusive", "answered"])
    for item in cases {
      let found = try OtherRuns(item.assembly, Limits())
        .fewestSwitches(item.violation, item.cell, item.search)
      guard case .found(let trace, let switches)? = found else {
        Issue.record("\(item.cell.property): \(String(describing: found))")
        continue
      }
      let evaluator = try item.evaluator()
      let least = try all(evaluator, item).map { Self.switches($0, evaluator) }.min()
      #expect(trace.steps.count == item.violation.trace.steps.count)
      #expect(Self.switches(trace, evaluator) == switches)
      #expect(switches == least)
      #expect(switches <= Self.switches(item.violation.trace, evaluator))
    }
  }

  /// Every run as long as the shortest violation that is one.
  private func all(_ evaluator: Evaluator, _ item: Case) throws -> [Trace] {
    var runs = [(Trace(steps: []), try evaluator.initialState())]
    for _ in item.violation.trace.steps {
      runs = try runs.flatMap { trace, state in
        try evaluator.transitions(from: state).map { transition in
          let action = evaluator.system.actions[transition.firing.action].name
          let step = Trace.Step(action: action, arguments: transition.firing.arguments)
          return (Trace(steps: trace.steps + [step]), transition.target)
        }
      }
    }
    return runs.map(\.0).filter { trace in
      (try? evaluator.replay(
        trace, claiming: item.violation.claim, property: item.cell.property)) != nil
    }
  }

  private static func switches(_ trace: Trace, _ evaluator: Evaluator) -> Int {
    let tasks = trace.steps.compactMap { step -> String? in
      guard let action = evaluator.system.actions.first(where: { $0.name == step.action }) else {
        return nil
      }
      return action.task.map { "\($0)" }
    }
    return zip(tasks, tasks.dropFirst()).count { $0 != $1 }
  }

  @Test("kinds are told apart by demands, events, roles and results")
  func kinds() async throws {
    let cases = try await violated(
      """
      model "door" {
        state bool taken;
        state bool broken;
        step look() -> bool { return !taken; }
        step enter() { taken = true; }
        step leave() { taken = false; }
        step push() -> bool { return !broken; }
        syscall work(task t) -> result {
          if (!look()) return EBUSY;
          if (!push()) return EIO;
          enter();
          leave();
          return ok;
        }
        environment strike() budget strikes { broken = true; }
        environment noise() budget noises { broken = broken; }
        role first { work(P0); }
        role second { work(P1); }
        scope calls = 1, strikes = 1, noises = 1;
        property answered {
          on work(t) returns r {
            require !(r is EBUSY) "the door was shut";
            require r is ok "the door was broken";
          }
        }
      }
      """)
    let item = try #require(cases.first)
    // The first or the second task finds the door broken, or shut; noise makes nothing new, nor
    // does it matter whether the other one has come in before.
    let runs = OtherRuns(item.assembly, Limits())
    let found = try runs.different(from: item.violation, atMost: 10, item.cell, item.search)
    #expect(found.violations.count == 3)
    #expect(found.isComplete)
    let two = try runs.different(from: item.violation, atMost: 2, item.cell, item.search)
    #expect(two.violations == Array(found.violations.prefix(1)))
    let one = try runs.different(from: item.violation, atMost: 1, item.cell, item.search)
    #expect(one.violations.isEmpty)
    let lengths = ([item.violation] + found.violations).map(\.trace.steps.count)
    #expect(lengths == lengths.sorted())
  }

  @Test("symmetry hides no kind", arguments: ["punch+pwrite", "fiemap+blkzeroout"])
  func symmetry(design: String) async throws {
    let (plan, assembly) = try RealSpecs.smallPlan(
      Selection(kernels: ["linux-5.14-ext4"], designs: [design], models: false))
    let cases = await violated(plan, assembly)
    #expect(!cases.isEmpty)
    for item in cases {
      let evaluator = try item.evaluator()
      let roles = assembly.specification.roles(of: item.cell)
      let kinds = try [true, false].map { symmetry in
        let found = try OtherRuns(assembly, Limits(symmetry: symmetry))
          .different(from: item.violation, atMost: 4, item.cell, item.search)
        let all = try ([item.violation] + found.violations).map { violation in
          let replayed = try evaluator.replay(
            violation.trace, claiming: violation.claim, property: item.cell.property)
          return RunKind(replayed, evaluator, property: item.cell.property, roles: roles)
        }
        #expect(Set(all).count == all.count)
        return all.count
      }
      #expect(kinds[0] == kinds[1], "\(item.cell.property)")
    }
  }
}
