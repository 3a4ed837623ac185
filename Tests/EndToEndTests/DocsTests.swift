import Foundation
import Testing

/// Pages about specs.
@Suite("Documents")
struct DocsTests {
  /// The root of the repository.
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  private static let sphinx = ["/usr/bin", "/usr/local/bin"].map { "\($0)/sphinx-build" }
    .first(where: FileManager.default.isExecutableFile)

  /// Names and texts that mean something to HTML, reStructuredText and shells.
  private static let hostile = #"""
    kernel "k <b>" {
      title "*bold* `tick` |bar| a_ ::"; source "$(rm -rf /); <script>alert(1)</script>";
      /// .. raw:: html
      ///
      ///    <script>
      syscall touch(file f, page p) -> result {
        source "a``b";
        if (poison[b0]) return -EIO;
        return ok;
      }
    }
    design "../../x\n.. include:: /etc/passwd" on "k <b>" {
      title "====\n====\n- a | b"; source "[x](javascript:alert(1)) & --> :ref:`x`";
      /// `a <b>`_ and |this|_
      option shut = true;
      variant "1. a`" { title ".. note::"; set shut = false; }
      variant "`" { set shut = true; }
      syscall touch(file f, page p) -> result { if (shut) return -EINVAL; return ok; }
      recipe recover(file f, page p, data d) -> result { try touch(f, p); return ok; }
    }
    situation "a|b\n\n.. x" { title "*\\\n====="; init { extent[A][0] = hole; } }
    situation "- lost" { title "::"; init { poison[b0] = true; } }
    """#

  private func made(
    _ arguments: String..., format: String = "markdown", in folder: String
  ) async throws -> [String: String] {
    let ended = await run(["docs", "-o", folder, "--format", format, "--no-svg"] + arguments)
    #expect(ended.status == 0, "\(ended.errors)")
    #expect(ended.output.isEmpty)
    let walk = try #require(FileManager.default.enumerator(atPath: folder))
    var files: [String: String] = [:]
    for name in walk.compactMap({ $0 as? String }) where name.contains(".") {
      files[name] = try text(of: "\(folder)/\(name)")
    }
    return files
  }

  /// Builds pages with Sphinx, warnings being errors; returns what it says.
  private func build(_ folder: String) throws -> String {
    try write("project = 'x'\nhighlight_language = 'none'\n", to: "\(folder)/conf.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.sphinx ?? "/nonexistent")
    process.arguments = ["-q", "-W", "--keep-going", "-n", "-b", "html", folder, "\(folder)/out"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let said = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let words = String(decoding: said, as: UTF8.self)
    return process.terminationStatus == 0 ? words : "status \(process.terminationStatus): \(words)"
  }

  @Test("hostile names are shown, and mean nothing")
  func hostileNames() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.hostile, to: "\(folder)/x.kspec")
      let files = try await made("\(folder)/x.kspec", in: "\(folder)/pages")
      #expect(Set(files.keys).isSuperset(of: ["index.md", "kernels/k-b.md", "situations.md"]))
      #expect(files["designs/x-include-etc-passwd.md"] != nil, "\(files.keys.sorted())")
      for (name, text) in files where name.hasSuffix(".md") {
        var isCode = false
        for line in text.split(separator: "\n") {
          if line.hasPrefix("```") { isCode.toggle() }
          let shown = line.replacing(/`[^`]*`/, with: "")
          if !isCode && !line.hasPrefix("<!--") {
            #expect(!shown.contains("<"), "\(name): \(line)")
          }
        }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(Set(names) == ["x.kspec", "pages"])
    }
  }

  @Test(
    "hostile names are reStructuredText without a warning",
    .enabled(if: sphinx != nil, "sphinx-build is not installed"))
  func hostileSphinx() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.hostile, to: "\(folder)/x.kspec")
      _ = try await made("\(folder)/x.kspec", format: "rst", in: "\(folder)/pages")
      #expect(try build("\(folder)/pages") == "")
      let page = try text(of: "\(folder)/pages/out/index.html")
      #expect(!page.contains("<script>alert"))
      #expect(!page.contains("root:"))
    }
  }

  @Test(
    "our pages are reStructuredText without a warning",
    .enabled(if: sphinx != nil, "sphinx-build is not installed"))
  func ourSphinx() async throws {
    try await withTemporaryFolder { folder in
      _ = try await made("\(Self.root)/Specs", format: "rst", in: "\(folder)/pages")
      #expect(try build("\(folder)/pages") == "")
    }
  }

  @Test("our pages are what the specs give")
  func reference() async {
    let ended = await modelcheck(
      "docs", "\(Self.root)/Specs", "-o", "\(Self.root)/Documentation/Reference", "--no-svg",
      "--check")
    #expect(ended.status == 0, "run 'make reference': \(ended.errors)")
  }

  @Test("the stored claims are what the specs give")
  func claims() async throws {
    let ended = await modelcheck(
      "claims", "--specs", "\(Self.root)/Specs", "--format", "json")
    let stored = try text(of: "\(Self.root)/Specs/expected/claims.json")
    #expect(ended.output == stored, "run 'make update-results'")
  }

  @Test("two runs write the same bytes, however many threads they use")
  func determinism() async throws {
    try await withTemporaryFolder { folder in
      try write(Self.hostile, to: "\(folder)/x.kspec")
      let spec = "\(folder)/x.kspec"
      let first = try await made(spec, "--threads", "1", in: "\(folder)/a")
      let second = try await made(spec, "--threads", "4", in: "\(folder)/b")
      #expect(first == second)
    }
  }

  @Test("--check names what differs, is missing, or is left over, and writes nothing")
  func check() async throws {
    try await withTemporaryFolder { folder in
      let (spec, pages) = ("\(folder)/x.kspec", "\(folder)/pages")
      try write(Self.hostile, to: spec)
      _ = try await made(spec, in: pages)
      let options = [spec, "-o", pages, "--no-svg"]
      #expect(await run(["docs", "--check"] + options).status == 0)
      let index = try text(of: "\(pages)/index.md")
      try write(index + "more\n", to: "\(pages)/index.md")
      try FileManager.default.removeItem(atPath: "\(pages)/situations.md")
      try write(index, to: "\(pages)/old.md")
      try write("mine\n", to: "\(pages)/mine.md")
      let ended = await run(["docs", "--check"] + options)
      #expect(ended.status == 10)
      let lines = ended.errors.split(separator: "\n").map { $0.dropFirst(pages.count + 1) }
      #expect(lines.count == 3, "\(ended.errors)")
      #expect(lines[0].hasSuffix("is not what the specs give") && lines[0].hasPrefix("index.md:"))
      #expect(lines[1] == "situations.md: is missing")
      #expect(lines[2] == "old.md: is not made any more")
      _ = try await made(spec, in: pages)
      #expect(!FileManager.default.fileExists(atPath: "\(pages)/old.md"))
      #expect(FileManager.default.fileExists(atPath: "\(pages)/mine.md"))
      #expect(await run(["docs", "--check"] + options).status == 0)
    }
  }

  @Test("files that are no run, and places that cannot be written, are one error")
  func badInput() async throws {
    try await withTemporaryFolder { folder in
      let spec = "\(folder)/x.kspec"
      try write(Self.hostile, to: spec)
      let deep = String(repeating: "[", count: 100_000)
      let broken = [
        ("{", "x.json:1:2: the file ends where"), (deep, "fewer nested brackets are expected"),
        ("{}", "'version' must be a text"),
        ("{\"version\": \"1\", \"verdicts\": [{}]}", "'verdicts[0].design' must be a text"),
      ]
      for (content, message) in broken {
        try write(content, to: "\(folder)/x.json")
        let ended = await modelcheck(
          "docs", spec, "-o", "\(folder)/p", "--verdicts", "\(folder)/x.json")
        #expect(ended.status == 64)
        #expect(ended.errors.contains(message), "\(ended.errors)")
      }
      for path in ["/proc/pages", spec] {
        #expect(await modelcheck("docs", spec, "-o", path).status == 74)
      }
      #expect(await modelcheck("docs", spec).status == 64)
    }
  }

  @Test("a new design checks at once, whatever it is called")
  func newDesign() async throws {
    try await withTemporaryFolder { folder in
      let specs = "\(Self.root)/Specs"
      let path = "\(folder)/new.kspec"
      let name = #"my "design" \ $(rm) <b>"#
      let options = ["new", "design", name, "--specs", specs, "-o", path]
      let ended = await run(options)
      #expect(ended.status == 0, "\(ended.errors)")
      #expect(ended.output.contains(#"--design 'my "design" \ $(rm) <b>'"#))
      let formatted = await modelcheck("fmt", "--check", path)
      #expect(formatted.status == 0, "\(formatted.output)\(formatted.errors)")
      let checked = await modelcheck(
        "check", specs, path, "--design", name, "--property", "in_place", "--no-proofs")
      #expect(checked.status == 0, "\(checked.output)\(checked.errors)")
      #expect(await run(options).status == 64)
      #expect(await modelcheck("new", "design", "zeroinit", "--specs", specs).status == 64)
      #expect(await modelcheck("new", "design", "a\nb", "--specs", specs).status == 64)
    }
  }

  @Test("there is a page of the manual for each command, and completions for each shell")
  func manual() async throws {
    try await withTemporaryFolder { folder in
      #expect(await modelcheck("manual", "-o", folder).status == 0)
      let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder))
      for name in ["modelcheck", "modelcheck-check", "modelcheck-docs", "modelcheck-new-design"] {
        #expect(names.contains("\(name).1"))
      }
      let page = try text(of: "\(folder)/modelcheck-check.1")
      #expect(page.contains("\\fB\\-\\-traces <folder>\\fR"))
      #expect(page.contains(".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\n"))
      for shell in ["bash", "zsh", "fish"] {
        let script = await modelcheck("--generate-completion-script", shell)
        #expect(script.status == 0)
        #expect(script.output.contains("replay"))
      }
    }
  }
}
