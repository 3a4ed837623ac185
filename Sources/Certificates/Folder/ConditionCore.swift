import SMT

/// Leaves out of a condition what is not needed for its contradiction.
///
/// That makes it smaller and quicker to check, and cannot make a wrong condition right.
enum ConditionCore {
  /// The text with fewer assertions, or as it is if Z3 finds no contradiction.
  ///
  /// It must have one command a line, as conditions of the second translation do.
  static func shrunk(_ text: String, in context: Context, resources: UInt32) -> String {
    let lines = text.textLines
    let assertions = lines.indices.filter { lines[$0].hasPrefix("(assert ") }
    guard let core = core(text, in: context, resources: resources),
      core.allSatisfy(assertions.indices.contains)
    else { return text }
    let kept = core.map { lines[assertions[$0]] }
    let functions = lines.filter { line in
      guard line.hasPrefix("(declare-fun ") else { return false }
      return kept.contains { $0.contains(symbol(line)) }
    }
    let sorts = lines.filter { line in
      guard line.hasPrefix("(declare-sort ") else { return false }
      return (functions + kept).contains { $0.contains(symbol(line)) }
    }
    let head = lines.prefix { $0.hasPrefix(";") || $0.hasPrefix("(set-logic ") }
    let parts: [[Substring]] = [Array(head), sorts, functions, kept, ["(check-sat)", ""]]
    return parts.joined().joined(separator: "\n")
  }

  private static func core(_ text: String, in context: Context, resources: UInt32) -> [Int]? {
    do throws(SMTError) {
      let solver = try Solver(.simple, in: context)
      try solver.limit(resources: resources, milliseconds: nil)
      return try solver.core(smtlib: text)
    } catch { return nil }
  }

  /// The first symbol between bars, bars included.
  private static func symbol(_ line: Substring) -> Substring {
    let start = line.firstIndex(of: "|") ?? line.startIndex
    let rest = line[start...].dropFirst()
    return line[start..<(rest.firstIndex(of: "|").map { line.index(after: $0) } ?? line.endIndex)]
  }
}
