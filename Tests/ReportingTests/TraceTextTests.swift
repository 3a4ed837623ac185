import Checking
import Foundation
import Reporting
import SpecLanguage
import Testing
import TransitionSystem

/// What is printed is enough to know the run, and its reasons are right.
@Suite("Printed traces")
struct TraceTextTests {
  /// Every kernel takes minutes; one has traces of all properties but one.
  private static let kernels =
    ProcessInfo.processInfo.environment["MODELCHECK_SLOW_TESTS"] == nil
    ? ["linux-5.14-ext4"] : []

  @Test("every trace of the table is read back from its text, and its reasons are right")
  func table() async throws {
    let selection = Selection(kernels: Self.kernels, models: Self.kernels.isEmpty)
    let all = try await Shown.all(try Specs.all.get(), selection)
    #expect(all.count > 60)
    for shown in all { try check(shown) }
  }

  @Test("a run that never ends is read back")
  func lasso() async throws {
    let all = try await Shown.all(try Specs.toy(Self.repairs))
    #expect(all.map(\.run.claim).contains(.violatesResponse))
    for shown in all { try check(shown) }
  }

  /// The text tells the run; its lines fit into a mail; its reasons are right.
  private func check(_ shown: Shown) throws {
    let name = "\(shown.run.cell)"
    let lines = shown.lines(Style(isASCII: false))
    #expect(lines.allSatisfy { $0.count <= 72 }, "\(name)")
    let plain = shown.lines(Style(isASCII: true))
    #expect(plain.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }, "\(name)")
    let texts = [lines, plain, plain.map { "> \($0)" }].map { $0.joined(separator: "\n") }
    for text in texts {
      let read = try Shown.reading(text, shown.specification)
      #expect(read.json == shown.json, "\(name)")
      #expect(read.lines(Style(isASCII: false)) == lines, "\(name)")
    }
    for sentence in Explanation(shown.run).sentences { try check(sentence, shown.run) }
  }

  /// A sentence that names a step speaks of one without which, or otherwise, the property holds.
  private func check(_ sentence: String, _ run: Run) throws {
    let aftermath = Aftermath(run)
    if run.claim == .violatesResponse {
      guard let match = sentence.firstMatch(of: #/^(had|after) step (\d+) /#) else { return }
      let step = try #require(Int(match.2)) - 1
      #expect(try aftermath.answers(without: step), "\(run.cell): \(sentence)")
      return
    }
    if let match = sentence.firstMatch(of: #/^had step (\d+) /#) {
      let step = try #require(Int(match.1)) - 1
      #expect(try aftermath.isKept(without: step), "\(run.cell): \(sentence)")
    } else if let match = sentence.firstMatch(of: #/^step (\d+) /#) {
      let step = try #require(Int(match.1)) - 1
      let isEvent =
        run.evaluator.system.actions[run.replayed.transitions[step].firing.action]
        .task == nil
      let isKept =
        try isEvent ? aftermath.isKept(without: step) : aftermath.isKept(changing: step)
      #expect(isKept, "\(run.cell): \(sentence)")
    }
  }

  private static let repairs = """
    model "repairs" {
      sort item;
      state bool lost[item];
      step mend(item x) { lost[x] = false; }
      syscall repair(item x) -> result { if (!lost[x]) return -EINVAL; mend(x); return ok; }
      environment strike(item x) budget strikes { lost[x] = true; }
      role owner { loops; repair(any); }
      role other { loops; repair(any); }
      scope items = 2, strikes = 2;
      property repaired {
        leadsTo forall item x: lost[x] ~> !lost[x];
        fair weak goes_on: steps;
        fair strong owner_repairs: call repair(x) by owner;
      }
      property unrepaired { leadsTo forall item x: lost[x] ~> !lost[x]; fair strong on: steps; }
    }
    """

  @Test("steps that read alike are counted")
  func alike() async throws {
    let all = try await Shown.all(
      try Specs.toy(
        """
        model "alike" {
          state bool done;
          step finish(task t) { done = true; }
          syscall work(task t) -> result { finish(t); return ok; }
          role r { work(any); work(P0); }
          scope calls = 1;
          property never_done { never done; }
        }
        """))
    let shown = try #require(all.first)
    #expect(shown.lines(Style(isASCII: true)).contains { $0.contains("(1 of 2 that") })
    try check(shown)
    // The other one is told apart from it.
    var trace = shown.run.replayed.trace
    let first = shown.run.replayed.states[0]
    let taken = shown.run.replayed.transitions[0].firing
    let other = try #require(
      shown.run.evaluator.transitions(from: first).last { $0.firing != taken })
    trace.steps[0].action = shown.run.evaluator.system.actions[other.firing.action].name
    trace.steps[0].arguments = other.firing.arguments
    let text = shown.lines(Style(isASCII: true)).joined(separator: "\n")
    let changed = text.replacingOccurrences(of: "(1 of 2", with: "(2 of 2")
    let read = try Shown.reading(changed, shown.specification).run.replayed.trace
    #expect(read.steps[0] == trace.steps[0])
  }

