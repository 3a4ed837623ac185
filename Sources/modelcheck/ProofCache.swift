import Foundation
import Synchronization

/// The proofs that have been checked on this machine: what was decided once is not decided again.
///
/// A line a proof: the digest of all that the answer depends on, clauses, conditions. It is a
/// matter of speed alone, so whatever goes wrong with the file goes unsaid.
final class ProofCache: Sendable {
  private let path: String?
  private let entries: Mutex<[String: Sizes]>
  /// More lines than this are more than anybody's specs have; the file begins anew.
  private static let most = 4_000

  struct Sizes: Hashable, Sendable {
    var clauses: Int
    var conditions: Int
  }

  /// - Parameter folder: Nil: nothing is kept.
  init(in folder: String?) {
    path = folder.map { "\($0)/proofs" }
    var found: [String: Sizes] = [:]
    let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, let clauses = Int(words[1]), let conditions = Int(words[2]) else {
        continue
      }
      found[String(words[0])] = Sizes(clauses: clauses, conditions: conditions)
    }
    entries = Mutex(found.count > Self.most ? [:] : found)
  }

  subscript(key: String) -> Sizes? {
    get { entries.withLock { $0[key] } }
    set { entries.withLock { $0[key] = newValue } }
  }

  func save() {
    guard let path else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = entries.withLock { entries in
      entries.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value.clauses) \($0.value.conditions)\n" }.joined()
    }
    try? OutputFile.write(text, to: path)
  }
}
