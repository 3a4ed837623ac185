import Foundation
import Synchronization

/// The proofs that have been checked on this machine: what was decided once is not decided again.
///
/// A line an answer: the digest of all that it depends on, then clauses and conditions, or that a
/// run was replayed. It is a matter of speed alone, so whatever goes wrong with the file goes
/// unsaid.
final class ProofCache: Sendable {
  private let path: String?
  private let entries: Mutex<Entries>
  /// Some tables of answers; beyond that, those go that the present run did not ask for.
  private static let most = 10_000

  private struct Entries {
    var answers: [String: Answer] = [:]
    var used: Set<String> = []
  }

  enum Answer: Hashable, Sendable {
    /// An invariant proves its property.
    case proved(clauses: Int, conditions: Int)
    /// A run breaks its property beyond the scope.
    case replayed

    /// Reads the words of `text`; nil for others.
    init?(_ words: some Collection<Substring>) {
      if words.elementsEqual(["replayed"]) {
        self = .replayed
        return
      }
      let numbers = words.compactMap { Int($0) }
      guard words.count == 2, numbers.count == 2 else { return nil }
      self = .proved(clauses: numbers[0], conditions: numbers[1])
    }

    var text: String {
      switch self {
      case .proved(let clauses, let conditions): "\(clauses) \(conditions)"
      case .replayed: "replayed"
      }
    }
  }

  /// What this program is known by; nil if it cannot be told.
  ///
  /// An answer that depends on how systems are composed holds for the program that found it.
  static let program: String? = {
    let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
    guard let found = try? FileManager.default.attributesOfItem(atPath: path),
      let size = found[.size] as? Int, let date = found[.modificationDate] as? Date
    else { return nil }
    return "\(path) \(size) \(date.timeIntervalSinceReferenceDate)"
  }()

  /// - Parameter folder: Nil: nothing is kept.
  init(in folder: String?) {
    path = folder.map { "\($0)/proofs" }
    var found = Entries()
    let text = path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) } ?? ""
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let key = words.first, let answer = Answer(words.dropFirst()) else { continue }
      found.answers[String(key)] = answer
    }
    entries = Mutex(found)
  }

  subscript(key: String) -> Answer? {
    get {
      entries.withLock { entries in
        entries.used.insert(key)
        return entries.answers[key]
      }
    }
    set {
      entries.withLock { entries in
        entries.used.insert(key)
        entries.answers[key] = newValue
      }
    }
  }

  func save() {
    guard let path else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let text = entries.withLock { entries in
      if entries.answers.count > Self.most {
        entries.answers = entries.answers.filter { entries.used.contains($0.key) }
      }
      return entries.answers.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value.text)\n" }.joined()
    }
    try? OutputFile.write(text, to: path)
  }
}
