import Foundation
import Testing

@Suite("Files and lines")
struct LayoutTests {
  @Test("no Swift file has more than 400 lines")
  func fileLength() {
    let long = Repository.swiftFiles.filter { $0.lines.count > 400 }
    #expect(long.map { "\($0.path): \($0.lines.count) lines" } == [])
  }

  @Test("no function has more than 80 lines")
  func functionLength() {
    var long: [String] = []
    for file in Repository.swiftFiles {
      let functions = FunctionLengths.functions(in: file.codeLines)
      for function in functions where function.length > 80 {
        long.append("\(file.path):\(function.line): \(function.length) lines")
      }
    }
    #expect(long == [])
  }

  /// Texts in tests may be longer: a spec that is wrong on purpose stands there as it is.
  @Test("no line of a source, a spec or a script has more than 100 characters")
  func lineLength() {
    var files = Repository.files(
      ".swift", ".h", ".modulemap", ".js", ".css", ".html", in: ["Package.swift", "Sources/"])
    files += Repository.files(".kspec", ".litmus", in: ["Specs/"])
    files += Repository.files("", in: ["Scripts/", ".ci/", "Makefile", "Conformance/"])
    // What real kernels said is a table.
    files.removeAll { $0.path == "Conformance/observed.txt" }
    #expect(files.flatMap(\.longLines) == [])
  }

  @Test("no line ends with a blank, and every file ends with one line break")
  func trailingBlanks() {
    let files = Repository.textFiles.filter { !$0.path.hasPrefix("Specs/expected/") }
    #expect(files.flatMap { $0.places { $0.hasSuffix(" ") || $0.hasSuffix("\t") } } == [])
    let unfinished = files.filter { !$0.text.isEmpty }.filter {
      !$0.text.hasSuffix("\n") || $0.text.hasSuffix("\n\n")
    }
    #expect(unfinished.map(\.path) == [])
  }

  @Test("specs have no tabs")
  func tabs() {
    let files = Repository.files(".kspec", ".litmus", in: ["Specs/"])
    #expect(!files.isEmpty)
    #expect(files.flatMap { $0.places { $0.contains("\t") } } == [])
  }

  /// The words are put together here, so that this file does not contain them.
  @Test("no file names a folder of the machine that it was written on")
  func machinePaths() {
    let words = ["/wor" + "k/", "/tm" + "p/bash_jobs", "/ro" + "ot/"]
    let places = Repository.textFiles.flatMap { file in
      file.places { line in words.contains { line.contains($0) } }
    }
    #expect(places == [])
  }
}
