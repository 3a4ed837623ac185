import Foundation
import SpecLanguage

/// The spec files of this repository.
enum Specs {
  /// `Tests/DocumentationTests/Specs.swift` is three levels down.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The folders of all that is no example.
  static let folders = ["kernels", "workloads", "properties", "designs"]

  static func sources(in folders: [String]) throws -> [SourceText] {
    var sources: [SourceText] = []
    for folder in folders {
      let path = root.appending(path: "Specs/\(folder)")
      for name in try FileManager.default.contentsOfDirectory(atPath: path.path).sorted()
      where name.hasSuffix(".kspec") {
        let text = try String(contentsOf: path.appending(path: name), encoding: .utf8)
        sources.append(SourceText(name: name, text: text))
      }
    }
    return sources
  }
}
