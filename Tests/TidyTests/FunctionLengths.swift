/// Finds functions and how many lines they have, by counting braces.
struct FunctionLengths {
  /// A function, initialiser or subscript with its first line, counted from 1, and its length.
  struct Function {
    var line: Int
    var length: Int
  }

  /// The functions of a text whose comments and literals are blanked.
  static func functions(in lines: [String]) -> [Function] {
    let declaration = /(^|[ )])(func|init|subscript|deinit)\b[^.]*/
    return lines.indices.compactMap { start in
      let line = lines[start]
      guard line.contains(declaration), !line.contains(".init("), !line.contains("self.init(")
      else { return nil }
      guard let end = end(of: start, lines) else { return nil }
      return Function(line: start + 1, length: end - start + 1)
    }
  }

  /// The line in which the first brace that opens at or after the line closes again.
  private static func end(of start: Int, _ lines: [String]) -> Int? {
    var depth = 0
    for index in start..<lines.count {
      for character in lines[index] where character == "{" || character == "}" {
        depth += character == "{" ? 1 : -1
        if depth == 0 { return index }
        if depth < 0 { return nil }
      }
    }
    return nil
  }
}
