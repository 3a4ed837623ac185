import Certificates
import Foundation
import Testing
import modelcheck

@Suite("Certificates on disk")
struct CertificateFilesTests {
  private static let certificate = Certificate(files: [
    "model.txt": "a\n", "conditions/0001.smt2": "é\n", "manifest.json": "{}\n",
  ])

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "certificates-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func names(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
  }

  @Test("what is written is read, and replaces what was there")
  func roundTrip() throws {
    try inFolder { folder throws in
      let path = folder + "/out"
      var more = Self.certificate
      more.files["ground/0001.cnf"] = "p cnf 0 0\n"
      try CertificateFiles.write(more, to: path)
      #expect(try CertificateFiles.read(path) == more)
      try CertificateFiles.write(Self.certificate, to: path)
      #expect(try CertificateFiles.read(path) == Self.certificate)
      let others = try names(folder).filter { !$0.hasPrefix("out") }
      #expect(others == [])
    }
  }

  @Test("a folder with something else in it stays as it is")
  func foreignFolder() throws {
    try inFolder { folder throws in
      try Data("mine".utf8).write(to: URL(fileURLWithPath: folder + "/notes"))
      #expect(throws: (any Error).self) {
        try CertificateFiles.write(Self.certificate, to: folder)
      }
      #expect(try names(folder) == ["notes"])
    }
  }

  @Test("a certificate that cannot be written leaves nothing")
  func unwritable() throws {
    try inFolder { folder throws in
      // A file cannot be a folder as well.
      let wrong = Certificate(files: ["a": "1", "a/b": "2", "manifest.json": "{}"])
      #expect(throws: (any Error).self) { try CertificateFiles.write(wrong, to: folder + "/out") }
      #expect(try names(folder) == [])
    }
  }

  @Test("programs that are not there are nil, and those that are run to their end")
  func programs() throws {
    #expect(ExternalProgram("no-such-program-here") == nil)
    let shell = try #require(ExternalProgram("sh"))
    let ended = try shell.run(
      ["-c", "cat in; echo more > out; exit 3"], files: ["in": "text"], result: "out")
    #expect(ended == (3, "text", "more\n"))
  }

  @Test("cadical refutes what has no valuation", .enabled(if: ExternalProgram("cadical") != nil))
  func refutation() throws {
    let program = try #require(ExternalProgram("cadical"))
    let dimacs = "p cnf 2 4\n1 2 0\n-1 2 0\n1 -2 0\n-1 -2 0\n"
    let proof = try program.refutation(of: dimacs)
    try RUPChecker.check(dimacs: dimacs, proof: proof)
    #expect(throws: CertificateError.self) {
      try program.refutation(of: "p cnf 1 1\n1 0\n")
    }
  }
}
