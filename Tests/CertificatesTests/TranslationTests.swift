import Certificates
import Relational
import SMT
import Testing

@Suite("Conditions as text")
struct TranslationTests {
  @Test("a condition of the lock server, word for word")
  func exact() throws {
    let conditions = try SecondTranslation.conditions(
      model: Systems.lockServer, invariant: Systems.lockInvariant)
    #expect(
      conditions.map(\.name) == [
        "initiation of clause 1", "initiation of clause 2", "clause 1 kept by grant",
        "clause 2 kept by grant", "check 1 of grant", "clause 1 kept by release",
        "clause 2 kept by release", "goal 1: exclusive",
      ])
    #expect(
      conditions[2].text == """
        ; clause 1 kept by grant
        (set-logic UF)
        (declare-sort |node| 0)
        (declare-sort |lock| 0)
        (declare-fun |r:free| (|lock|) Bool)
        (declare-fun |r:held| (|lock| |node|) Bool)
        (declare-fun |a:l| () |lock|)
        (declare-fun |a:n| () |node|)
        (declare-fun |c:lock:0| () |lock|)
        (declare-fun |c:node:0| () |node|)
        (declare-fun |r:at.client: waiting| (|node| |lock|) Bool)
        (assert (forall ((b1 |lock|) (b2 |node|)) (! (not (and (|r:free| b1) \
        (|r:held| b1 b2))) :pattern ((|r:held| b1 b2)))))
        (assert (forall ((b1 |lock|) (b2 |node|) (b3 |node|)) (! (=> (and (|r:held| b1 b2) \
        (|r:held| b1 b3)) (= b2 b3)) :pattern ((|r:held| b1 b2) (|r:held| b1 b3)))))
        (assert (and (|r:at.client: waiting| |a:n| |a:l|) (|r:free| |a:l|)))
        (assert (not (not (and (and (|r:free| |c:lock:0|) (not (= |c:lock:0| |a:l|))) \
        (or (|r:held| |c:lock:0| |c:node:0|) (and (= |c:lock:0| |a:l|) (= |c:node:0| |a:n|)))))))
        (check-sat)

        """)
  }

  @Test(
    "premises are the pattern, and with them what is concluded of other variables",
    arguments: [
      ("held(LOCK0, NODE0) => !free(LOCK0)", ":pattern ((|r:held| b1 b2))"),
      (
        "free(LOCK0) && held(LOCK1, NODE0) => free(LOCK1)",
        ":pattern ((|r:held| b2 b3) (|r:free| b1))"
      ),
      (
        "free(LOCK0) || held(LOCK0, NODE0)",
        ":pattern ((|r:free| b1) (|r:held| b1 b2)) :pattern ((|r:held| b1 b2))"
      ),
      (
        "free(LOCK0) || held(LOCK0, NODE0) || held(LOCK1, NODE0)",
        ":pattern ((|r:free| b1) (|r:held| b3 b2)) "
          + ":pattern ((|r:held| b1 b2) (|r:held| b3 b2)) "
          + ":pattern ((|r:held| b3 b2) (|r:free| b1))"
      ),
      ("NODE0 == NODE1", ""),
    ])
  func patterns(clause: String, expected: String) throws {
    let conditions = try SecondTranslation.conditions(
      model: Systems.lockServer, invariant: "invariant\n  1. \(clause)\n")
    let goal = try #require(conditions.last { $0.name.hasPrefix("goal") })
    let hypothesis = try #require(goal.shared.commands.first)
    let found = hypothesis.firstRange(of: ":pattern").map { hypothesis[$0.lowerBound...] } ?? ""
    #expect(found == (expected.isEmpty ? "" : expected + ")))"))
  }

  @Test("what conditions have in common is there once")
  func shared() throws {
    let conditions = try SecondTranslation.conditions(
      model: Systems.lockServer, invariant: Systems.lockInvariant)
    #expect(Set(conditions.map { ObjectIdentifier($0.shared) }).count == 2)
    #expect(conditions.map(\.own.count) == [1, 1, 2, 2, 2, 2, 2, 1])
  }

  @Test(
    "every condition of the small systems holds",
    arguments: [
      (Systems.lockServer, Systems.lockInvariant, 8),
      (Systems.allocator, Systems.allocatorInvariant, 34),
      (Systems.writers, Systems.writersInvariant, 8),
      (Systems.locked, Systems.lockedInvariant, 22),
    ])
  func valid(model: String, invariant: String, count: Int) throws {
    let conditions = try SecondTranslation.conditions(model: model, invariant: invariant)
    #expect(conditions.count == count)
    for condition in conditions {
      #expect(try answer(condition.text) == .unsatisfiable, "\(condition.name)")
      let normal = try SMTLIBNormalForm(condition.text, file: condition.name)
      #expect(normal.alternation == nil)
    }
  }

  @Test("elements that an axiom, a clause and a goal name are not the same")
  func distinct() throws {
    let model = """
      system "three"

      sort node numbered "n"

      relation held(node)
      rigid first(node)

      axiom one: first(node#0)

      initially held(node n): n == node#1

      goal none: !held(node#2)
      """
    let conditions = try SecondTranslation.conditions(
      model: model, invariant: "invariant\n  1. !held(node#1)\n  2. !held(NODE0)\n")
    let distinct = conditions.map { $0.own.filter { $0.contains("distinct") } }
    let both = "(assert (distinct |e:node:0| |e:node:1|))"
    let all = "(assert (distinct |e:node:0| |e:node:1| |e:node:2|))"
    #expect(distinct == [[both], [both], [all]])
  }

  /// The names of the conditions that Z3 does not confirm.
  private func failing(_ model: String, _ invariant: String) throws -> [String] {
    try SecondTranslation.conditions(model: model, invariant: invariant)
      .filter { try answer($0.text) != .unsatisfiable }.map(\.name)
  }

  @Test("a clause that is not inductive is found out")
  func notInductive() throws {
    let invariant = "invariant\n  1. !(free(LOCK0) && held(LOCK0, NODE0))\n"
    #expect(
      try failing(Systems.lockServer, invariant) == [
        "clause 1 kept by release", "goal 1: exclusive",
      ])
  }

  @Test("without its totality the allocator may read a hole")
  func totality() throws {
    let model = Systems.allocator.replacing("total mapped -> map\n", with: "")
    #expect(try failing(model, Systems.allocatorInvariant) == ["check 1 of read"])
  }

  @Test("a totality that is not wide says nothing of other relations with its key")
  func wideTotality() throws {
    let model = Systems.locked.replacing(" wide", with: "")
    #expect(try failing(model, Systems.lockedInvariant) == ["clause 3 kept by publish"])
  }

  @Test("a text that Z3 does not understand is an error")
  func wrongText() throws {
    let solver = try Solver(.simple, in: Context())
    #expect(throws: SMTError.self) { try solver.assert(smtlib: "(assert (p))") }
    #expect(throws: SMTError.self) { try solver.assert(smtlib: "(assert false)\0") }
  }

  private func answer(_ text: String) throws -> CheckResult {
    let solver = try Solver(.combined, in: Context())
    try solver.assert(smtlib: text)
    return try solver.check()
  }
}

