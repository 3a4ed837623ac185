package import SpecLanguage

/// What was asked of the interface, who argued it, and which properties state it.
package struct RequirementReport {
  let specification: Specification
  let style: Style

  package init(_ specification: Specification, style: Style) {
    self.specification = specification
    self.style = style
  }

  package var lines: [String] {
    let requirements = specification.requirements.flatMap { lines($0) + [""] }
    return (requirements + unasked + [summary]).map(style.plain)
  }

  private func lines(_ requirement: Requirement) -> [String] {
    var lines = "\(requirement.name)  \(requirement.says)".hanging(4, in: ClaimReport.width)
    lines += field("argued", requirement.source)
    for property in properties(requirement) { lines += field(Self.kind(property), property.name) }
    if let reason = requirement.notModelled {
      lines += field(requirement.properties.isEmpty ? "left out" : "in part", reason)
    }
    for other in specification.contradictions(of: requirement) {
      lines += field("against", "\(other.name): \(other.reason)")
    }
    return lines
  }

  private func field(_ name: String, _ text: String) -> [String] {
    text.beside(name, indentation: 4, in: ClaimReport.width)
  }

  private func properties(_ requirement: Requirement) -> [PropertyDeclaration] {
    requirement.properties.compactMap { name in
      specification.properties.first { $0.name == name }
    }
  }

  /// How the property is decided, in a word.
  private static func kind(_ property: PropertyDeclaration) -> String {
    switch property.demand {
    case .statically: "static"
    case .leadsTo: "progress"
    case .always, .never, .reachable, .stepwise: "property"
    }
  }

  /// Properties that no requirement names.
  private var unasked: [String] {
    let asked = Set(specification.requirements.flatMap(\.properties))
    let others = specification.properties.map(\.name).filter { !asked.contains($0) }
    guard !others.isEmpty else { return [] }
    return "of no requirement: \(others.joined(separator: ", "))".hanging(2, in: ClaimReport.width)
  }

  private var summary: String {
    let all = specification.requirements
    let left = all.count { $0.properties.isEmpty }
    let part = all.count { !$0.properties.isEmpty && $0.notModelled != nil }
    return "\(all.count) requirements: \(all.count - left) stated, \(part) of them in part; "
      + "\(left) not modelled"
  }

  package var json: JSON {
    .object([.init("requirements", .array(specification.requirements.map(json)))])
  }

  private func json(_ requirement: Requirement) -> JSON {
    let contradictions = specification.contradictions(of: requirement)
    return .object([
      .init("name", .string(requirement.name)), .init("says", .string(requirement.says)),
      .init("source", .string(requirement.source)),
      .init("properties", .array(properties(requirement).map(json))),
      .init("notModelled", .optional(requirement.notModelled)),
      .init(
        "contradicts",
        .array(
          contradictions.map {
            .object([.init("name", .string($0.name)), .init("because", .string($0.reason))])
          })),
    ])
  }

  private func json(_ property: PropertyDeclaration) -> JSON {
    .object([
      .init("name", .string(property.name)), .init("kind", .string(Self.kind(property))),
      .init("aside", .bool(property.isAside)),
    ])
  }
}
