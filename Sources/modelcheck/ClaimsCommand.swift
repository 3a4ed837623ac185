import ArgumentParser
import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck claims`: sentences of a discussion, and what the model says of them.
struct ClaimsCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Decide the sentences of claims and print the evidence for each.",
    discussion: """
      Without names all claims that say a sentence are decided. A claim about whole columns of \
      the table is decided by 'modelcheck check'.

      Exit status:
        0   each sentence comes out as its claim says
        10  some sentence does not
        20  unknown: something was not decided (time, memory, interruption)
        64  wrong usage: an unknown name or option
        65  errors in specs
        70  a defect of modelcheck
      """)

  @Argument(help: "Only these claims.")
  var names: [String] = []
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(help: "text or json.")
  var format = ClaimsFormat.text
  @Flag(help: "Tell the runs that are evidence.")
  var runs = false
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false
  @Option(help: "The most memory for states in MiB (default: 3/4 of what is free).")
  var memory: Int?
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Option(help: "How many searches run side by side (default: one a core).")
  var threads: Int?

  enum ClaimsFormat: String, ExpressibleByArgument, CaseIterable { case text, json }

  func validate() throws {
    try RunLimits.validate([
      ("--memory", memory), ("--timeout", timeout), ("--threads", threads),
    ])
  }

  func perform(on console: Console) async throws -> ExitStatus {
    let loaded = try SpecFiles.load(specs, console)
    let claims = try selected(loaded.specification)
    let assembly = Assembly(
      loaded.specification, try overrideOptions.overrides(loaded.names))
    let limits = RunLimits(memory: memory, timeout: timeout, threads: threads).limits(console)
    let verdicts = try await ClaimRun(assembly: assembly, limits: limits).run(claims)
    let style = Style(isASCII: ascii || !console.isUTF8)
    let report = ClaimReport(
      verdicts, loaded.specification, scope: assembly.scope(of: LitmusTest(name: "")),
      style: style, showsRuns: runs)
    switch format {
    case .text: try console.write(report.lines.joined(separator: "\n") + "\n")
    case .json:
      try console.write(report.json.published(ModelCheck.version).document(style))
    }
    return Self.status(of: verdicts)
  }

  /// The claims that are named, in the order of the specs.
  private func selected(_ specification: Specification) throws(Failure) -> [Claim] {
    let sentences = specification.claims.filter { !$0.readings.isEmpty }
    for name in names where specification.claims.contains(where: { $0.name == name }) {
      guard !sentences.contains(where: { $0.name == name }) else { continue }
      throw .usage("the claim '\(name)' is about whole columns: 'modelcheck check' decides it")
    }
    try KnownNames.require(names, "claim", among: sentences.map(\.name))
    guard !sentences.isEmpty else { throw .usage("the specs have no claim that says a sentence") }
    return sentences.filter { names.isEmpty || names.contains($0.name) }
  }

  private static func status(of verdicts: [ClaimVerdict]) -> ExitStatus {
    if verdicts.contains(where: \.isError) { return .specErrors }
    if verdicts.contains(where: { $0.agreement == .different }) { return .violated }
    return verdicts.contains { $0.unknown != nil } ? .unknown : .asExpected
  }
}
