import Explicit
import Foundation

/// Files for states that memory does not hold.
enum Scratch {
  /// The folder for them: `TMPDIR`, or the usual one that is no part of the memory itself.
  static var folder: String {
    let environment = ProcessInfo.processInfo.environment
    if let folder = environment["TMPDIR"], folder.hasPrefix("/") { return folder }
    return SpecFiles.isFolder("/var/tmp") ? "/var/tmp" : "/tmp"
  }

  /// Storage that takes at most three quarters of what is free there.
  static func storage(in folder: String) -> SearchStorage {
    SearchStorage(space: DiskSpace(limit: free(in: folder).map { $0 / 4 * 3 } ?? .max)) {
      () throws(StorageFailure) in try DiskFile.scratch(in: folder)
    }
  }

  private static func free(in folder: String) -> Int? {
    let found = try? FileManager.default.attributesOfFileSystem(forPath: folder)
    return (found?[.systemFreeSize] as? NSNumber)?.intValue
  }
}
