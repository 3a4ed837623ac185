import Foundation

/// Files that are there whole or not at all.
enum OutputFile {
  /// Writes beside the place first and then renames, so that nobody sees half a file.
  static func write(_ text: String, to path: String) throws(Failure) {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let attributes = try? FileManager.default.attributesOfItem(atPath: target.path)
    let type = attributes?[.type] as? FileAttributeType
    // A device or pipe must be written to, not replaced.
    let isPlain = type == nil || type == .typeRegular
    do {
      try Data(text.utf8).write(to: target, options: isPlain ? .atomic : [])
    } catch { throw Failure.output("'\(path)' cannot be written: \(error.reason)") }
  }

  /// Makes sure that a file can be written there, before a run that would be lost.
  static func prepare(_ path: String) throws(Failure) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard SpecFiles.isFolder(folder) else {
      throw Failure.output("'\(path)' cannot be written: there is no folder '\(folder)'")
    }
    guard !SpecFiles.isFolder(path) else {
      throw Failure.output("'\(path)' cannot be written: it is a folder")
    }
    let probe = folder + "/.modelcheck-\(ProcessInfo.processInfo.processIdentifier)"
    do {
      try Data().write(to: URL(fileURLWithPath: probe))
      try FileManager.default.removeItem(atPath: probe)
    } catch { throw Failure.output("'\(path)' cannot be written: \(error.reason)") }
  }

  /// Makes a folder for traces, if there is none.
  static func makeFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path), withIntermediateDirectories: true)
    } catch { throw Failure.output("the folder '\(path)' cannot be made: \(error.reason)") }
    try prepare(path + "/trace.json")
  }
}
