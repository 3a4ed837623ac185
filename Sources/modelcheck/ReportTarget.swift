import ArgumentParser

/// A format, and the file that a report in it is written to: `json`, or `sarif=out.sarif`.
struct ReportTarget<Format>: ExpressibleByArgument, Sendable
where
  Format: RawRepresentable & CaseIterable & Hashable & Sendable, Format.RawValue == String
{
  var format: Format
  /// Nil: where reports go by themselves.
  var path: String?

  init(_ format: Format, path: String? = nil) {
    self.format = format
    self.path = path
  }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard let format = Format(rawValue: parts[0]) else { return nil }
    if parts.count > 1 && parts[1].isEmpty { return nil }
    self.init(format, path: parts.count > 1 ? parts[1] : nil)
  }

  static var allValueStrings: [String] {
    Format.allCases.flatMap { [$0.rawValue, "\($0.rawValue)=FILE"] }
  }
}

/// Where the reports of a run go.
struct ReportOutputs<Format>: Sendable
where
  Format: RawRepresentable & CaseIterable & Hashable & Sendable, Format.RawValue == String
{
  /// The one that goes to `--output`, or else to standard output.
  let direct: Format
  /// Those that have files of their own.
  let files: [(format: Format, path: String)]
  private let output: String?

  /// - Parameters:
  ///   - targets: The values of `--format`.
  ///   - usual: What is printed if no target is without a file.
  ///   - output: The value of `--output`.
  /// - Throws: `Failure.usage`, if two reports would go to one place; `Failure.output`, if one of
  ///   the places cannot be written: better before a run than after it.
  init(
    _ targets: [ReportTarget<Format>], usual: Format, output: String? = nil
  ) throws(Failure) {
    let unnamed = targets.filter { $0.path == nil }.map(\.format)
    guard unnamed.count <= 1 else {
      throw .usage(
        "two reports cannot go to one place; give one of them a file: "
          + "--format \(unnamed[0].rawValue)=FILE --format \(unnamed[1].rawValue)")
    }
    direct = unnamed.first ?? usual
    files = targets.compactMap { target in target.path.map { (target.format, $0) } }
    self.output = output
    var places: Set<String> = []
    for path in files.map(\.path) + (output.map { [$0] } ?? [])
    where !places.insert(path).inserted {
      throw .usage("two reports cannot go to one place: '\(path)'")
    }
  }

  /// Writes the report that is not among the files.
  func write(_ text: String, _ console: Console) throws(Failure) {
    if let output { try OutputFile.write(text, to: output) } else { try console.write(text) }
  }

  /// Writes each report to its place.
  func write(
    _ console: Console, _ text: (Format) throws(Failure) -> String
  ) throws(Failure) {
    for (format, path) in files { try OutputFile.write(try text(format), to: path) }
    try write(try text(direct), console)
  }

  /// Makes sure that the files can be written, before a run that would be lost.
  func prepare(folders: Set<Format> = []) throws(Failure) {
    if let output { try OutputFile.prepare(output) }
    for (format, path) in files {
      if folders.contains(format) {
        try OutputFile.makeFolder(path)
      } else {
        try OutputFile.prepare(path)
      }
    }
  }
}
