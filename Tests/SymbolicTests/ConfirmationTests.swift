import Symbolic
import Testing
import TransitionSystem

@Suite struct ConfirmationTests {
  private let checker: BoundedChecker

  init() throws {
    checker = try BoundedChecker(
      system: Systems.lock(isBroken: true), scope: Scope(["task": 2]))
  }

  private func trace(_ steps: (String, [Int])...) -> Trace {
    Trace(steps: steps.map { Trace.Step(action: $0.0, arguments: $0.1) })
  }

  private func answer(_ trace: Trace) throws -> Agreement {
    try checker.confirms(trace, claim: .violatesAlways, property: "exclusion")
  }

  @Test("a run that shows what it claims is confirmed") func right() throws {
    let run = trace(("look", [1]), ("look", [0]), ("take", [0]), ("take", [1]))
    #expect(try answer(run) == .confirmed)
  }

  @Test("a run that stops short shows nothing") func short() throws {
    let run = trace(("look", [1]), ("look", [0]), ("take", [0]))
    #expect(try answer(run) == .disagrees("the last step does not show what the trace claims"))
  }

  @Test("a step that is not enabled is named") func notEnabled() throws {
    let run = trace(("look", [1]), ("take", [0]), ("look", [0]), ("take", [1]))
    #expect(try answer(run) == .disagrees("step 2: 'take' is not enabled there"))
  }

  @Test("another argument is another run") func otherArgument() throws {
    let run = trace(("look", [1]), ("look", [0]), ("take", [0]), ("take", [0]))
    #expect(try answer(run) == .disagrees("step 4: 'take' is not enabled there"))
  }

  @Test("an unknown action and a bad argument are refused") func malformed() throws {
    #expect(
      try answer(trace(("jump", []))) == .disagrees("step 1: there is no action 'jump'"))
    for arguments in [[], [2], [-1], [0, 0]] {
      #expect(
        try answer(trace(("look", arguments)))
          == .disagrees("step 1: the arguments do not fit 'look'"))
    }
  }

  @Test("a stepwise property fails in the last step, not before") func stepwise() throws {
    let checker = try BoundedChecker(
      system: Systems.allocation, scope: Scope(["task": 2, "block": 2]))
    let run = trace(("allocate", [1, 0]), ("forget", []), ("free", [1]))
    #expect(try checker.confirms(run, claim: .violatesStepwise, property: "own") == .confirmed)
    let longer = trace(
      ("allocate", [1, 0]), ("forget", []), ("free", [1]), ("allocate", [0, 0]))
    let answer = try checker.confirms(longer, claim: .violatesStepwise, property: "own")
    #expect(answer == .disagrees("the last step does not show what the trace claims"))
  }

  @Test("a witness is confirmed, and a claim of the wrong kind is not") func witness() throws {
    let checker = try BoundedChecker(system: Systems.counter, scope: Scope([:]))
    let run = trace(("add2", []), ("add2", []), ("add2", []))
    #expect(try checker.confirms(run, claim: .witnesses, property: "exactly_four") == .confirmed)
    let answer = try checker.confirms(run, claim: .violatesAlways, property: "exactly_four")
    #expect(answer == .disagrees("the last step does not show what the trace claims"))
  }

  @Test("a deadlock is a state without a step that is not quiescent") func deadlock() throws {
    let checker = try BoundedChecker(system: Systems.counter, scope: Scope([:]))
    let run = trace(("add2", []), ("add2", []), ("add2", []), ("add1", []))
    #expect(try checker.confirms(run, claim: .deadlocks, property: "") == .confirmed)
    let shorter = trace(("add2", []), ("add2", []), ("add2", []))
    let answer = try checker.confirms(shorter, claim: .deadlocks, property: "")
    #expect(answer == .disagrees("the last state has a step"))
    var calm = Systems.counter
    calm.quiescent = .equal(.read("count", []), .integer(5))
    let calmly = try BoundedChecker(system: calm, scope: Scope([:]))
      .confirms(run, claim: .deadlocks, property: "")
    #expect(calmly == .disagrees("the last state is quiescent"))
  }
}
