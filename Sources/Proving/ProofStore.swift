import Checking

/// Where the store keeps what was found out about a cell.
package enum ProofStore {
  package static let folder = "certificates"

  /// The path of a cell within the store, without an ending.
  package static func path(of target: ProofTarget) -> String {
    folder(of: target) + fileName(target.property)
  }

  /// The path of the cell's column, with a slash at the end.
  package static func folder(of target: ProofTarget) -> String {
    [target.column.kernel ?? "models", target.column.words]
      .map { fileName($0) + "/" }.joined()
  }

  package static func invariant(of target: ProofTarget) -> String {
    path(of: target) + ".invariant"
  }

  package static func violation(of target: ProofTarget) -> String { path(of: target) + ".beyond" }

  /// Lower case, with nothing that a shell or a file system minds.
  package static func fileName(_ name: String) -> String {
    let kept = name.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber || "+-_.".contains(character))
        ? character : "-"
    }
    return kept.first == "." ? "-" + String(kept.dropFirst()) : String(kept)
  }
}

/// A violation beyond the scope as the store keeps it.
///
/// The text is a heading and a trace file:
/// ```
/// modelcheck violation beyond the scope 1
/// slice 3f…
/// scope errors=2,calls=3
/// steps 17
/// { "schema": 1, …
/// ```
package struct StoredViolation: Hashable, Sendable {
  /// The digest of the relational form of the property's slice.
  package var slice: String
  /// What of the scope is larger, as `--scope` takes it.
  package var scope: String
  package var steps: Int
  /// The text of the trace file.
  package var trace: String

  package static let heading = "modelcheck violation beyond the scope 1"

  package init(slice: String, scope: String, steps: Int, trace: String) {
    self.slice = slice
    self.scope = scope
    self.steps = steps
    self.trace = trace
  }

  /// Reads a text; nil if it has another form.
  package init?(_ text: String) {
    let lines = text.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false)
    guard lines.count == 5, lines[0] == Self.heading[...], lines[1].hasPrefix("slice "),
      lines[2].hasPrefix("scope "), lines[3].hasPrefix("steps "),
      let steps = Int(lines[3].dropFirst("steps ".count))
    else { return nil }
    self.init(
      slice: String(lines[1].dropFirst("slice ".count)),
      scope: String(lines[2].dropFirst("scope ".count)), steps: steps, trace: String(lines[4]))
  }

  package var text: String {
    "\(Self.heading)\nslice \(slice)\nscope \(scope)\nsteps \(steps)\n\(trace)"
  }
}
