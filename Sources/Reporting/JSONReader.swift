import TransitionSystem

/// Reads the members of a JSON object, and says where one is not what is expected.
struct JSONReader {
  private let value: JSON
  private let path: String

  init(_ value: JSON, _ path: String) {
    self.value = value
    self.path = path
  }

  var names: [String] {
    guard case .object(let members) = value else { return [] }
    return members.map(\.name)
  }

  func has(_ name: String) -> Bool { names.contains(name) }

  private func place(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func member(_ name: String) throws(TraceFile.Failure) -> JSON {
    guard case .object = value else {
      throw TraceFile.Failure("'\(path.isEmpty ? "file" : path)' must be an object")
    }
    guard let found = value[name] else {
      throw TraceFile.Failure("'\(place(name))' is missing")
    }
    return found
  }

  func string(_ name: String) throws(TraceFile.Failure) -> String {
    guard case .string(let text) = try member(name) else {
      throw TraceFile.Failure("'\(place(name))' must be a text")
    }
    return text
  }

  func optionalString(_ name: String) throws(TraceFile.Failure) -> String? {
    if try member(name) == .null { return nil }
    return try string(name)
  }

  func integer(_ name: String) throws(TraceFile.Failure) -> Int {
    guard case .integer(let number) = try member(name) else {
      throw TraceFile.Failure("'\(place(name))' must be a number")
    }
    return number
  }

  func object(_ name: String) throws(TraceFile.Failure) -> JSONReader {
    let found = try member(name)
    guard case .object = found else {
      throw TraceFile.Failure("'\(place(name))' must be an object")
    }
    return JSONReader(found, place(name))
  }

  private func elements(_ name: String) throws(TraceFile.Failure) -> [JSON] {
    guard case .array(let values) = try member(name) else {
      throw TraceFile.Failure("'\(place(name))' must be a list")
    }
    return values
  }

  func objects(_ name: String) throws(TraceFile.Failure) -> [JSONReader] {
    try elements(name).enumerated().map { JSONReader($0.element, "\(place(name))[\($0.offset)]") }
  }

  func strings(_ name: String) throws(TraceFile.Failure) -> [String] {
    var texts: [String] = []
    for value in try elements(name) {
      guard case .string(let text) = value else {
        throw TraceFile.Failure("'\(place(name))' must be a list of texts")
      }
      texts.append(text)
    }
    return texts
  }

  func claim(_ name: String) throws(TraceFile.Failure) -> Trace.Claim {
    let word = try string(name)
    guard let claim = Trace.Claim.all.first(where: { $0.word == word }) else {
      let known = Trace.Claim.all.map { "'\($0.word)'" }.joined(separator: ", ")
      throw TraceFile.Failure("'\(place(name))' is '\(word)', but must be one of \(known)")
    }
    return claim
  }
}
