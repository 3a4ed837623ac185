import Conformance
import Foundation
import SpecLanguage
import Testing

@Suite("Observed litmus tests")
struct ObservedTests {
  @Test("all of them become one program, and what does not says why")
  func everyTest() throws {
    let specification = try Specs.specification()
    let observed = Specs.observed(specification)
    let file = ProgramFile(observed, of: specification)
    #expect(!observed.isEmpty)
    #expect(file.refused.allSatisfy { !$0.reason.isEmpty })
    let functions = file.text.split(separator: "\n").filter { $0.hasPrefix("static void test_") }
    #expect(functions.count == observed.count - file.refused.count)
    #expect(file.text == ProgramFile(observed, of: specification).text)
  }

  private static let compiler = ["/usr/bin/cc", "/usr/bin/clang"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test("a compiler has nothing to say about the program", .enabled(if: compiler != nil))
  func compiles() throws {
    let specification = try Specs.specification()
    let text = ProgramFile(Specs.observed(specification), of: specification).text
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "tests.c")
    try text.write(to: source, atomically: true, encoding: .utf8)
    let guest = Specs.root.appending(path: "Conformance/guest")
    let others = try FileManager.default.contentsOfDirectory(atPath: guest.path)
      .filter { $0.hasSuffix(".c") }.sorted().map { guest.appending(path: $0).path }
    let process = Process()
    process.executableURL = URL(filePath: try #require(Self.compiler))
    process.arguments =
      ["-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", guest.path, source.path] + others
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
  }

  /// A test that is new stands there after the next `make observe`.
  @Test("what the table of real kernels names is there, and no kernel differs")
  func table() throws {
    let path = Specs.root.appending(path: "Conformance/observed.txt")
    let table = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n")
    let known = Set(
      Specs.observed(try Specs.specification()).map { "\"\($0.test.name)\" on \($0.kernel)" })
    let named = table.filter { $0.hasPrefix("\"") }
    #expect(!named.isEmpty)
    #expect(named.filter { !known.contains($0) } == [])
    #expect(table.filter { $0.hasPrefix("  differs") } == [])
  }
}