@Suite("Normal forms of conditions")
struct NormalFormTests {
  private static let head = """
    (set-logic UF)(declare-sort s 0)(declare-fun p (s) Bool)(declare-fun q (s s) Bool)
    (declare-fun c () s)(declare-fun d () s)
    """

  private func form(_ body: String) throws -> SMTLIBNormalForm {
    try SMTLIBNormalForm(Self.head + body + "(check-sat)", file: "x.smt2")
  }

  @Test(
    "one meaning, one form",
    arguments: [
      ("(assert (=> (p c) (p d)))", "(assert (or (p d) (not (p c))))"),
      ("(assert (and (p c) (p d)))", "(assert (p d))(assert (and (p c) true))"),
      (
        "(assert (not (or (p c) (and (p d) (p c)))))",
        "(assert (not (p c)))\n"
          + "(assert (or (not (p c)) (not (p d))))"
      ),
      (
        "(assert (ite (p c) (p d) (q c d)))",
        "(assert (and (=> (p c) (p |d|)) (=> (not (p c)) (q c d))))"
      ),
      (
        "(assert (not (ite (p c) (p d) (q c d))))",
        "(assert (ite (p c) (not (p d)) (not (q c d))))"
      ),
      (
        "(assert (forall ((x s)) (forall ((y s)) (q x y))))",
        "; a comment\n(assert (forall ((|y 1| s) (z s)) (q |y 1| z)))"
      ),
      ("(assert (not (exists ((x s)) (p x))))", "(assert (forall ((x s)) (not (p x))))"),
      ("(assert (= c d))", "(assert (= d c))"),
      ("(assert (distinct d c))", "(assert (not (= c d)))"),
      ("(assert (forall ((x s)) (or (p x) true)))", ""),
      (
        "(assert (forall ((x s)) (! (p x) :pattern ((p x)) :pattern ((q x x)))))",
        "(assert (forall ((x s)) (p x)))"
      ),
    ])
  func same(one: String, two: String) throws {
    #expect(try form(one) == form(two))
  }

