import ArgumentParser
import Checking
import Explicit
import Exports
import Foundation
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck export`: the states of one search for another tool.
struct ExportCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the states and steps of one design for SPIN, Rumur or TLC.",
    discussion: """
      The system is that of the search for one property: its workload, its scope, and only what it \
      can see. The other tool finds as many states and transitions in it as modelcheck without \
      symmetry, and breaks the same properties: promela is for SPIN, murphi for Rumur, tla for \
      TLC. The first lines of the text say how to run it.

      A property that is reachable becomes one that is never so: a violation is its witness. An \
      undefined read is a violation of its own. What a property wants covered is not looked for, \
      nor are states without a step.

      Exit status:
        0   the text was written
        20  with --expect: not all states were visited in time
        64  wrong usage, or a system that the other notation does not have
        65  errors in specs
        74  the output could not be written
      """)

  @Argument(help: "promela, murphi or tla.")
  var notation: Notation
  @Argument(help: "Spec files or folders (default: Specs).")
  var paths: [String] = []
  @OptionGroup var selection: SelectionOptions
  @OptionGroup var overrideOptions: OverrideOptions
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the text to this file; for tla also a configuration beside it.", valueName: "file"))
  var output: String?
  @Flag(help: "Visit the states, too, and write what is to be expected into the text.")
  var expect = false
  @Option(help: "End a visit of the states after so many seconds.")
  var timeout: Int?

  enum Notation: String, CaseIterable, ExpressibleByArgument {
    case promela, murphi, tla

    /// The name of a file where none is given.
    var usualFile: String {
      switch self {
      case .promela: "system.pml"
      case .murphi: "system.m"
      case .tla: "System.tla"
      }
    }
  }

  func validate() throws { try RunLimits.validate([("--timeout", timeout)]) }

  func perform(on console: Console) throws -> ExitStatus {
    if let output { try prepare(output) }
    let files = try SpecFiles.load(paths, console)
    let overrides = try overrideOptions.overrides(files.names)
    let search = try OneSearch.only(try selection.plan(files, overrides), console)
    let (whole, scope) = try Assembly(files.specification, overrides).system(of: search)
    if let excess = ScopeEstimate(whole, scope).excess {
      throw Failure.usage("the scope is too large: \(excess)")
    }
    let system = Assembly.reduced(whole, of: search)
    let rules: RuleSystem
    do throws(ExportError) { rules = try RuleSystem(system, scope: scope) } catch {
      throw Failure.usage("this cannot be exported: \(error.message)")
    }
    var remarks = ExportRemarks(
      files: files, paths: paths, search: search, system: system, options: overrideOptions)
    var status = ExitStatus.asExpected
    if expect {
      let options = RunLimits(timeout: timeout, symmetry: false).limits(console).searchOptions
      let result = explore(system, scope: scope, options: options)
      remarks.expect(result)
      if result.outcome != .exhausted && result.specError == nil { status = .unknown }
    }
    try write(rules, remarks.lines, console)
    if status == .unknown { console.complain("note: not all states were visited") }
    return status
  }

  private func write(_ rules: RuleSystem, _ remarks: [String], _ console: Console) throws(Failure) {
    let file = output.map { URL(fileURLWithPath: $0).lastPathComponent } ?? notation.usualFile
    switch notation {
    case .promela: try write(rules.promela(remarks, file: file), console)
    case .murphi: try write(rules.murphi(remarks, file: file), console)
    case .tla:
      let name = RuleSystem.moduleName(Self.stem(file))
      let (module, configuration) = rules.tla(remarks, module: name)
      guard let output else {
        // A module ends at its last line; what follows is for people.
        try console.write(module + "\nThe configuration, \(name).cfg:\n\n" + configuration)
        return
      }
      try OutputFile.write(module, to: output)
      try OutputFile.write(configuration, to: Self.stem(output) + ".cfg")
    }
  }

  private func write(_ text: String, _ console: Console) throws(Failure) {
    if let output { try OutputFile.write(text, to: output) } else { try console.write(text) }
  }

  /// Makes sure that the files can be written, and that the tool will take them by their names.
  private func prepare(_ output: String) throws(Failure) {
    try OutputFile.prepare(output)
    guard notation == .tla else { return }
    let file = URL(fileURLWithPath: output).lastPathComponent
    let stem = Self.stem(file)
    guard file.hasSuffix(".tla"), RuleSystem.moduleName(stem) == stem else {
      throw .usage(
        "'\(file)' is no name of a TLA+ module: write letters and digits, as in Pmem.tla")
    }
    try OutputFile.prepare(Self.stem(output) + ".cfg")
  }

  /// A name without its last extension.
  private static func stem(_ file: String) -> String {
    guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
    return String(file[..<dot])
  }
}

/// What an exported text says of itself.
struct ExportRemarks {
  private(set) var lines: [String]

  init(
    files: SpecFiles, paths: [String], search: Plan.Search, system: TransitionSystem,
    options: OverrideOptions
  ) {
    let column = search.column
    lines = [
      "\(column.place)\(column.kernel == nil ? "" : ", workload \(search.workload)")",
      "properties: \(search.properties.joined(separator: ", "))",
    ]
    if let cell = search.cells.first {
      lines.append("scope: \(ScopeReport.words(cell, files.specification))")
    }
    if !options.settings.isEmpty {
      lines.append("options: \(options.settings.joined(separator: ", "))")
    }
    let specs = paths.isEmpty ? "Specs" : paths.joined(separator: " ")
    lines.append("written by modelcheck \(ModelCheck.version) from \(specs)")
    let checks = system.actions.flatMap(\.checks)
    let silent = system.properties.filter { property in
      property.kind == .stepwise
        && !checks.contains { $0.property == property.name && $0.kind == .require }
    }
    if !silent.isEmpty {
      lines.append(
        "these demand nothing of states and steps, and are not in this text: "
          + silent.map(\.name).joined(separator: ", "))
    }
  }

  /// Adds what modelcheck has found.
  mutating func expect(_ result: SearchResult) {
    lines.append("")
    let counts =
      "\(result.distinctStates) states and \(result.generatedTransitions) transitions"
    switch result.outcome {
    case .exhausted: lines.append("modelcheck finds \(counts)")
    case .stopped(let reason): lines.append("modelcheck has seen \(counts): \(reason.words)")
    }
    let broken = result.violations.keys.sorted()
    if !broken.isEmpty { lines.append("violated: \(broken.joined(separator: ", "))") }
    let reached = result.witnesses.keys.sorted()
    if !reached.isEmpty { lines.append("reached: \(reached.joined(separator: ", "))") }
    if broken.isEmpty && reached.isEmpty && result.outcome == .exhausted {
      lines.append("nothing is violated")
    }
  }
}
