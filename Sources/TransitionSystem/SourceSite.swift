/// A place in a source text: where an item, a statement or an expression was written.
///
/// Lines and columns count from 1; a column counts characters (extended grapheme clusters).
/// Swift-declared mechanisms name their Swift file here.
package struct SourceSite: Hashable, Sendable {
  /// The file as it was named to the tool.
  package var file: String
  package var line: Int
  package var column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, as compilers print it.
  package var description: String { "\(file):\(line):\(column)" }
}
