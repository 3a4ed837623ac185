import DaxModel
import Foundation
import SpecLanguage
import TransitionSystem

/// Finds, reads and checks spec files.
struct SpecFiles {
  var specification: Specification
  var sources: [SourceText]

  /// The files named, or all below the folders named, `Specs` if none is.
  static func load(_ paths: [String]) throws -> SpecFiles {
    let roots = paths.isEmpty ? [try defaultFolder()] : paths
    var files: [String] = []
    for root in roots { files += try found(root) }
    var seen: Set<String> = []
    files = files.filter { seen.insert($0).inserted }
    guard !files.isEmpty else { throw Failure.usage("no .kspec file in \(roots.joined(separator: ", "))") }
    let sources = try files.map(read)
    let (specification, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    let errors = diagnostics.filter { $0.severity == .error }
    if !diagnostics.isEmpty {
      Console.complain(DiagnosticRenderer(sources: sources).render(diagnostics))
    }
    guard errors.isEmpty else { throw Failure.specErrors("") }
    return SpecFiles(specification: specification, sources: sources)
  }

  private static func defaultFolder() throws -> String {
    if isFolder("Specs") { return "Specs" }
    let beside = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("Specs").path
    if isFolder(beside) { return beside }
    throw Failure.usage("there is no folder 'Specs' here; name the spec files or folders to check")
  }

  private static func isFolder(_ path: String) -> Bool {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  private static func found(_ root: String) throws -> [String] {
    guard FileManager.default.fileExists(atPath: root) else {
      throw Failure.usage("there is no file or folder '\(root)'")
    }
    guard isFolder(root) else { return [root] }
    guard let names = FileManager.default.enumerator(atPath: root) else {
      throw Failure.usage("the folder '\(root)' cannot be read")
    }
    return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".kspec") }.sorted()
      .map { root + "/" + $0 }
  }

  private static func read(_ path: String) throws -> SourceText {
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      return SourceText(name: path, bytes: Array(data))
    } catch { throw Failure.usage("'\(path)' cannot be read") }
  }
}

/// Why a command ends early, with what is said on standard error.
enum Failure: Error {
  case usage(String)
  case specErrors(String)
  case internalError(String)

  var status: ExitStatus {
    switch self {
    case .usage: .usage
    case .specErrors: .specErrors
    case .internalError: .internalError
    }
  }

  var message: String {
    switch self {
    case .usage(let text), .specErrors(let text): text
    case .internalError(let text): "this is a bug in modelcheck: \(text)"
    }
  }
}
