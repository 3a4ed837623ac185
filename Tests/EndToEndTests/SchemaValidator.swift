import Foundation
import Reporting

/// Validates JSON against the part of JSON Schema (drafts 4 to 2020-12) that our schemas use.
///
/// A keyword that it does not know is a fault of the schema, so that nothing is passed over.
struct SchemaValidator {
  private let root: JSON

  init(_ schema: JSON) { root = schema }

  /// The schema in a file; its whole numbers may have a fraction of zero, which ours never have.
  init(contentsOf path: String) throws {
    let written = try text(of: path)
    let whole = written.replacing(/(?<head>: -?[0-9]+)\.0(?<tail>[,\s])/) {
      "\($0.output.head)\($0.output.tail)"
    }
    self.init(try JSONParser.parse(Array(whole.utf8)))
  }

  /// What is wrong, each with the place in the value; empty if it is valid.
  func faults(_ value: JSON) -> [String] { faults(value, root, "$") }

  /// What says nothing about validity, or is followed where others refer to it.
  private static let annotations: Set<String> = [
    "$schema", "$id", "id", "title", "description", "default", "format", "definitions", "$defs",
  ]

  private func faults(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
    guard case .object(let members) = schema else {
      return schema == .bool(false) ? ["\(place): nothing is allowed here"] : []
    }
    return members.flatMap { keyword($0.name, $0.value, schema, value, place) }
  }

  private func keyword(
    _ name: String, _ rule: JSON, _ schema: JSON, _ value: JSON, _ place: String
  ) -> [String] {
    func fault(_ isWrong: Bool, _ text: String) -> [String] { isWrong ? ["\(place): \(text)"] : [] }
    switch (name, rule, value) {
    case (_, _, _) where Self.annotations.contains(name): return []
    case ("$ref", .string(let reference), _): return faults(value, resolved(reference), place)
    case ("type", .string(let type), _):
      return fault(!Self.types(value).contains(type), "\(type) is expected")
    case ("type", .array(let types), _):
      let allowed = Self.types(value).contains { types.contains(.string($0)) }
      return fault(!allowed, "one of \(types) is expected")
    case ("enum", .array(let values), _): return fault(!values.contains(value), "\(value) is not")
    case ("const", _, _): return fault(rule != value, "\(rule) is expected")
    case ("anyOf", .array(let schemas), _):
      return fault(!schemas.contains { faults(value, $0, place).isEmpty }, "no alternative fits")
    case ("oneOf", .array(let schemas), _):
      return fault(schemas.count { faults(value, $0, place).isEmpty } != 1, "not just one fits")
    case ("minimum", .integer(let least), .integer(let number)):
      return fault(number < least, "\(number) is less than \(least)")
    case ("maximum", .integer(let most), .integer(let number)):
      return fault(number > most, "\(number) is more than \(most)")
    case ("pattern", .string(let pattern), .string(let text)):
      return fault(!Self.matches(text, pattern), "'\(text)' does not match '\(pattern)'")
    case ("minItems", .integer(let least), .array(let items)):
      return fault(items.count < least, "there are less than \(least)")
    case ("maxItems", .integer(let most), .array(let items)):
      return fault(items.count > most, "there are more than \(most)")
    case ("uniqueItems", .bool(true), .array(let items)):
      return fault(Set(items).count < items.count, "two are the same")
    case ("items", _, .array(let items)):
      return items.enumerated().flatMap { faults($0.element, rule, "\(place)[\($0.offset)]") }
    case (_, _, .object(let members)):
      return objectKeyword(name, rule, schema, members, place)
    case ("minimum", _, _), ("maximum", _, _), ("pattern", _, _), ("minItems", _, _),
      ("maxItems", _, _), ("uniqueItems", _, _), ("items", _, _), ("properties", _, _),
      ("required", _, _), ("additionalProperties", _, _), ("propertyNames", _, _):
      return []
    default: return ["the schema has '\(name)', which is not known here"]
    }
  }

  private func objectKeyword(
    _ name: String, _ rule: JSON, _ schema: JSON, _ members: [JSON.Member], _ place: String
  ) -> [String] {
    switch (name, rule) {
    case ("properties", .object(let properties)):
      return properties.flatMap { property in
        members.filter { $0.name == property.name }
          .flatMap { faults($0.value, property.value, "\(place).\($0.name)") }
      }
    case ("required", .array(let names)):
      let missing = names.filter { name in !members.contains { .string($0.name) == name } }
      return missing.map { "\(place): \($0) is missing" }
    case ("additionalProperties", _):
      var known: [String] = []
      if case .object(let properties)? = schema["properties"] { known = properties.map(\.name) }
      return members.filter { !known.contains($0.name) }
        .flatMap { faults($0.value, rule, "\(place).\($0.name)") }
    case ("propertyNames", _):
      return members.flatMap { faults(.string($0.name), rule, "\(place).\($0.name)") }
    case ("minimum", _), ("maximum", _), ("pattern", _), ("minItems", _), ("maxItems", _),
      ("uniqueItems", _), ("items", _):
      return []
    default: return ["the schema has '\(name)', which is not known here"]
    }
  }

  private func resolved(_ reference: String) -> JSON {
    let path = reference.split(separator: "/").dropFirst().map(String.init)
    return path.reduce(root) { $0[$1] ?? .bool(false) }
  }

  private static func types(_ value: JSON) -> [String] {
    switch value {
    case .null: ["null"]
    case .bool: ["boolean"]
    case .integer: ["integer", "number"]
    case .string: ["string"]
    case .array: ["array"]
    case .object: ["object"]
    }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    text.range(of: pattern, options: .regularExpression) != nil
  }
}
