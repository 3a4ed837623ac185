/// A JSON value whose objects keep the order of their members: reports are read by people too.
package enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A name and its value.
  package struct Member: Hashable, Sendable {
    package var name: String
    package var value: JSON

    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// The text, null for nil.
  package static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }

  /// An object from entries by name, in the order of the names.
  package static func sorted(_ entries: [String: Int]) -> JSON {
    .object(entries.sorted { $0.key < $1.key }.map { Member($0.key, .integer($0.value)) })
  }

  /// The value of the member of this name.
  package subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}

extension JSON {
  /// The number of the schemas in Documentation/Schemas that have had no other: the number of a
  /// schema changes when its readers must.
  package static let schema = 1

  /// The object with the numbers of its schema and of the program before its members.
  package func published(_ version: String, schema: Int = Self.schema) -> JSON {
    guard case .object(let members) = self else { return self }
    return .object(
      [.init("schema", .integer(schema)), .init("version", .string(version))] + members)
  }
}

extension JSON {
  /// What fits is written on one line.
  private static let widest = 96

  /// The text of a file: indented, with a line break at the end.
  package func document(_ style: Style) -> String { text(style, indentation: 0) + "\n" }

  private func text(_ style: Style, indentation: Int) -> String {
    let line = line(style)
    guard line.count + indentation > Self.widest else { return line }
    let inner = String(repeating: " ", count: indentation + 2)
    let outer = String(repeating: " ", count: indentation)
    switch self {
    case .null, .bool, .integer, .string: return line
    case .array(let values):
      let texts = values.map { inner + $0.text(style, indentation: indentation + 2) }
      return "[\n" + texts.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members):
      let texts = members.map {
        "\(inner)\(Self.quoted($0.name, style)): "
          + $0.value.text(style, indentation: indentation + 2)
      }
      return "{\n" + texts.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  /// The text on one line.
  package func line(_ style: Style) -> String {
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .string(let text): return Self.quoted(text, style)
    case .array(let values):
      return "[" + values.map { $0.line(style) }.joined(separator: ", ") + "]"
    case .object(let members):
      let texts = members.map { "\(Self.quoted($0.name, style)): \($0.value.line(style))" }
      return "{" + texts.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String, _ style: Style) -> String {
    var result = "\""
    for unit in text.unicodeScalars {
      switch unit {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        if unit.value < 0x20 || unit.value == 0x7F || (style.isASCII && unit.value > 0x7F) {
          result += String(unit).utf16.map(escape).joined()
        } else {
          result.unicodeScalars.append(unit)
        }
      }
    }
    return result + "\""
  }

  private static func escape(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
