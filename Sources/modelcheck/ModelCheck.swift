import ArgumentParser

/// The command line: the only place that does input and output.
struct ModelCheck: Command {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "modelcheck",
    abstract: "Checks designs of kernel interfaces before they are merged.",
    discussion: ExitStatus.documentation,
    version: version,
    subcommands: [
      CheckCommand.self, ProveCommand.self, CertifyCommand.self, LitmusCommand.self,
      ClaimsCommand.self, PropertiesCommand.self,
      ReplayCommand.self, CompareCommand.self, ExploreCommand.self,
      GraphCommand.self, ExportCommand.self, ShowCommand.self, DocsCommand.self, NewCommand.self,
      FormatCommand.self, ManualCommand.self, BenchCommand.self,
    ])

  private static let overview = """
    modelcheck checks designs of kernel interfaces before they are merged.

    What you can do next:
      modelcheck check                    decide every property of every design in Specs/
      modelcheck check --design NAME      only one design, with its counterexamples
      modelcheck prove --design NAME      prove for every size what it keeps
      modelcheck certify FOLDER           check proofs with nothing of what found them
      modelcheck litmus                   run the litmus tests, print their final states
      modelcheck claims                   decide the sentences of claims, print the evidence
      modelcheck properties               what was asked, by whom, and which property states it
      modelcheck replay ID                print the counterexample that a table names
      modelcheck compare NAME NAME        what callers can see of one design and not of another
      modelcheck explore --design NAME    walk through its states, step by step
      modelcheck graph --design NAME      its reachable states, for Graphviz
      modelcheck export promela …         the same states for SPIN, Rumur or TLC
      modelcheck show NAME                a step, call, design or property as pseudo-C
      modelcheck docs -o FOLDER           pages about designs and what their calls come to
      modelcheck new design NAME          begin a design: a spec that checks, with comments
      modelcheck fmt FILE.kspec           lay out a spec
      modelcheck help check               all options
    """

  func perform(on console: Console) throws -> ExitStatus {
    try console.print(Self.overview)
    return .asExpected
  }
}
