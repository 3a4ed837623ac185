import Foundation

/// The files of this repository, as they stand in the working folder.
enum Repository {
  /// `Tests/TidyTests/Repository.swift` is three levels down.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The paths of all files below the root, in order, without what is built or ignored.
  static let paths: [String] = {
    let manager = FileManager.default
    guard let walk = manager.enumerator(atPath: root.path) else { return [] }
    var found: [String] = []
    while let path = walk.nextObject() as? String {
      let type = walk.fileAttributes?[.type] as? FileAttributeType
      if isIgnored(path) {
        if type == .typeDirectory { walk.skipDescendants() }
      } else if type == .typeRegular {
        found.append(path)
      }
    }
    return found.sorted()
  }()

  /// Whether `.gitignore` names the path, or it belongs to git itself.
  private static func isIgnored(_ path: String) -> Bool {
    let ignored = ["dist", "report", "Package.resolved", ".git"]
    return ignored.contains(path) || path.hasPrefix(".build") || path.hasSuffix(".o")
  }

  /// The text of a file, or nil if there is none.
  static func text(_ path: String) -> String? {
    try? String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// Every file that is text.
  static let textFiles = paths.compactMap { path in
    text(path).map { TextFile(path: path, text: $0) }
  }

  /// The files with one of the endings, in one of the folders.
  static func files(_ endings: String..., in folders: [String] = [""]) -> [TextFile] {
    textFiles.filter { file in
      endings.contains { file.path.hasSuffix($0) } && folders.contains { file.path.hasPrefix($0) }
    }
  }

  /// Every Swift file of ours.
  static let swiftFiles = files(".swift", in: ["Package.swift", "Sources/", "Tests/"])
}

/// A file and its lines.
struct TextFile: Sendable {
  let path: String
  let text: String
  let lines: [String]
  /// The lines of a Swift file without its comments and literals.
  let codeLines: [String]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    var lines = text.components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    codeLines = path.hasSuffix(".swift") ? CodeView.lines(of: text) : []
  }

  /// The places of the lines for which the condition holds, as `path:line`.
  func places(where isFound: (String) -> Bool) -> [String] {
    lines.indices.filter { isFound(lines[$0]) }.map { "\(path):\($0 + 1)" }
  }

  /// The places of lines with more than 100 characters.
  var longLines: [String] {
    places { $0.utf8.count > 100 && $0.count > 100 }
  }

  /// The target of a file in `Sources/` or `Tests/`.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
}
