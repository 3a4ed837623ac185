/// A symbol or a list of an SMT-LIB text; bars around a symbol are not part of it.
indirect enum SExpression: Hashable {
  case symbol(String)
  case list([SExpression])

  /// All expressions of a text.
  static func all(in text: String, file: String) throws(TextError) -> [SExpression] {
    var reader = SExpressionReader(file: file, text: text)
    return try reader.all()
  }

  var symbol: String? {
    if case .symbol(let name) = self { return name }
    return nil
  }

  var list: [SExpression]? {
    if case .list(let parts) = self { return parts }
    return nil
  }
}

private struct SExpressionReader {
  let file: String
  let text: [UInt8]
  private var position = 0
  /// The lists that are not closed yet.
  private var open: [[SExpression]] = [[]]

  /// Whoever reads the result recurses as deep.
  private static let deepest = 400

  init(file: String, text: String) {
    self.file = file
    self.text = Array(text.utf8)
  }

  mutating func all() throws(TextError) -> [SExpression] {
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: " "), 9...13: position += 1
      case UInt8(ascii: ";"):
        while position < text.count, text[position] != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "("):
        guard open.count < Self.deepest else { throw error("this is nested too deeply") }
        open.append([])
        position += 1
      case UInt8(ascii: ")"):
        guard open.count > 1, let list = open.popLast() else { throw error("nothing is open") }
        open[open.count - 1].append(.list(list))
        position += 1
      case UInt8(ascii: "|"): try quoted()
      default: try plain()
      }
    }
    guard open.count == 1 else { throw error("a list without an end") }
    return open[0]
  }

  private mutating func quoted() throws(TextError) {
    let rest = text[(position + 1)...]
    guard let end = rest.firstIndex(of: UInt8(ascii: "|")) else {
      throw error("a symbol without an end")
    }
    append(rest[..<end])
    position = end + 1
  }

  private mutating func plain() throws(TextError) {
    let stops = Set("();|\" \t\n\r".utf8)
    let symbol = text[position...].prefix { !stops.contains($0) && $0 >= 32 }
    guard !symbol.isEmpty else { throw error("a character that means nothing here") }
    append(symbol)
    position += symbol.count
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    open[open.count - 1].append(.symbol(String(decoding: bytes, as: UTF8.self)))
  }

  private func error(_ message: String) -> TextError {
    TextError(message, file: file, text: text, at: position)
  }
}
