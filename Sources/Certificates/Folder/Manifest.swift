/// What a certificate is about.
package struct CertificateSubject: Hashable, Sendable {
  package var property: String
  package var kernel: String
  package var design: String
  package var workload: String
  /// The events of the environment that may happen, any number of times.
  package var environment: [String]
  /// Which system it is: the digest of the property's slice.
  package var slice: String

  package init(
    property: String, kernel: String, design: String, workload: String, environment: [String],
    slice: String
  ) {
    self.property = property
    self.kernel = kernel
    self.design = design
    self.workload = workload
    self.environment = environment
    self.slice = slice
  }
}

/// The list of a certificate's files with their digests, and what it is about.
package struct Manifest: Hashable, Sendable {
  package static let name = "manifest.json"
  /// Changed with the form of any file.
  package static let format = 2

  package var subject: CertificateSubject
  /// The versions of the programs that took part, by name.
  package var tools: [String: String]
  /// How many of what there is.
  package var sizes: [String: Int]
  /// What is not there, and why.
  package var notes: [String]
  /// The digest of each file by its path.
  package var files: [String: String]
  /// What each condition or ground instance is, by its path.
  package var titles: [String: String]

  package init(
    subject: CertificateSubject, tools: [String: String] = [:], sizes: [String: Int] = [:],
    notes: [String] = [], files: [String: String] = [:], titles: [String: String] = [:]
  ) {
    self.subject = subject
    self.tools = tools
    self.sizes = sizes
    self.notes = notes
    self.files = files
    self.titles = titles
  }

  /// The text of `manifest.json`.
  package var json: String {
    ManifestValue.object([
      "format": .number(Self.format),
      "property": .text(subject.property),
      "kernel": .text(subject.kernel),
      "design": .text(subject.design),
      "workload": .text(subject.workload),
      "environment": .list(subject.environment.map { .text($0) }),
      "slice": .text(subject.slice),
      "tools": .object(tools.mapValues { .text($0) }),
      "sizes": .object(sizes.mapValues { .number($0) }),
      "notes": .list(notes.map { .text($0) }),
      "files": .object(files.mapValues { .text($0) }),
      "titles": .object(titles.mapValues { .text($0) }),
    ]).json
  }

  /// - Throws: `TextError` if it is no manifest of this format.
  package static func read(_ text: String) throws(TextError) -> Manifest {
    guard case .object(let members) = try ManifestValue.read(text, file: name) else {
      throw TextError("no object", file: name, text: Array(text.utf8), at: 0)
    }
    let reader = ManifestMembers(members: members, text: text)
    guard members["format"] == .number(format), members.count == 12 else {
      throw reader.wrong("format")
    }
    return Manifest(
      subject: CertificateSubject(
        property: try reader.text("property"), kernel: try reader.text("kernel"),
        design: try reader.text("design"), workload: try reader.text("workload"),
        environment: try reader.texts("environment"), slice: try reader.text("slice")),
      tools: try reader.named("tools"), sizes: try reader.numbers("sizes"),
      notes: try reader.texts("notes"), files: try reader.named("files"),
      titles: try reader.named("titles"))
  }
}

private struct ManifestMembers {
  let members: [String: ManifestValue]
  let text: String

  func wrong(_ name: String) -> TextError {
    TextError(
      "'\(name)' is missing or wrong", file: Manifest.name, text: Array(text.utf8), at: 0)
  }

  func text(_ name: String) throws(TextError) -> String {
    guard case .text(let text) = members[name] else { throw wrong(name) }
    return text
  }

  func texts(_ name: String) throws(TextError) -> [String] {
    guard case .list(let values) = members[name] else { throw wrong(name) }
    var found: [String] = []
    for case .text(let text) in values { found.append(text) }
    guard found.count == values.count else { throw wrong(name) }
    return found
  }

  func named(_ name: String) throws(TextError) -> [String: String] {
    guard case .object(let values) = members[name] else { throw wrong(name) }
    var found: [String: String] = [:]
    for case (let key, .text(let text)) in values { found[key] = text }
    guard found.count == values.count else { throw wrong(name) }
    return found
  }

  func numbers(_ name: String) throws(TextError) -> [String: Int] {
    guard case .object(let values) = members[name] else { throw wrong(name) }
    var found: [String: Int] = [:]
    for case (let key, .number(let number)) in values { found[key] = number }
    guard found.count == values.count else { throw wrong(name) }
    return found
  }
}
