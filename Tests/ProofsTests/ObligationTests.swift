import Proofs
import Relational
import Testing
import TransitionSystem

@Suite struct ObligationTests {
  private let c = of("c", "c")
  private let s = of("s", "s")

  @Test("a step shows in the goal alone, as its update says") func postState() {
    let post = PostState(of: LockServer.system.actions[0], in: LockServer.system)
    #expect(
      post.formula(.not(holds("free", of("s", "S0")))).description
        == "!(free[S0] && !(S0 == s))")
    #expect(post.changes("held"))
  }

  @Test("a clear takes the tuples with the key") func clear() {
    let post = PostState(of: Allocator.system.actions[1], in: Allocator.system)
    #expect(
      post.formula(holds("map", of("f", "F0"), of("b", "B0"))).description
        == "!(F0 == f) && map[F0][B0]")
  }

  @Test("bound variables do not capture an action's parameters") func capture() {
    let post = PostState(of: LockServer.system.actions[0], in: LockServer.system)
    #expect(
      post.formula(.forAll([s], holds("free", s))).description
        == "forall s s': free[s'] && !(s' == s)")
  }

  @Test("an action breaks only clauses with a literal that it can make false")
  func frame() {
    let system = LockServer.system
    let frames = system.actions.map { Frame(of: $0, in: system) }
    let clauses = ["-held(c0,s0)", "held(c0,s0)", "-free(s0)", "free(s0)", "s0=s1"].map(clause)
    #expect(clauses.map(frames[0].mayBreak) == [true, false, false, true, false])
    #expect(clauses.map(frames[1].mayBreak) == [false, true, true, false, false])
    let crash = Frame(of: Allocator.system.actions[2], in: Allocator.system)
    #expect(
      ["map(f0,b0)", "-map(f0,b0)", "-mapped(f0)", "-free(b0)"].map { crash.mayBreak(clause($0)) }
        == [true, false, false, true])
  }

  @Test("existence below all is outside the fragment, and named") func alternation() {
    var system = LockServer.system
    let inner = Expression.exists([s], holds("held", c, s))
    system.actions[0].guardCondition = .forAll([c], inner)
    system.actions[1].updates[1].formula = inner
    system.goals[0].formula = .forAll([c], inner)
    system.axioms = [Axiom("count", .less(.integer(0), .integer(1)))]
    #expect(
      system.fragmentErrors == [
        AlternationError(
          place: .axiom("count"), reason: .construct,
          formula: .less(.integer(0), .integer(1))),
        AlternationError(
          place: .guardCondition(action: "acquire"), reason: .alternation, formula: inner),
      ])
    #expect(throws: AlternationError.self) { try ObligationBuilder(system, invariant: []) }
  }

  @Test("a total relation may not come from a universal formula") func totalUpdate() {
    var system = Allocator.system
    system.actions[0].updates[2].formula = .forAll([of("b", "z")], holds("free", of("b", "z")))
    #expect(
      system.fragmentErrors.map(\.place) == [.update(action: "allocate", relation: "map")])
  }

  @Test("the text of an obligation declares what it uses") func smtLIB() throws {
    let builder = try ObligationBuilder(
      LockServer.system, invariant: [clause("-held(c0,s0) -free(s0)")])
    let text = try #require(builder.texts.first { $0.name == "check 1 of release" }?.text)
    #expect(
      text == """
        ; check 1 of release
        (set-logic UF)
        (declare-sort |c| 0)
        (declare-sort |s| 0)
        (declare-fun |r:held| (|c| |s|) Bool)
        (declare-fun |r:free| (|s|) Bool)
        (declare-fun |a:c| () |c|)
        (declare-fun |a:s| () |s|)
        (assert (forall ((|b:C0| |c|) (|b:S0| |s|)) (or (not (|r:held| |b:C0| |b:S0|)) \
        (not (|r:free| |b:S0|)))))
        (assert (|r:held| |a:c| |a:s|))
        (assert (not (not (|r:free| |a:s|))))
        (check-sat)

        """)
  }

  @Test("a totality is assumed where its domain is read of constants") func totality() throws {
    let builder = try ObligationBuilder(Allocator.system, invariant: [])
    let kept = builder.obligation(.totality(action: 0, 0))
    #expect(
      kept.assertions.filter { $0.origin == .totality(0) }.map(\.formula.description) == [
        "mapped[f] => (exists b VALUE0: map[f][VALUE0])",
        "mapped[KEY0] => (exists b VALUE0: map[KEY0][VALUE0])",
      ])
    #expect(kept.constants.map(\.name) == ["f", "b", "KEY0"])
  }

  @Test("steps that leave a clause alone are no conditions") func conditions() throws {
    let invariant = [clause("-held(c0,s0) -free(s0)"), clause("c0=c0")]
    let builder = try ObligationBuilder(LockServer.system, invariant: invariant)
    #expect(
      builder.conditions == [
        .initiation(invariant[0]), .initiation(invariant[1]),
        .consecution(action: 0, invariant[0]), .consecution(action: 1, invariant[0]),
        .check(action: 1, check: 0), .goal(0),
      ])
  }
}
