import TestSupport
import Testing
import TransitionSystem

@Suite("Substitution")
struct SubstitutionTests {
  private static let r = Parameter.sort("r", "room")
  private static let s = Parameter.sort("s", "room")
  private static let second = Parameter.sort("r'2", "room")

  /// What becomes of `exists room r: body` with `s` replaced.
  private func some(
    _ body: Expression, replacing replacement: Expression
  ) -> (text: String, free: Set<Parameter>) {
    let result = Expression.exists([Self.r], body).substituting(["s": replacement, "q": Self.r.use])
    return (result.description, result.freeVariables)
  }

  @Test("leaves bound names alone where they capture nothing")
  func harmless() {
    let found = some(.at("linked", Self.r.use, Self.s.use), replacing: .bound("t", "room"))
    #expect(found.text == "exists room r: linked[r][t]")
    let unused = some(.at("taken", Self.r.use), replacing: Self.r.use)
    #expect(unused.text == "exists room r: taken[r]")
  }

  @Test("gives a quantifier another name where it would capture a variable")
  func quantifier() {
    let found = some(.at("linked", Self.r.use, Self.s.use), replacing: Self.r.use)
    #expect(found.text == "exists room r'2: linked[r'2][r]")
    #expect(found.free == [Self.r])
  }

  @Test("finds a name that is free nowhere")
  func fresh() {
    let body = Expression.at("linked", Self.r.use, Self.s.use) && .at("taken", Self.second.use)
    let found = some(body, replacing: Self.r.use)
    #expect(found.text == "exists room r'3: linked[r'3][r] && taken[r'2]")
  }

  @Test("does not replace what a quantifier binds")
  func hidden() {
    let inner = Expression.forAll([Self.s], .at("taken", Self.s.use))
    let found = some(inner, replacing: Self.r.use)
    #expect(found.text == "exists room r: forall room s: taken[s]")
  }

  @Test("keeps a new name clear of the quantifiers inside")
  func nested() {
    let inner = Expression.forAll(
      [Self.second], .at("linked", Self.second.use, Self.s.use) || .at("taken", Self.r.use))
    let found = some(inner, replacing: Self.r.use)
    #expect(
      found.text == "exists room r'2: forall room r'2'2: linked[r'2'2][r] || taken[r'2]")
    #expect(found.free == [Self.r])
  }

  @Test("gives a bulk write other names where it would capture a variable")
  func update() {
    let update = Update(
      bound: [Self.r], "taken", [Self.r.use], when: .at("linked", Self.r.use, Self.s.use),
      .equal(Self.r.use, Self.s.use))
    let expected = Update(
      bound: [Self.second], "taken", [Self.second.use],
      when: .at("linked", Self.second.use, Self.r.use), .equal(Self.second.use, Self.r.use))
    #expect(update.substituting(["s": Self.r.use]) == expected)
  }
}
