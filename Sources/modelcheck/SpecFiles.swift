import DaxModel
import Foundation
import SpecLanguage
import TransitionSystem

/// Finds, reads and checks spec files.
struct SpecFiles {
  var specification: Specification
  var sources: [SourceText]
  var names: KnownNames { KnownNames(specification: specification) }

  /// The files named, or all below the folders named, `Specs` if none is.
  static func load(
    _ paths: [String], adding extra: [SourceText] = [], _ console: Console
  ) throws(Failure) -> SpecFiles {
    var sources: [SourceText] = []
    for path in try found(paths) { sources.append(try read(path)) }
    sources += extra
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    if !diagnostics.isEmpty {
      let text = DiagnosticRenderer(sources: sources).render(diagnostics)
      console.complain(text.last == "\n" ? String(text.dropLast()) : text)
    }
    guard !diagnostics.hasErrors else { throw .specErrors("") }
    return SpecFiles(specification: specification, sources: sources)
  }

  /// The paths of the spec files, each once.
  static func found(_ paths: [String]) throws(Failure) -> [String] {
    let roots = paths.isEmpty ? [try defaultFolder()] : paths
    var files: [String] = []
    for root in roots { files += try Self.files(below: root) }
    files = files.distinct
    guard !files.isEmpty else {
      throw .usage("there is no .kspec file in \(roots.joined(separator: ", "))")
    }
    return files
  }

  static func defaultFolder() throws(Failure) -> String {
    if isFolder("Specs") { return "Specs" }
    let program = URL(fileURLWithPath: ProcessInfo.processInfo.arguments.first ?? "")
    let beside = program.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("Specs").path
    if isFolder(beside) { return beside }
    let installed = program.resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("share/modelcheck/Specs").path
    if isFolder(installed) { return installed }
    throw .usage("there is no folder 'Specs' here; name the spec files or folders to check")
  }

  static func isFolder(_ path: String) -> Bool {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  private static func files(below root: String) throws(Failure) -> [String] {
    guard FileManager.default.fileExists(atPath: root) else {
      throw .usage("there is no file or folder '\(root)'")
    }
    guard isFolder(root) else { return [root] }
    guard
      let names = FileManager.default.enumerator(
        atPath: URL(fileURLWithPath: root).resolvingSymlinksInPath().path)
    else {
      throw .usage("the folder '\(root)' cannot be read")
    }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".kspec") }.sorted()
      .map { root + "/" + $0 }
  }

  static func read(_ path: String) throws(Failure) -> SourceText {
    SourceText(name: path, bytes: try bytes(of: path))
  }

  static func bytes(of path: String) throws(Failure) -> [UInt8] {
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch { throw .usage("'\(path)' cannot be read: \(error.reason)") }
  }
}
