/// What is wrong with a text of a certificate, and where.
package struct TextError: Error, Hashable, Sendable {
  /// The file as it is named in the certificate.
  package var file: String
  /// Both count from 1; columns count Unicode scalars.
  package var line: Int
  package var column: Int
  package var message: String
  /// The line that the place is in.
  package var source: String

  package init(file: String, line: Int, column: Int, message: String, source: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.source = source
  }

  /// The message with the line and a caret under the place.
  package var description: String {
    let margin = String(repeating: " ", count: "\(line)".count)
    let indentation = String(repeating: " ", count: column - 1)
    return """
      \(file):\(line):\(column): error: \(message)
      \(line) | \(source)
      \(margin) | \(indentation)^
      """
  }
}

extension TextError {
  /// An error at a byte of a text.
  init(_ message: String, file: String, text: [UInt8], at offset: Int) {
    let newline = UInt8(ascii: "\n")
    let place = min(offset, text.count)
    let start = text[..<place].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = text[place...].firstIndex(of: newline) ?? text.count
    self.file = file
    self.message = message
    line = text[..<start].count { $0 == newline } + 1
    column = String(decoding: text[start..<place], as: UTF8.self).unicodeScalars.count + 1
    source = String(decoding: text[start..<end], as: UTF8.self)
  }
}
