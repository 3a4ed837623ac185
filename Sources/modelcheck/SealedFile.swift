import Certificates
import Explicit
import Foundation
import Reporting

/// A file of a checkpoint: three lines, of which the last one is the digest of the others.
///
///     modelcheck checkpoint 1
///     {"…": …}
///     3f1c…
enum SealedFile {
  /// The number changes when what is in the files does.
  static let format = 1

  /// What is found in the place of a file.
  enum Found {
    case nothing
    case json(JSON)
    case damaged
    /// Written by a program that writes other files.
    case otherFormat(String)
  }

  static func write(_ json: JSON, to path: String) throws(StorageFailure) {
    let text = "\(head)\(format)\n\(json.line(Style(isASCII: true)))\n"
    let seal = SHA256.digest(of: text) + "\n"
    try DiskFile.write(Array((text + seal).utf8), to: path)
  }

  private static let head = "modelcheck checkpoint "

  static func read(_ path: String) -> Found {
    guard FileManager.default.fileExists(atPath: path) else { return .nothing }
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return .damaged }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let first = lines.first, first.starts(with: head.utf8) else { return .damaged }
    let number = String(decoding: first.dropFirst(head.utf8.count), as: UTF8.self)
    guard number == "\(format)" else {
      return Int(number) == nil ? .damaged : .otherFormat(number)
    }
    guard lines.count == 4, lines[3].isEmpty else { return .damaged }
    let sealed = Array(bytes[..<lines[2].startIndex])
    guard SHA256.digest(of: sealed).utf8.elementsEqual(lines[2]),
      let json = try? JSONParser.parse(Array(lines[1]))
    else { return .damaged }
    return .json(json)
  }
}
