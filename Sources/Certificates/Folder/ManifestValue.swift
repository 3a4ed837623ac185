/// The JSON that manifests are made of: texts, whole numbers, lists and objects.
indirect enum ManifestValue: Hashable {
  case text(String)
  case number(Int)
  case list([ManifestValue])
  case object([String: ManifestValue])

  var json: String { json(indentation: 0) + "\n" }

  private func json(indentation: Int) -> String {
    let inner = String(repeating: " ", count: indentation + 2)
    let outer = String(repeating: " ", count: indentation)
    switch self {
    case .text(let text): return Self.quoted(text)
    case .number(let number): return "\(number)"
    case .list(let values):
      let texts = values.map { inner + $0.json(indentation: indentation + 2) }
      return texts.isEmpty ? "[]" : "[\n" + texts.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members):
      let texts = members.sorted { $0.key < $1.key }.map {
        "\(inner)\(Self.quoted($0.key)): \($0.value.json(indentation: indentation + 2))"
      }
      return texts.isEmpty ? "{}" : "{\n" + texts.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  static func read(_ text: String, file: String) throws(TextError) -> ManifestValue {
    var reader = ManifestReader(file: file, text: text)
    let value = try reader.value(depth: 0)
    try reader.expectEnd()
    return value
  }
}

private struct ManifestReader {
  let file: String
  let text: [UInt8]
  private var position = 0

  init(file: String, text: String) {
    self.file = file
    self.text = Array(text.utf8)
  }

  private mutating func take(_ character: Character) -> Bool {
    while position < text.count, [9, 10, 13, 32].contains(text[position]) { position += 1 }
    guard position < text.count, text[position] == character.asciiValue else { return false }
    position += 1
    return true
  }

  private func error(_ message: String) -> TextError {
    TextError(message, file: file, text: text, at: position)
  }

  private mutating func expect(_ character: Character) throws(TextError) {
    guard take(character) else { throw error("expected '\(character)'") }
  }

  mutating func expectEnd() throws(TextError) {
    _ = take(" ")
    guard position == text.count else { throw error("expected the end of the text") }
  }

  mutating func value(depth: Int) throws(TextError) -> ManifestValue {
    guard depth < 20 else { throw error("this is nested too deeply") }
    if take("[") {
      var values: [ManifestValue] = []
      if take("]") { return .list([]) }
      repeat { values.append(try value(depth: depth + 1)) } while take(",")
      try expect("]")
      return .list(values)
    }
    if take("{") {
      var members: [String: ManifestValue] = [:]
      if take("}") { return .object([:]) }
      repeat {
        try expect("\"")
        let name = try string()
        try expect(":")
        guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
          throw error("'\(name)' is there twice")
        }
      } while take(",")
      try expect("}")
      return .object(members)
    }
    if take("\"") { return .text(try string()) }
    let digits = text[position...].prefix { Lexer.isDigit($0) }
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
      throw error("expected a value")
    }
    position += digits.count
    return .number(number)
  }

  /// What follows a quote, up to the next one.
  private mutating func string() throws(TextError) -> String {
    var bytes: [UInt8] = []
    while position < text.count {
      let byte = text[position]
      position += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") { bytes += try escape() } else { bytes.append(byte) }
    }
    throw error("a text without an end")
  }

  private mutating func escape() throws(TextError) -> [UInt8] {
    guard position < text.count else { throw error("a text without an end") }
    let letter = text[position]
    position += 1
    if letter == UInt8(ascii: "\"") || letter == UInt8(ascii: "\\") { return [letter] }
    let digits = String(decoding: text[position...].prefix(4), as: UTF8.self)
    guard letter == UInt8(ascii: "u"), let code = UInt32(digits, radix: 16),
      let scalar = Unicode.Scalar(code)
    else { throw error("an escape that no manifest has") }
    position += 4
    return Array(String(Character(scalar)).utf8)
  }
}
