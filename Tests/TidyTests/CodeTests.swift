import Foundation
import Testing

@Suite("What code may say")
struct CodeTests {
  @Test("comments leave nothing for later")
  func postponed() {
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    let places = Repository.swiftFiles.flatMap { file in
      file.places { line in words.contains { line.contains($0) } }
    }
    #expect(places == [])
  }

  @Test("nothing ends the program in passing")
  func traps() {
    let words = [/\bfatalError\s*\(/, /\btry!/, /\bas!/]
    #expect(
      codePlaces(in: Repository.swiftFiles) { line in words.contains(where: line.contains) } == [])
  }

  @Test("only the command line prints")
  func printing() {
    let files = Repository.swiftFiles.filter {
      $0.path.hasPrefix("Sources/") && $0.target != "modelcheck"
    }
    let call = /(^|[^.\w])(print|debugPrint|dump)\s*\(/
    #expect(codePlaces(in: files) { $0.contains(call) && !$0.contains("func ") } == [])
  }

  @Test("only Explicit and SMT touch memory by hand")
  func unsafeCode() {
    let files = Repository.swiftFiles.filter {
      $0.path.hasPrefix("Sources/") && !["Explicit", "SMT"].contains($0.target)
    }
    let mark = /\bunsafe\b|\bUnsafe\w*Pointer\b|\bOpaquePointer\b/
    #expect(codePlaces(in: files) { $0.contains(mark) } == [])
  }

  @Test("the second translation is short enough to be read")
  func secondTranslation() {
    let files = Repository.swiftFiles.filter {
      $0.path.hasPrefix("Sources/Certificates/Translation/")
    }
    let lines = files.flatMap(\.codeLines).filter { !$0.allSatisfy(\.isWhitespace) }
    #expect(files.count > 1)
    #expect(lines.count > 100)
    #expect(lines.count <= 500)
  }

  private func codePlaces(
    in files: [TextFile], where isFound: (String) -> Bool
  ) -> [String] {
    files.flatMap { file in
      file.codeLines.indices.filter { isFound(file.codeLines[$0]) }
        .map { "\(file.path):\($0 + 1)" }
    }
  }
}

@Suite("Who may import whom")
struct ImportTests {
  /// The modules that each target may import; the table of ARCHITECTURE.md.
  static let allowed: [String: Set<String>] = [
    "CZ3": [],
    "CMemory": [],
    "SMT": ["CZ3", "Synchronization"],
    "TransitionSystem": [],
    "SpecLanguage": ["TransitionSystem"],
    "DaxModel": ["TransitionSystem"],
    "Explicit": ["TransitionSystem", "CMemory", "Glibc", "Synchronization"],
    "Symbolic": ["TransitionSystem", "SMT", "Synchronization"],
    "Relational": ["TransitionSystem"],
    "Proofs": ["TransitionSystem", "Relational", "SMT"],
    "Certificates": ["TransitionSystem", "Relational", "SMT"],
    "Proving": [
      "Certificates", "Checking", "Explicit", "Proofs", "Relational", "SMT", "SpecLanguage",
      "TransitionSystem",
    ],
    "Checking": [
      "TransitionSystem", "SpecLanguage", "Explicit", "Symbolic", "Synchronization",
    ],
    "Reporting": ["TransitionSystem", "SpecLanguage", "Checking"],
    "Conformance": ["TransitionSystem", "SpecLanguage"],
    "Documents": ["TransitionSystem", "SpecLanguage", "Checking", "Reporting"],
    "Exports": ["TransitionSystem"],
    "modelcheck": [
      "ArgumentParser", "Certificates", "Checking", "Conformance", "DaxModel", "Dispatch",
      "Documents", "Explicit", "Exports", "Foundation", "Glibc", "Proofs", "Proving", "Relational",
      "Reporting",
      "SpecLanguage", "Symbolic", "Synchronization", "TransitionSystem",
    ],
  ]

  @Test("every target of Sources/ stands in the table")
  func everyTarget() {
    let targets = Set(Repository.files(".swift", in: ["Sources/"]).map(\.target))
    #expect(targets.subtracting(Self.allowed.keys) == [])
  }

  @Test("targets import only what the table allows", arguments: allowed.keys.sorted())
  func direction(target: String) {
    let files = Repository.files(".swift", in: ["Sources/\(target)/"])
    var forbidden: [String] = []
    for file in files {
      for (index, line) in file.codeLines.enumerated() {
        guard let module = imported(by: line) else { continue }
        if !Self.allowed[target, default: []].contains(module) {
          forbidden.append("\(file.path):\(index + 1): \(module)")
        }
      }
    }
    #expect(forbidden == [])
  }

  private func imported(by line: String) -> String? {
    let statement = /^\s*(@\w+(\(\w+\))?\s+)*(\w+\s+)?import\s+(\w+\s+)?(?<module>\w+)/
    return (try? statement.prefixMatch(in: line)).map { String($0.module) }
  }
}