  @Test("a step that mattered is named, one that did not is not")
  func reasons() async throws {
    func sentences(_ body: String) async throws -> [String] {
      let text = """
        model "counts" {
          state int 0..2 x;
          step one() { x = 1; }
          step two() { x = 2; }
          syscall work() -> result { \(body) return ok; }
          role r { work(); }
          scope calls = 1;
          property zero { on work() returns ok { require x == 0 "x was set"; } }
        }
        """
      let shown = try #require(try await Shown.all(try Specs.toy(text)).first)
      try check(shown)
      return Explanation(shown.run).sentences
    }
    #expect(try await sentences("one();").contains("step 2 (P0: one()) made x = 1"))
    // Without either step the other one is still there.
    let twice = try await sentences("one(); two();")
    #expect(twice.contains("x was set"))
    #expect(!twice.contains { $0.hasPrefix("step ") })
  }

  @Test("an event is named if the property holds without it")
  func events() async throws {
    let text = """
      model "media" {
        state bool bad;
        environment strike() budget strikes { bad = true; }
        step look() -> bool { return bad; }
        syscall work() -> result { if (look()) return EIO; return ok; }
        role r { work(); }
        scope calls = 1, strikes = 1;
        property works { on work() returns r { require r is ok "it failed"; } }
        property fails { on work() returns r { require r is EIO "it did not fail"; } }
      }
      """
    let all = try await Shown.all(try Specs.toy(text))
    try #require(all.count == 2)
    for shown in all { try check(shown) }
    let works = Explanation(all[0].run).sentences
    let event = works.contains { $0.contains(" (strike) not happened, works would hold") }
    #expect(event, "\(works)")
    #expect(!Explanation(all[1].run).sentences.contains { $0.hasPrefix("had step ") })
  }

  @Test("a text that no step fits is refused with its line")
  func unfit() async throws {
    let shown = try #require(try await Shown.all(try Specs.toy(Self.repairs)).first)
    let text = shown.lines(Style(isASCII: true)).joined(separator: "\n")
    let wrong = text.replacingOccurrences(of: "strike(item0)", with: "strike(item9)")
    let line = try #require(
      wrong.split(separator: "\n", omittingEmptySubsequences: false)
        .firstIndex { $0.contains("strike(item9)") })
    #expect {
      _ = try Shown.reading(wrong, shown.specification)
    } throws: { error in
      (error as? TraceTextReader.Failure)?.line == line + 1
    }
    for broken in ["", "step", String(text.prefix(30)), text.replacing("scope", with: "scape")] {
      #expect(throws: TraceTextReader.Failure.self) {
        _ = try Shown.reading(broken, shown.specification)
      }
    }
  }
}
