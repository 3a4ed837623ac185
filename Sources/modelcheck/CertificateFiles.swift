package import Certificates
import Foundation

/// Certificates as folders.
package enum CertificateFiles {
  /// Nobody's certificate is larger; a folder that is something else must not fill the memory.
  private static let most = 1 << 30

  /// Writes a certificate as a folder that is there whole or not at all.
  ///
  /// A certificate that is there already is replaced; a folder that is none is left alone.
  ///
  /// - Throws: `Failure.output` that names the folder.
  package static func write(_ certificate: Certificate, to path: String) throws(any Error) {
    let manager = FileManager.default
    let target = URL(fileURLWithPath: path).standardizedFileURL
    let parent = target.deletingLastPathComponent()
    let name = ".\(target.lastPathComponent)-\(ProcessInfo.processInfo.processIdentifier)"
    let (made, old) = (
      parent.appending(path: name + "-new"), parent.appending(path: name + "-old")
    )
    defer {
      try? manager.removeItem(at: made)
      try? manager.removeItem(at: old)
    }
    do {
      let isThere = manager.fileExists(atPath: target.path)
      if isThere, try !isReplaceable(target) {
        throw Failure.output("'\(path)' is there already and is no certificate")
      }
      try? manager.removeItem(at: made)
      for (file, text) in certificate.files {
        let place = made.appending(path: file)
        try manager.createDirectory(
          at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: place)
      }
      if isThere { try manager.moveItem(at: target, to: old) }
      do { try manager.moveItem(at: made, to: target) } catch {
        if isThere { try manager.moveItem(at: old, to: target) }
        throw error
      }
    } catch let failure as Failure { throw failure } catch {
      throw Failure.output("the certificate '\(path)' cannot be written: \(error.reason)")
    }
  }

  /// An empty folder, or one with a manifest.
  private static func isReplaceable(_ folder: URL) throws -> Bool {
    guard SpecFiles.isFolder(folder.path) else { return false }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    return names.isEmpty || names.contains(Manifest.name)
  }

  /// All files of a folder.
  ///
  /// - Throws: `Failure.usage` that names what cannot be read.
  package static func read(_ path: String) throws(any Error) -> Certificate {
    guard SpecFiles.isFolder(path) else { throw Failure.usage("there is no folder '\(path)'") }
    var files: [String: String] = [:]
    var size = 0
    for file in try FileManager.default.subpathsOfDirectory(atPath: path).sorted() {
      let place = path + "/" + file
      if SpecFiles.isFolder(place) { continue }
      let bytes: Data
      do { bytes = try Data(contentsOf: URL(fileURLWithPath: place)) } catch {
        throw Failure.usage("'\(place)' cannot be read: \(error.reason)")
      }
      size += bytes.count
      guard size <= most else { throw Failure.usage("'\(path)' is too large for a certificate") }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw Failure.usage("'\(place)' is no text")
      }
      files[file] = text
    }
    return Certificate(files: files)
  }
}
