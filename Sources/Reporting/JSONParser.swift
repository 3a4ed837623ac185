/// Reads JSON with whole numbers, which is all that our files hold.
package struct JSONParser {
  /// What is wrong with a text, and where; lines and columns count from 1, columns bytes.
  package struct Failure: Error, Hashable, Sendable {
    package var message: String
    package var line: Int
    package var column: Int

    package init(message: String, line: Int, column: Int) {
      self.message = message
      self.line = line
      self.column = column
    }
  }

  private let bytes: [UInt8]
  private var offset = 0
  /// Deeper texts are refused: reading is recursive, and the stack is not endless.
  private static let deepest = 64

  /// The value that a text holds.
  package static func parse(_ bytes: [UInt8]) throws(Failure) -> JSON {
    var parser = JSONParser(bytes: bytes)
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.offset == bytes.count else {
      throw parser.failure("nothing more is expected here")
    }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ message: String) -> Failure {
    let before = bytes[..<offset]
    let newline = UInt8(ascii: "\n")
    let line = before.count { $0 == newline } + 1
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let ended = offset >= bytes.count ? "the file ends where " : ""
    return Failure(message: ended + message, line: line, column: offset - start + 1)
  }

  private mutating func skipBlanks() {
    while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    skipBlanks()
    guard offset < bytes.count, bytes[offset] == byte.asciiValue else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ byte: Character) throws(Failure) {
    guard take(byte) else { throw failure("'\(byte)' is expected") }
  }

  private mutating func value(depth: Int) throws(Failure) -> JSON {
    guard depth < Self.deepest else { throw failure("fewer nested brackets are expected") }
    if take("{") { return .object(try members(depth: depth)) }
    if take("[") { return .array(try elements(depth: depth)) }
    skipBlanks()
    guard offset < bytes.count else { throw failure("a value is expected") }
    if bytes[offset] == UInt8(ascii: "\"") { return .string(try string()) }
    for (word, value) in [("null", JSON.null), ("true", .bool(true)), ("false", .bool(false))]
    where bytes[offset...].starts(with: word.utf8) {
      offset += word.utf8.count
      return value
    }
    return .integer(try integer())
  }

  private mutating func elements(depth: Int) throws(Failure) -> [JSON] {
    var values: [JSON] = []
    if take("]") { return values }
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw failure("',' or ']' is expected") }
    return values
  }

  private mutating func members(depth: Int) throws(Failure) -> [JSON.Member] {
    var members: [JSON.Member] = []
    if take("}") { return members }
    repeat {
      skipBlanks()
      guard offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") else {
        throw failure("a name in quotes is expected")
      }
      let name = try string()
      try expect(":")
      members.append(.init(name, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw failure("',' or '}' is expected") }
    return members
  }

  private mutating func integer() throws(Failure) -> Int {
    let start = offset
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") { offset += 1 }
    while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
    guard let number = Int(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
      offset = start
      throw failure("a value is expected")
    }
    return number
  }

  private mutating func string() throws(Failure) -> String {
    offset += 1
    var units: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte < 0x20 { throw failure("the end of the string is expected") }
      offset += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"): units += Array(try escaped().utf8)
      default: units.append(byte)
      }
    }
    throw failure("the end of the string is expected")
  }

  private mutating func escaped() throws(Failure) -> String {
    guard offset < bytes.count else { throw failure("an escaped character is expected") }
    let byte = bytes[offset]
    offset += 1
    let plain: [Character: String] = [
      "\"": "\"", "\\": "\\", "/": "/", "n": "\n", "t": "\t", "r": "\r", "b": "\u{8}",
      "f": "\u{C}",
    ]
    if let text = plain[Character(Unicode.Scalar(byte))] { return text }
    guard byte == UInt8(ascii: "u") else { throw failure("a known escape is expected") }
    var units = [try unit()]
    if UTF16.isLeadSurrogate(units[0]), bytes[offset...].starts(with: "\\u".utf8) {
      offset += 2
      units.append(try unit())
    }
    return String(decoding: units, as: UTF16.self)
  }

  /// Four hexadecimal digits.
  private mutating func unit() throws(Failure) -> UInt16 {
    let end = min(offset + 4, bytes.count)
    let digits = String(decoding: bytes[offset..<end], as: UTF8.self)
    guard digits.utf8.count == 4, let unit = UInt16(digits, radix: 16) else {
      throw failure("four hexadecimal digits are expected")
    }
    offset = end
    return unit
  }
}
