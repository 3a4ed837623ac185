/// Names and texts as authors may write them, made harmless for any format.
extension String {
  /// The text on one line: line breaks, tabs and control characters are blanks, and no blank stands
  /// beside another or at an end.
  var onOneLine: String {
    let words = unicodeScalars.map { scalar -> Character in
      scalar.isBlankOrControl ? " " : Character(scalar)
    }
    return String(words).split(separator: " ").joined(separator: " ")
  }

  /// The lines of the text without control characters, tabs and blanks at their ends; blank lines
  /// only inside.
  var plainLines: [String] {
    var lines = split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line in
      var text = String(
        line.unicodeScalars.map { $0.isBlankOrControl ? " " : Character($0) })
      while text.last == " " { text.removeLast() }
      return text
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    return lines
  }

  /// Words in lines of at most so many characters.
  func filled(first: String, rest: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in split(separator: " ") {
      if !isEmpty && line.count + 1 + word.count > width {
        lines.append(line)
        line = rest
        isEmpty = true
      }
      line += isEmpty ? String(word) : " \(word)"
      isEmpty = false
    }
    if !isEmpty { lines.append(line) }
    return lines.map(\.breakable)
  }

  /// The text with blanks at which `filled` does not break a line.
  var unbreakable: String { replacing(" ", with: Self.tiedBlank) }
  var breakable: String { replacing(Self.tiedBlank, with: " ") }

  /// No text of an author has one when it has been made harmless.
  private static let tiedBlank = "\u{1}"
}

extension Unicode.Scalar {
  fileprivate var isBlankOrControl: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
    default: false
    }
  }
}

/// File names made of names.
struct Slugs {
  private var used: Set<String> = []

  /// A name of a file that no name before has got: small letters, digits and dashes.
  mutating func slug(_ name: String) -> String {
    let kept = name.lowercased().map { character -> Character in
      let isKept = character.isASCII && (character.isLetter || character.isNumber)
      return isKept || character == "." ? character : " "
    }
    // A dot is part of a number, and never hides a file or leads out of its folder.
    let words = String(kept).split(separator: " ").map { word in
      word.split(separator: ".").joined(separator: ".")
    }
    let text = words.filter { !$0.isEmpty }.joined(separator: "-")
    let base = text.isEmpty ? "unnamed" : String(text.prefix(60))
    var slug = base
    var number = 2
    while !used.insert(slug).inserted {
      slug = "\(base)-\(number)"
      number += 1
    }
    return slug
  }
}
