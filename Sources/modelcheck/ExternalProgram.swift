package import Certificates
import Foundation

/// A program that somebody else wrote and may have installed.
package struct ExternalProgram: Sendable {
  package let path: String

  /// The program of this name on the search path.
  package init?(_ name: String) {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    let places = folders.map { "\($0)/\(name)" }
    guard let found = places.first(where: FileManager.default.isExecutableFile) else {
      return nil
    }
    path = found
  }

  /// Runs it to its end in a folder of its own with the given files.
  ///
  /// - Returns: its exit status, its output and the file of the name `result`, if it wrote one.
  package func run(
    _ arguments: [String], files: [String: String], result: String? = nil
  ) throws -> (status: Int32, output: String, result: String?) {
    let manager = FileManager.default
    let folder = manager.temporaryDirectory.appending(path: "modelcheck-\(UUID().uuidString)")
    try manager.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? manager.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let written = try result.map { try Data(contentsOf: folder.appending(path: $0)) }
    return (
      process.terminationStatus, String(decoding: output, as: UTF8.self),
      written.map { String(decoding: $0, as: UTF8.self) }
    )
  }
}

extension ExternalProgram {
  /// The DRUP proof that `cadical` finds for a formula without a valuation.
  ///
  /// Without inprocessing each lemma follows by unit propagation alone.
  package func refutation(of dimacs: String) throws(CertificateError) -> String {
    do {
      let ended = try run(
        ["-q", "--plain", "--no-binary", "formula.cnf", "proof.drup"],
        files: ["formula.cnf": dimacs], result: "proof.drup")
      guard ended.status == 20, let proof = ended.result else {
        throw CertificateError("'\(path)' ended with status \(ended.status) and no proof")
      }
      return proof
    } catch let error as CertificateError { throw error } catch {
      throw CertificateError("'\(path)' cannot be run: \(error.localizedDescription)")
    }
  }

  /// What `cvc5` says of a script, a line for each question.
  ///
  /// It is asked as anybody would ask it, with no option that helps it along.
  package func answers(_ script: String, milliseconds: Int) -> String {
    let arguments = [
      "--lang", "smt2", "--incremental", "--tlimit-per=\(milliseconds)", "script.smt2",
    ]
    return (try? run(arguments, files: ["script.smt2": script]).output) ?? ""
  }

  /// The first word of its output that begins with a digit.
  package var version: String {
    let output = (try? run(["--version"], files: [:]).output) ?? ""
    let words = output.split { $0 == " " || $0 == "\n" }
    return words.first { $0.first?.isNumber == true }.map(String.init) ?? "unknown"
  }
}
