import Foundation
import Testing

/// Each folder of `Cases` holds specs, the arguments, perhaps an input, and what is expected.
///
/// `UPDATE_GOLDEN=1 swift test` writes what was found; `git diff` is the review.
@Suite("Golden cases")
struct GoldenTests {
  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: casesFolder)
    return (found ?? []).sorted()
  }()

  @Test("a case prints what is expected", arguments: names)
  func golden(name: String) async throws {
    let folder = "\(casesFolder)/\(name)"
    let arguments = try text(of: "\(folder)/arguments").split(separator: "\n")
      .map { $0.replacingOccurrences(of: "{}", with: folder) }
    let ended = await run(arguments, input: (try? text(of: "\(folder)/input")) ?? "")
    let found = "status \(ended.status)\n--- output\n\(ended.output)--- errors\n\(ended.errors)"
      .replacingOccurrences(of: folder + "/", with: "")
    let path = "\(folder)/expected.txt"
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try write(found, to: path)
      return
    }
    let expected = try text(of: path)
    #expect(found == expected, "\(Self.difference(expected, found))")
  }

  /// The lines that are only in one of the texts.
  private static func difference(_ expected: String, _ found: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = found.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = new.difference(from: old).map { change in
      switch change {
      case .insert(_, let line, _): "+\(line)"
      case .remove(_, let line, _): "-\(line)"
      }
    }
    return changes.joined(separator: "\n")
  }
}
