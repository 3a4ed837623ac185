import ArgumentParser
import Certificates
import Checking
import Proving
import Reporting

/// `modelcheck certify`: proofs against the specs of today, with nothing of what found them.
struct CertifyCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "certify",
    abstract: "Check certificates, or a store of proofs, against the specs.",
    discussion: """
      All certificates below the folder are checked: the model is made again from the specs, the \
      conditions again from the model, and each is put to Z3, and to cvc5 where it is installed. \
      Of a store, as in Specs/certificates, each invariant and each run is checked.

      \(ExitStatus.certificates)
      """)

  @Argument(help: "A folder with certificates, or a store of proofs.")
  var folder: String
  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @Flag(inversion: .prefixedNo, help: "Ask cvc5, too (default: if it is installed).")
  var cvc5: Bool?
  @Flag(help: "Derive each condition a second time from the specs, and compare.")
  var translateTwice = false
  @Flag(help: "Look also for actions that can never happen and for clauses that are not needed.")
  var notes = false
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false
  @Option(help: "End with what is known after so many seconds.")
  var timeout: Int?
  @Option(help: "How many certificates are checked side by side (default: one a core).")
  var threads: Int?

  func validate() throws {
    try RunLimits.validate([("--timeout", timeout), ("--threads", threads)])
  }

  func perform(on console: Console) async throws -> ExitStatus {
    guard SpecFiles.isFolder(folder) else { throw Failure.usage("there is no folder '\(folder)'") }
    let solver = cvc5 == false ? nil : ExternalProgram("cvc5")
    if cvc5 == true, solver == nil { throw Failure.usage("the program 'cvc5' is not installed") }
    let files = try SpecFiles.load(paths, console)
    let limits = RunLimits(timeout: timeout, threads: threads).limits(console)
    let assembly = Assembly(files.specification, Overrides())
    let run = CertifyRun(
      assembly: assembly,
      plan: Plan(files.specification, Selection(), Overrides()), folder: ProofFiles(folder),
      cvc5: solver, translatesTwice: translateTwice, listsNotes: notes, limits: limits,
      samples: SearchSamples(assembly, limits))
    let reports = try await run.reports()
    guard !reports.isEmpty else {
      throw Failure.usage("there is no certificate and no proof in '\(folder)'")
    }
    let style = Style(isASCII: ascii || !console.isUTF8)
    let lines = reports.flatMap(\.lines) + [CertifyRun.Report.summary(reports)]
    try console.write(lines.map(style.plain).joined(separator: "\n") + "\n")
    if reports.contains(where: { $0.outcome == .rejected }) { return .violated }
    return reports.contains { $0.outcome != .accepted } ? .unknown : .asExpected
  }
}
