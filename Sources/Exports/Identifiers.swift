/// Names of a system as identifiers of a notation, each another one.
struct Identifiers {
  private var taken: Set<String>

  /// - Parameter reserved: What no name may be; upper and lower case are not told apart.
  init(reserved: [String]) { taken = Set(reserved.map { $0.lowercased() }) }

  /// An identifier for a name, near to it.
  mutating func add(_ name: String) -> String {
    var base = ""
    for scalar in name.unicodeScalars {
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9") ~= scalar)
      base.unicodeScalars.append(isPlain ? scalar : "_")
    }
    if base.first?.isLetter != true { base = "x" + base }
    var identifier = base
    var number = 2
    while !taken.insert(identifier.lowercased()).inserted {
      identifier = "\(base)_\(number)"
      number += 1
    }
    return identifier
  }
}

/// Text that stands in comments and in quotes.
extension String {
  /// One line of 7-bit characters that ends no comment and no string.
  var asRemark: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\u{2013}", "\u{2014}": result += "-"
      case "\u{2026}": result += "..."
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += " "
      case "\"": result += "'"
      case "\\": result += "/"
      case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
      default: result += "?"
      }
    }
    for (end, apart) in [("*/", "* /"), ("/*", "/ *"), ("*)", "* )"), ("(*", "( *")] {
      while let range = result.firstRange(of: end) { result.replaceSubrange(range, with: apart) }
    }
    return result
  }
}
