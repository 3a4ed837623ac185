import ArgumentParser
import Checking
import Conformance
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck litmus`: small programs, and the final states that a kernel may leave.
struct LitmusCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "litmus",
    abstract: "Run litmus tests and print the final states that are reached.",
    discussion: """
      Without files all tests of the specs are run. A test says 'observed' if its final states \
      were seen on real kernels.

      \(ExitStatus.documentation)
      """)

  @Argument(help: "Files or folders with litmus tests; the kernels are those of --specs.")
  var files: [String] = []
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []
  @Option(help: "Only on this kernel; may be repeated.")
  var kernel: [String] = []
  @Option(help: ArgumentHelp("Only tests whose names have this text.", valueName: "text"))
  var test: String?
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(help: "text or json.")
  var format = LitmusFormat.text
  @Flag(help: "Tell a run to a final state for each condition that is as it says, too.")
  var runs = false
  @Flag(help: "Turn each option of the kernels over and name the tests that notice it.")
  var power = false
  @Option(
    help: ArgumentHelp(
      "Write the observed tests as a C program for real kernels, and run none.", valueName: "file"))
  var program: String?
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Option(help: "How many tests run side by side (default: one a core).")
  var threads: Int?

  enum LitmusFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

  func validate() throws {
    try RunLimits.validate([("--timeout", timeout), ("--threads", threads)])
  }

  func perform(on console: Console) async throws -> ExitStatus {
    let named = files.isEmpty ? [] : try SpecFiles.found(files)
    let loaded = try SpecFiles.load(try SpecFiles.found(specs) + named, console)
    try KnownNames.require(kernel, "kernel", among: loaded.names.kernels)
    let overrides = try overrideOptions.overrides(loaded.names)
    let selected = tests(loaded, in: named)
    guard !selected.isEmpty else { throw Failure.usage("there is no such litmus test") }
    if let program { return try write(selected, loaded, to: program, console) }
    let assembly = Assembly(loaded.specification, overrides)
    let limits = RunLimits(timeout: timeout, threads: threads).limits(console)
    let style = Style(isASCII: ascii || !console.isUTF8)
    if power {
      let findings = try await LitmusPower(assembly: assembly, limits: limits).findings(selected)
      let report = LitmusReport.lines(findings).map(style.plain)
      try console.write(report.joined(separator: "\n") + "\n")
      return limits.shouldStop() == nil ? .asExpected : .unknown
    }
    let results = try await LitmusRun(assembly: assembly, limits: limits).run(selected)
    let report = LitmusReport(results, style: style, showsRuns: runs)
    switch format {
    case .text: try console.write(report.lines.joined(separator: "\n") + "\n")
    case .json:
      try console.write(
        report.json.published(ModelCheck.version, schema: LitmusReport.schema).document(style))
    }
    return Self.status(of: results)
  }

  /// The tests that stand in these files, or all if none is named, as the options select them.
  private func tests(
    _ loaded: SpecFiles, in files: [String]
  ) -> [(test: LitmusTest, kernel: String)] {
    loaded.specification.litmusTests.filter { candidate in
      (files.isEmpty || files.contains(candidate.site?.file ?? ""))
        && (test.map { candidate.name.contains($0) } ?? true)
    }.flatMap { candidate in
      candidate.kernels.filter { kernel.isEmpty || kernel.contains($0) }.map { (candidate, $0) }
    }
  }

  /// Writes the program, and says which tests are not in it.
  private func write(
    _ tests: [(test: LitmusTest, kernel: String)], _ loaded: SpecFiles, to path: String,
    _ console: Console
  ) throws(Failure) -> ExitStatus {
    let observed = tests.filter { !$0.test.observed.isEmpty }
    let file = ProgramFile(observed, of: loaded.specification)
    try OutputFile.write(file.text, to: path)
    for refusal in file.refused {
      console.complain(
        "'\(refusal.test.name)' on \(refusal.kernel) is not in the program: \(refusal.reason)")
    }
    return file.refused.isEmpty ? .asExpected : .specErrors
  }

  private static func status(of results: [LitmusResult]) -> ExitStatus {
    func has(_ test: (LitmusResult.Problem) -> Bool) -> Bool {
      results.contains { $0.problem.map(test) ?? false }
    }
    if has({ if case .error = $0 { true } else { false } }) { return .specErrors }
    let isWrong = { (result: LitmusResult) in
      if case .stopped? = result.problem { false } else { !result.holds }
    }
    if results.contains(where: isWrong) { return .violated }
    return results.allSatisfy(\.holds) ? .asExpected : .unknown
  }
}
