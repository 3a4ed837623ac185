import Documents
import Foundation

/// The pages as files: their paths below the folder, with their texts.
struct DocumentFiles {
  let set: DocumentSet
  let format: DocumentFormat
  let colophon: Colophon
  /// What draws the pictures; nil: there are none.
  let dot: ExternalProgram?

  func files() throws(Failure) -> [String: String] {
    var files: [String: String] = [:]
    let pages = set.pages
    var images: Set<String> = []
    for diagram in DocumentSet.diagrams(of: pages) {
      guard let picture = try picture(diagram) else { continue }
      images.insert(diagram.name)
      files[diagram.name + ".svg"] = picture
    }
    let writer: any PageWriter =
      switch format {
      case .markdown: MarkdownWriter(colophon)
      case .rst: RSTWriter(colophon)
      }
    for page in pages {
      files["\(page.path).\(writer.ending)"] = writer.text(page, images: images)
    }
    let roff = RoffWriter(colophon, section: 2, version: "modelcheck \(ModelCheck.version)")
    for page in set.manuals { files["\(page.path).2"] = roff.text(page) }
    return files
  }

  /// The picture that Graphviz makes, with the lines that every file of ours begins with.
  private func picture(_ diagram: Diagram) throws(Failure) -> String? {
    guard let dot else { return nil }
    let drawn: (status: Int32, output: String, result: String?)
    do {
      drawn = try dot.run(["-Tsvg", "diagram.dot"], files: ["diagram.dot": diagram.dot])
    } catch { throw .output("'\(dot.path)' cannot be run: \(error.reason)") }
    guard drawn.status == 0, let start = drawn.output.range(of: "<svg") else {
      throw .output("'\(dot.path)' ended with status \(drawn.status) and drew nothing")
    }
    var lines = drawn.output[start.lowerBound...].split(
      separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return (colophon.markup + lines.map(String.init)).joined(separator: "\n") + "\n"
  }
}

/// The folder in which the pages stand.
struct DocumentFolder {
  let path: String

  init(_ path: String) { self.path = path }

  /// Writes all files, and removes those that were made once and are not any more.
  func write(_ files: [String: String]) throws(Failure) {
    try OutputFile.makeFolder(path)
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      let place = "\(path)/\(name)"
      try OutputFile.makeFolder(URL(fileURLWithPath: place).deletingLastPathComponent().path)
      // A file that is as it should be keeps its time, so that nothing is built anew for it.
      if (try? String(contentsOfFile: place, encoding: .utf8)) == text { continue }
      try OutputFile.write(text, to: place)
    }
    for name in leftover(files) {
      do { try FileManager.default.removeItem(atPath: "\(path)/\(name)") } catch {
        throw .output("'\(path)/\(name)' cannot be removed: \(error.reason)")
      }
    }
  }

  /// What is not as the files, a line each.
  func differences(from files: [String: String]) throws(Failure) -> [String] {
    guard SpecFiles.isFolder(path) else { throw .usage("there is no folder '\(path)'") }
    var lines: [String] = []
    for (name, text) in files.sorted(by: { $0.key < $1.key }) {
      let place = "\(path)/\(name)"
      guard let found = try? String(contentsOfFile: place, encoding: .utf8) else {
        lines.append("\(place): is missing")
        continue
      }
      if found != text { lines.append("\(place):\(Self.firstChange(found, text))") }
    }
    return lines + leftover(files).map { "\(path)/\($0): is not made any more" }
  }

  private static func firstChange(_ found: String, _ text: String) -> String {
    let old = found.split(separator: "\n", omittingEmptySubsequences: false)
    let new = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset
    let number = (line ?? min(old.count, new.count)) + 1
    return "\(number): is not what the specs give"
  }

  /// Files that this command made once.
  private func leftover(_ files: [String: String]) -> [String] {
    let walk = FileManager.default.enumerator(atPath: path)
    let names = (walk?.compactMap { $0 as? String } ?? []).filter { files[$0] == nil }.sorted()
    return names.filter { name in
      let endings = [".md", ".rst", ".svg", ".2"]
      guard endings.contains(where: name.hasSuffix),
        let text = try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
      else { return false }
      return text.split(separator: "\n", maxSplits: 4).prefix(4)
        .contains { $0.contains(Colophon.mark) }
    }
  }
}
