package import SpecLanguage

/// All litmus tests that were observed, as one C file with a table of them.
package struct ProgramFile: Sendable {
  package let text: String
  /// The tests that cannot be made into a program.
  package let refused: [Refusal]

  /// A test, the kernel, and why it cannot be run there.
  package struct Refusal: Sendable {
    package var test: LitmusTest
    package var kernel: String
    package var reason: String
  }

  /// Writes these tests, each with a kernel of the specs.
  package init(_ tests: [(test: LitmusTest, kernel: String)], of specification: Specification) {
    var functions: [String] = []
    var rows: [String] = []
    var refused: [Refusal] = []
    for (test, kernel) in tests {
      let name = "test_\(rows.count + 1)"
      do throws(NoProgram) {
        let program = try LitmusProgram(test, on: kernel, of: specification)
        functions.append(Self.function(name, test, kernel, program))
        rows.append(Self.row(name, test, kernel, program))
      } catch {
        refused.append(Refusal(test: test, kernel: kernel, reason: error.reason))
        let names = [test.name, kernel, "", "", "", "", error.reason].map(Self.quoted)
        rows.append("  {\(names.joined(separator: ", ")), NULL},")
      }
    }
    self.refused = refused
    text =
      """
      /* The observed litmus tests as programs, written by 'modelcheck litmus --program'. */
      #include "runtime.h"

      \(functions.joined(separator: "\n"))
      const struct test tests[] = {
      \(rows.joined(separator: "\n"))
      };
      const int test_count = sizeof(tests) / sizeof(tests[0]);

      """
  }

  private static func function(
    _ name: String, _ test: LitmusTest, _ kernel: String, _ program: LitmusProgram
  ) -> String {
    let body = program.lines.joined(separator: "\n")
    let title = test.name.replacing("*/", with: "* /")
    return """
      /* \(title), on \(kernel) */
      static void \(name)(void)
      {
      \(body)
      }

      """
  }

  private static func row(
    _ name: String, _ test: LitmusTest, _ kernel: String, _ program: LitmusProgram
  ) -> String {
    let texts = [
      test.name, kernel, program.kernel.release, program.kernel.filesystem,
      program.platform.device, program.platform.rawValue, "",
    ]
    return "  {\(texts.map(quoted).joined(separator: ", ")), \(name)},"
  }

  private static func quoted(_ text: String) -> String {
    let inner = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(inner)\""
  }
}
