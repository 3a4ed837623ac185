/// Reads the lines of DIMACS and DRUP texts: numbers up to a zero.
struct ClauseLines {
  let file: String
  private let text: [UInt8]
  private var position = 0
  private var lineStart = 0

  init(file: String, text: String) {
    self.file = file
    self.text = Array(text.utf8)
  }

  /// A line with its first letter, if it has one, and its numbers.
  struct Line {
    var letter: UInt8?
    var numbers: [Int32]
  }

  /// The next line that is no comment, or nil at the end.
  mutating func next() throws(TextError) -> Line? {
    while position < text.count {
      lineStart = position
      let end = text[position...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      defer { position = end + 1 }
      guard position < end, text[position] != UInt8(ascii: "c") else { continue }
      return try line(until: end)
    }
    return nil
  }

  private mutating func line(until end: Int) throws(TextError) -> Line {
    var line = Line(letter: nil, numbers: [])
    if text[position] == UInt8(ascii: "d") || text[position] == UInt8(ascii: "p") {
      line.letter = text[position]
      position += 1
      // The one header that there is: `p cnf`.
      if line.letter == UInt8(ascii: "p") {
        guard text[position..<end].starts(with: " cnf ".utf8) else { throw error("a wrong header") }
        position += 5
      }
    }
    while position < end {
      if text[position] == UInt8(ascii: " ") {
        position += 1
      } else {
        line.numbers.append(try number(until: end))
      }
    }
    return line
  }

  private mutating func number(until end: Int) throws(TextError) -> Int32 {
    let isNegative = text[position] == UInt8(ascii: "-")
    if isNegative { position += 1 }
    let start = position
    var value: Int32 = 0
    while position < end, Lexer.isDigit(text[position]), position - start < 9 {
      value = value * 10 + Int32(text[position] - UInt8(ascii: "0"))
      position += 1
    }
    guard position > start, position == end || text[position] == UInt8(ascii: " ") else {
      throw error("what is no number")
    }
    return isNegative ? -value : value
  }

  /// What is wrong with the last line.
  func error(_ message: String) -> TextError {
    TextError(message, file: file, text: text, at: lineStart)
  }
}

/// A formula in conjunctive normal form.
struct ClauseSet {
  var variableCount: Int
  var clauses: [[Int32]]

  /// - Throws: `TextError` if it is no DIMACS text of one clause a line.
  static func read(dimacs text: String, file: String) throws(TextError) -> ClauseSet {
    var lines = ClauseLines(file: file, text: text)
    guard let header = try lines.next(), header.letter == UInt8(ascii: "p"),
      header.numbers.count == 2, header.numbers.allSatisfy({ $0 >= 0 && $0 < 100_000_000 })
    else { throw lines.error("expected 'p cnf' and two numbers") }
    var found = ClauseSet(variableCount: Int(header.numbers[0]), clauses: [])
    while let line = try lines.next() {
      guard line.letter == nil, line.numbers.last == 0 else { throw lines.error("no clause") }
      let clause = Array(line.numbers.dropLast())
      guard clause.allSatisfy({ $0 != 0 && $0.magnitude <= found.variableCount }) else {
        throw lines.error("a number that stands for no variable")
      }
      found.clauses.append(clause)
    }
    guard found.clauses.count == Int(header.numbers[1]) else {
      throw lines.error("the header says \(header.numbers[1]), not \(found.clauses.count) clauses")
    }
    return found
  }
}
