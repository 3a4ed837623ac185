/// Addresses of files, as relative references where that is possible.
package struct FileAddress: Hashable, Sendable {
  /// The reference, percent-encoded (RFC 3986).
  package let uri: String
  /// Whether it is relative to the folder that it was made for.
  package let isRelative: Bool

  /// - Parameters:
  ///   - path: The file as it was named, relative to the folder unless it begins with a slash.
  ///   - folder: The absolute path of the folder that the run was started in.
  package init(_ path: String, in folder: String) {
    let base = Self.parts(folder)
    let parts = path.hasPrefix("/") ? Self.parts(path) : Self.parts(folder + "/" + path)
    isRelative = parts.starts(with: base) && parts.count > base.count
    let named = isRelative ? parts.dropFirst(base.count) : parts[...]
    let reference = named.map(Self.encoded).joined(separator: "/")
    uri = isRelative ? reference : "file:///" + reference
  }

  /// The names of folders and file, without `.` and `..`.
  private static func parts(_ path: String) -> [String] {
    var parts: [String] = []
    for part in path.split(separator: "/").map(String.init) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }

  private static func encoded(_ part: String) -> String {
    part.utf8.map { byte in
      let character = Character(Unicode.Scalar(byte))
      let isWord = character.isLetter || character.isNumber || "-._~".contains(character)
      if character.isASCII && isWord { return String(character) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count == 1 ? "0" : "") + digits
    }.joined()
  }
}