  @Test(
    "different meanings, different forms",
    arguments: [
      ("(assert (p c))", "(assert (p d))"),
      ("(assert (forall ((x s) (y s)) (q x y)))", "(assert (forall ((x s) (y s)) (q y x)))"),
      (
        "(assert (forall ((x s)) (exists ((y s)) (q x y))))",
        "(assert (exists ((y s)) (forall ((x s)) (q x y))))"
      ),
      (
        "(assert (forall ((x s)) (forall ((x s)) (q x x))))",
        "(assert (forall ((y s)) (forall ((x s)) (q y x))))"
      ),
      ("(assert (p c))", "(assert (not (p c)))"),
    ])
  func different(one: String, two: String) throws {
    #expect(try form(one) != form(two))
  }

  @Test("an existential inside a universal is named")
  func alternation() throws {
    #expect(try form("(assert (exists ((x s)) (forall ((y s)) (q x y))))").alternation == nil)
    #expect(
      try form("(assert (forall ((x s)) (or (p x) (not (forall ((y s)) (q x y))))))").alternation
        == "(exists (|s|) (not (|q| v0 v1)))")
  }

  @Test(
    "what is no condition is refused",
    arguments: [
      "(assert (r c))", "(assert (p))", "(assert (p c d))", "(assert c)", "(assert (= c (p c)))",
      "(push)", "(assert (let ((x c)) (p x)))", "(assert", ")", "(assert (forall () (p c) (p c)))",
      "(declare-fun p (s) Bool)", "(assert (forall c (p c)))", "(check-sat)(assert (p c))\"",
      "(assert (! (p c) :named n))", "(assert (! (p c) :pattern))",
      "(define-fun p2 () Bool true)", "(assert (forall ((p s)) (p p)))",
    ])
  func refused(body: String) {
    #expect(throws: TextError.self) { try form(body) }
  }

  @Test("no text makes it trap", arguments: [3, 4])
  func mutations(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let conditions = try SecondTranslation.conditions(
      model: Systems.allocator, invariant: Systems.allocatorInvariant)
    let text = conditions[conditions.count / 2].text
    let form = try SMTLIBNormalForm(text, file: "x.smt2")
    var different = 0
    for _ in 0..<300 {
      let other = try? SMTLIBNormalForm(random.mutated(text), file: "x.smt2")
      different += other == form ? 0 : 1
    }
    #expect(different > 250)
    for piece in ["(", "(assert (not ", "(assert (ite (p c) (p c) "] {
      #expect(throws: TextError.self) { try self.form(String(repeating: piece, count: 50_000)) }
    }
  }
}

extension String {
  /// The text with one passage replaced, which must be there once.
  func replacing(_ passage: String, with other: String) -> String {
    let parts = split(separator: passage, omittingEmptySubsequences: false)
    precondition(parts.count == 2, "'\(passage)' is not there once")
    return parts.joined(separator: other)
  }
}
