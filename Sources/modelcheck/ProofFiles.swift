import Foundation
import Proving

/// The store of proofs: a folder beside the specs.
struct ProofFiles: Sendable {
  let folder: String

  init(_ folder: String) { self.folder = folder }

  /// The store that belongs to specs: within a folder of specs, or beside a file.
  static func folder(for paths: [String]) throws(Failure) -> String {
    let roots = paths.isEmpty ? [try SpecFiles.defaultFolder()] : paths
    let places = roots.map { root in
      let parent = URL(fileURLWithPath: root).deletingLastPathComponent().relativePath
      let place = SpecFiles.isFolder(root) ? root : root.contains("/") ? parent : "."
      return "\(place)/\(ProofStore.folder)"
    }
    return places.first(where: SpecFiles.isFolder) ?? places[0]
  }

  var exists: Bool { SpecFiles.isFolder(folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The text of a file, nil if there is none.
  func text(_ name: String) throws(Failure) -> String? {
    guard FileManager.default.fileExists(atPath: path(name)) else { return nil }
    return String(decoding: try SpecFiles.bytes(of: path(name)), as: UTF8.self)
  }

  func write(_ text: String, to name: String) throws(Failure) {
    let parent = URL(fileURLWithPath: path(name)).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    } catch {
      throw Failure.output("the folder '\(parent.relativePath)' cannot be made: \(error.reason)")
    }
    try OutputFile.write(text, to: path(name))
  }

  /// Takes away what a newer finding contradicts.
  func remove(_ name: String) throws(Failure) {
    guard FileManager.default.fileExists(atPath: path(name)) else { return }
    do { try FileManager.default.removeItem(atPath: path(name)) } catch {
      throw Failure.output("'\(path(name))' cannot be removed: \(error.reason)")
    }
  }

  /// The files with an ending, as paths within the folder.
  func names(_ ending: String) throws(Failure) -> [String] {
    do {
      return try FileManager.default.subpathsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(ending) }.sorted()
    } catch { throw Failure.usage("the folder '\(folder)' cannot be read: \(error.reason)") }
  }
}
