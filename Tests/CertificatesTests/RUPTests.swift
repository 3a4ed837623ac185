import Certificates
import Testing

@Suite("Proofs of propositional formulas")
struct RUPTests {
  /// All clauses of two variables, by which nothing is left.
  static let four = "c a comment\np cnf 2 4\n1 2 0\n-1 2 0\n1 -2 0\n-1 -2 0\n"

  private func check(_ dimacs: String, _ proof: String) -> String? {
    do throws(TextError) {
      try RUPChecker.check(dimacs: dimacs, proof: proof)
      return nil
    } catch { return error.description }
  }

  @Test(
    "a proof is a row of lemmas, the last of them empty",
    arguments: [
      "2 0\n0\n", "1 0\nd 1 2 0\n0\n", "2 0\nd 1 2 0\nd -1 2 0\n0\n", "-2 0\nd -2 0\n0\n",
    ])
  func proofs(proof: String) {
    #expect(check(Self.four, proof) == nil)
  }

  @Test(
    "a wrong proof is refused at its line",
    arguments: [
      (
        "0\n",
        """
        proof:1:1: error: this does not follow
        1 | 0
          | ^
        """
      ),
      (
        "2 0\n",
        """
        proof:1:1: error: the proof ends without the empty clause
        1 | 2 0
          | ^
        """
      ),
      (
        "d 1 2 0\n2 0\n0\n",
        """
        proof:2:1: error: this does not follow
        2 | 2 0
          | ^
        """
      ),
      (
        "d 1 0\n2 0\n0\n",
        """
        proof:1:1: error: this is no clause that is there
        1 | d 1 0
          | ^
        """
      ),
      (
        "3 0\n0\n",
        """
        proof:1:1: error: a line that is no clause of the formula's variables
        1 | 3 0
          | ^
        """
      ),
      (
        "2 x 0\n0\n",
        """
        proof:1:1: error: what is no number
        1 | 2 x 0
          | ^
        """
      ),
    ])
  func wrongProofs(proof: String, expected: String) {
    #expect(check(Self.four, proof) == expected)
  }

  @Test("a formula with a valuation has no proof, whatever the lemmas")
  func satisfiable() {
    var random = SplitMix(seed: 11)
    for _ in 0..<2000 {
      let clauses = (0..<6).map { _ in
        // Each clause has a positive literal, so everything true is a valuation.
        "\(Int.random(in: 1...4, using: &random)) \(random.literal(of: 4)) 0"
      }
      let lemmas = (0..<5).map { _ in
        "\(Bool.random(using: &random) ? "" : "d ")\(random.literal(of: 4)) "
          + "\(random.literal(of: 4)) 0"
      }
      let dimacs = "p cnf 4 6\n" + clauses.joined(separator: "\n") + "\n"
      let proof = lemmas.filter { !$0.hasPrefix("d") }.joined(separator: "\n") + "\n0\n"
      #expect(check(dimacs, proof) != nil)
    }
  }

  @Test("unit clauses and an empty clause of the formula count at once")
  func units() {
    #expect(check("p cnf 2 3\n1 0\n-1 2 0\n-2 0\n", "0\n") == nil)
    #expect(check("p cnf 0 1\n0\n", "") == nil)
    #expect(check("p cnf 1 2\n1 0\n", "0\n") != nil)
  }
}

@Suite("Digests")
struct SHA256Tests {
  /// The examples of FIPS 180-4, and lengths around the end of a block.
  @Test(
    "digests of known texts",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        String(repeating: "a", count: 55),
        "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
      ),
      (
        String(repeating: "a", count: 64),
        "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
      ),
      (
        String(repeating: "a", count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ])
  func digests(text: String, expected: String) {
    #expect(SHA256.digest(of: text) == expected)
  }
}

extension SplitMix {
  mutating func literal(of count: Int) -> Int {
    let variable = Int.random(in: 1...count, using: &self)
    return Bool.random(using: &self) ? variable : -variable
  }
}
