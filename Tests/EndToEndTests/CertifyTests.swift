import Foundation
import Testing
import modelcheck

@Suite("Certificates from the command line")
struct CertifyTests {
  /// A folder with a spec, its proofs and, in `out`, their certificates.
  private func withProofs(_ work: (String) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
      try FileManager.default.createDirectory(
        atPath: folder + "/specs", withIntermediateDirectories: true)
      try write(ProofSpecs.lock, to: folder + "/specs/model.kspec")
      let ended = await modelcheck(
        "prove", folder + "/specs", "--certificate", folder + "/out")
      try #require(ended.status == 0, "\(ended.output)\(ended.errors)")
      try await work(folder)
    }
  }

  private static let certificate = "/out/models/lock/alone"

  @Test("a certificate is accepted as it was written, and by a second translation")
  func accepted() async throws {
    try await withProofs { folder in
      let ended = await modelcheck(
        "certify", folder + "/out", folder + "/specs", "--translate-twice", "--no-cvc5")
      #expect(ended.status == 0)
      let sentence =
        /out\/models\/lock\/alone: accepted: 3 clauses, 10 conditions in Z3(, 4 ground instances)?, true in all \d+ states of the scope and \d+ of walks\n1 accepted\n/
      #expect(ended.output.contains(sentence), "\(ended.output)")
    }
  }

  @Test("cvc5 is asked where it is wanted")
  func otherSolver() async throws {
    try await withProofs { folder in
      let ended = await modelcheck("certify", folder + "/out", folder + "/specs", "--cvc5")
      if ExternalProgram("cvc5") == nil {
        #expect(ended.status == 64)
      } else {
        #expect(ended.output.contains("10 conditions in Z3 and cvc5"), "\(ended.output)")
      }
    }
  }

  @Test(
    "a certificate that was changed is rejected, with the file named",
    arguments: [
      ("invariant.txt", "  2. inside(TASK0) => taken()\n", ""),
      ("conditions/initially.smt2", "(assert (not ", "(assert (and "),
      ("model.txt", "inside", "outside"),
      ("manifest.json", "\"design\": \"lock\"", "\"design\": \"look\""),
      ("manifest.json", "\"slice\": \"", "\"slice\": \"0"),
    ])
  func changed(file: String, old: String, new: String) async throws {
    try await withProofs { folder in
      let path = folder + Self.certificate + "/" + file
      let before = try text(of: path)
      try #require(before.contains(old), "\(before)")
      try write(before.replacing(old, with: new, maxReplacements: 1), to: path)
      let ended = await modelcheck("certify", folder + "/out", folder + "/specs", "--no-cvc5")
      #expect(ended.status == 10)
      #expect(ended.output.contains("alone: rejected"), "\(ended.output)")
      #expect(ended.output.contains("\n  \(path): "), "\(ended.output)")
      #expect(ended.output.hasSuffix("1 rejected\n"))
    }
  }

  @Test("a certificate is not one of a spec that has changed")
  func otherSpec() async throws {
    try await withProofs { folder in
      let changed = ProofSpecs.lock.replacing("inside[self] = false; ", with: "")
      try write(changed, to: folder + "/specs/model.kspec")
      let ended = await modelcheck("certify", folder + "/out", folder + "/specs", "--no-cvc5")
      #expect(ended.status == 10)
      #expect(ended.output.contains("/model.txt: this is not the model of the specs"))
    }
  }

  @Test("a certificate stays one where only the places in the texts are others")
  func movedSpec() async throws {
    try await withProofs { folder in
      try write("// A remark.\n\n" + ProofSpecs.lock, to: folder + "/specs/model.kspec")
      let ended = await modelcheck("certify", folder + "/out", folder + "/specs", "--no-cvc5")
      #expect(ended.status == 0, "\(ended.output)")
    }
  }

  @Test("the proofs of a store are checked, and those out of date named with the command")
  func store() async throws {
    try await withProofs { folder in
      let store = folder + "/specs/certificates"
      let name = store + "/models/lock/alone.invariant"
      let fresh = await modelcheck("certify", store, folder + "/specs")
      #expect(fresh.output == "\(name): accepted: 3 clauses, 10 conditions\n1 accepted\n")
      #expect(fresh.status == 0)
      let stored = try text(of: name)
      try write(
        stored.replacing("  2. inside(TASK0) => taken()\n  3.", with: "  2."), to: name)
      let edited = await modelcheck("certify", store, folder + "/specs")
      #expect(edited.status == 10)
      #expect(edited.output.hasPrefix("\(name): rejected\n  \(name): not proved: "))
      try write(stored, to: name)
      let changed = ProofSpecs.lock.replacing("inside[self] = false; ", with: "")
      try write(changed, to: folder + "/specs/model.kspec")
      let stale = await modelcheck("certify", store, folder + "/specs")
      #expect(stale.status == 20)
      #expect(
        stale.output == """
          \(name): out of date: modelcheck prove --design lock --property alone
          1 out of date

          """)
    }
  }

  @Test("wrong folders are errors of usage")
  func wrongFolder() async throws {
    try await withTemporaryFolder { folder in
      try write(ProofSpecs.lock, to: folder + "/model.kspec")
      let empty = await modelcheck("certify", folder, folder)
      #expect(empty.status == 64)
      #expect(empty.errors == "error: there is no certificate and no proof in '\(folder)'\n")
      #expect(await modelcheck("certify", folder + "/nowhere", folder).status == 64)
    }
  }

  @Test("a clause that nothing needs, and a step that cannot happen, are told")
  func audit() async throws {
    try await withTemporaryFolder { folder in
      let spec = ProofSpecs.lock.replacing(
        "step leave()", with: "step jump() when taken && !taken { taken = false; }\n  step leave()"
      ).replacing("enter(); leave();", with: "enter(); if (!taken) { jump(); } leave();")
      try write(spec, to: folder + "/model.kspec")
      _ = await modelcheck("prove", folder)
      let path = folder + "/certificates/models/lock/alone.invariant"
      let stored = try text(of: path)
      let number = stored.components(separatedBy: "\n  ").count
      try write(stored + "  \(number). taken() || !taken()\n", to: path)
      _ = await modelcheck("prove", folder, "--certificate", folder + "/out")
      let ended = await modelcheck("certify", folder + "/out", folder, "--no-cvc5", "--notes")
      #expect(ended.output.contains("note: clause \(number) is not needed"), "\(ended.output)")
      #expect(ended.output.contains("can never happen"), "\(ended.output)")
      #expect(ended.status == 0)
    }
  }
}
