import TransitionSystem

/// Reads what a trace says of a state: contents of cells.
///
/// Maps may have their entries in any order, relations may be sets of what is in them, integers may
/// be plain numbers, and a case without payload may be its name alone.
struct ITFReading {
  let layout: Layout

  /// The variables of a state that the system has; of `a::b::x` the last part counts.
  func variable(named name: String) -> Layout.Field? {
    let short = name.split(separator: ":").last.map(String.init) ?? name
    return layout.fields.first { $0.variable.name == name }
      ?? layout.fields.first { $0.variable.name == short }
  }

  /// The contents that a value gives to the cells of a variable.
  func contents(
    of field: Layout.Field, _ value: JSON, _ place: String
  ) throws(TraceFile.Failure) -> [(cell: Int, content: UInt16)] {
    guard !field.variable.indices.isEmpty else {
      return [(field.base, try single(field, value, place))]
    }
    let entries = try self.entries(field, value, place)
    var found: [(cell: Int, content: UInt16)] = []
    var known: Set<String> = []
    for cell in field.base..<field.base + field.count {
      let names = layout.names(ofCell: cell, field)
      let key = names.joined(separator: ",")
      known.insert(key)
      if let entry = entries[key] {
        found.append((cell, try content(field, entry, "\(place)[\(key)]")))
      } else if field.variable.isPartial {
        found.append((cell, UInt16(field.undefined)))
      } else {
        throw TraceFile.Failure("'\(place)' has no entry for \(key)")
      }
    }
    if let other = entries.keys.sorted().first(where: { !known.contains($0) }) {
      throw TraceFile.Failure("'\(place)' has an entry for \(other), which is not in the scope")
    }
    return found
  }

  private func single(
    _ field: Layout.Field, _ value: JSON, _ place: String
  ) throws(TraceFile.Failure) -> UInt16 {
    guard field.variable.isPartial else { return try content(field, value, place) }
    if value["tag"] == .string("None") { return UInt16(field.undefined) }
    guard value["tag"] == .string("Some"), let inner = value["value"] else {
      throw TraceFile.Failure("'\(place)' must be 'None' or 'Some' with a value")
    }
    return try content(field, inner, place)
  }

  /// The values by their keys; what a set does not have is false.
  private func entries(
    _ field: Layout.Field, _ value: JSON, _ place: String
  ) throws(TraceFile.Failure) -> [String: JSON] {
    var entries: [String: JSON] = [:]
    if case .array(let pairs)? = value["#map"] {
      for (number, pair) in pairs.enumerated() {
        guard case .array(let parts) = pair, parts.count == 2, let key = Self.key(parts[0]) else {
          throw TraceFile.Failure("'\(place).#map[\(number)]' must be a key and a value")
        }
        entries[key] = parts[1]
      }
      return entries
    }
    if case .array(let members)? = value["#set"], field.variable.type == .bool {
      for cell in field.base..<field.base + field.count {
        entries[layout.names(ofCell: cell, field).joined(separator: ",")] = .bool(false)
      }
      for (number, member) in members.enumerated() {
        guard let key = Self.key(member) else {
          throw TraceFile.Failure("'\(place).#set[\(number)]' must be a name or a tuple of names")
        }
        entries[key] = .bool(true)
      }
      return entries
    }
    if case .object(let members) = value, !members.contains(where: { $0.name.hasPrefix("#") }) {
      for member in members { entries[member.name] = member.value }
      return entries
    }
    throw TraceFile.Failure("'\(place)' must be a map from \(indices(field))")
  }

  private func indices(_ field: Layout.Field) -> String {
    field.variable.indices.joined(separator: ", ")
  }

  /// The names of a key, joined.
  private static func key(_ value: JSON) -> String? {
    switch value {
    case .string(let name): return name
    case .integer(let number): return "\(number)"
    case .object:
      if case .string(let digits)? = value["#bigint"] { return digits }
      guard case .array(let parts)? = value["#tup"] else { return nil }
      let names = parts.compactMap(key)
      return names.count == parts.count ? names.joined(separator: ",") : nil
    case .null, .bool, .array: return nil
    }
  }

  private func content(
    _ field: Layout.Field, _ value: JSON, _ place: String
  ) throws(TraceFile.Failure) -> UInt16 {
    guard let number = number(value, field.variable.type) else {
      throw TraceFile.Failure("'\(place)' is no value of type '\(field.variable.type.description)'")
    }
    if case .integer(let range) = field.variable.type { return UInt16(number - range.lowerBound) }
    return UInt16(number)
  }

  /// The value as the evaluator numbers it; nil if it is none of the type.
  func number(_ value: JSON, _ type: ValueType) -> Int? {
    switch type {
    case .bool:
      guard case .bool(let truth) = value else { return nil }
      return truth ? 1 : 0
    case .integer(let range): return Self.integer(value).flatMap { range.contains($0) ? $0 : nil }
    case .sort(let name):
      let index = Self.key(value).flatMap { layout.system.sort(name)?.elementIndex(named: $0) }
      return index.flatMap { $0 < layout.scope[name] ? $0 : nil }
    case .variant(let name): return self.case(value, layout.variantLayout(name))
    }
  }

  private static func integer(_ value: JSON) -> Int? {
    if case .integer(let number) = value { return number }
    guard case .string(let digits)? = value["#bigint"] else { return nil }
    return Int(digits)
  }

  private func `case`(_ value: JSON, _ variant: Layout.VariantLayout) -> Int? {
    var tag = value["tag"]
    if case .string = value { tag = value }
    guard case .string(let name)? = tag, let index = variant.type.caseIndex(name) else {
      return nil
    }
    var payload: [Int] = []
    for field in variant.type.cases[index].fields {
      guard let content = value["value"]?[field.name], let number = number(content, field.type)
      else { return nil }
      if case .integer(let range) = field.type {
        payload.append(number - range.lowerBound)
      } else {
        payload.append(number)
      }
    }
    return variant.compose(caseIndex: index, payload: payload)
  }
}
