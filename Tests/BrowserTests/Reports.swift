import Foundation
import Testing

/// The reports that `Scripts/test-browser` has made, and what the tests compare them with.
enum Reports {
  /// The folder of the reports; nil: nobody asked for these tests.
  static let folder = ProcessInfo.processInfo.environment["MODELCHECK_REPORTS"]

  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func path(_ name: String) -> String { "\(folder ?? "")/\(name).html" }

  /// A run of the golden table, as `check --traces` writes it.
  struct Trace: Decodable {
    var trace: String
    var cell: Cell
    var steps: [Step]

    struct Cell: Decodable {
      var kernel: String?
      var design: String
      var property: String
    }

    struct Step: Decodable {
      var text: String
      var changes: [Change]
    }

    struct Change: Decodable {
      var cell: String
      var before: String
      var after: String
    }

    /// The cells that steps change, with their values before and after all of them.
    var ends: (first: [String: String], last: [String: String]) {
      var (first, last): ([String: String], [String: String]) = ([:], [:])
      for change in steps.flatMap(\.changes) {
        first[change.cell] = first[change.cell] ?? change.before
        last[change.cell] = change.after
      }
      return (first, last)
    }
  }

  static func traces() throws -> [Trace] {
    let folder = root.appending(path: "Specs/expected/traces")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
      try JSONDecoder().decode(
        Trace.self, from: try Data(contentsOf: folder.appending(path: name)))
    }
  }

  /// The run of punching and writing that moves the file, on a kernel.
  static func moving(on kernel: String) throws -> Trace {
    let found = try traces().first {
      $0.cell.kernel == kernel && $0.cell.design == "punch+pwrite" && $0.cell.property == "in_place"
    }
    return try #require(found)
  }

  /// The golden verdicts.
  struct Verdicts: Decodable {
    var verdicts: [Verdict]

    struct Verdict: Decodable {
      var kernel: String?
      var design: String
      var property: String
      var verdict: String
      var holds: Bool?
    }
  }

  static func verdicts() throws -> [Verdicts.Verdict] {
    let file = root.appending(path: "Specs/expected/verdicts.json")
    return try JSONDecoder().decode(Verdicts.self, from: try Data(contentsOf: file)).verdicts
  }
}

extension Browser {
  func number(_ expression: String) throws -> Int { try evaluate(expression) as? Int ?? -1 }
  func text(_ expression: String) throws -> String { try evaluate(expression) as? String ?? "" }
  func texts(_ expression: String) throws -> [String] {
    try evaluate(expression) as? [String] ?? []
  }

  /// The number of the step that is marked on a side.
  func step(_ side: Int = 0) throws -> Int {
    try number(
      "Number(document.querySelectorAll('[role=option][aria-selected=true]')"
        + "[\(side)]?.dataset.step ?? -1)")
  }

  /// What a state's tables show, by the names of the cells.
  func state() throws -> [String: String] {
    let object = try evaluate(
      """
      Object.fromEntries([...document.querySelectorAll(".state td")]
        .map((cell) => [cell.title, cell.textContent]))
      """)
    return object as? [String: String] ?? [:]
  }

  /// Waits for what the page does by itself, half a second at most.
  func settles(_ condition: String) throws -> Bool {
    for _ in 0..<25 {
      if try evaluate(condition) as? Bool == true { return true }
      try evaluate("new Promise((done) => setTimeout(done, 20))")
    }
    return false
  }
}
