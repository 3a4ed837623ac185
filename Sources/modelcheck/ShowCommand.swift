import ArgumentParser
import Checking
import Reporting
import SpecLanguage
import TransitionSystem

/// `modelcheck show`: what stands behind a name.
struct ShowCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print a step, routine, call, recipe, kernel, design, property or workload.",
    discussion: """
      Of a design or model, and of a call of a --design, it also prints what each call can return, \
      by what its position was, with the length of the shortest run that shows it.

      With --fragment it prints instead which properties of the design or model are in the \
      fragment that can be proved for every size, and for each of the others the place and the \
      construct that keep it out.
      """)

  @Argument(help: "The name.")
  var name: String
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []
  @Option(help: "The design or model in which a call is explored.")
  var design: String?
  @Option(help: "The kernel (default: the first of the design).")
  var kernel: String?
  @Option(help: "The variant (default: all).")
  var variant: String?
  @Flag(help: "Which properties of the design or model are in the provable fragment.")
  var fragment = false
  @OptionGroup var overrideOptions: OverrideOptions
  @Flag(help: "Only 7-bit characters; so without a UTF-8 locale.")
  var ascii = false

  func perform(on console: Console) async throws -> ExitStatus {
    let style = Style(isASCII: ascii || !console.isUTF8)
    let files = try SpecFiles.load(specs, console)
    let names = files.names
    try KnownNames.require(design.map { [$0] } ?? [], "design or model", among: names.designs)
    try KnownNames.require(kernel.map { [$0] } ?? [], "kernel", among: names.kernels)
    try KnownNames.require(variant.map { [$0] } ?? [], "variant", among: names.variants)
    let overrides = try overrideOptions.overrides(names)
    if fragment { return try await showFragment(files, overrides, style, console) }
    let columns = columns(files.specification)
    let listing = Listing(files: files, column: design == nil ? nil : columns.first)
    var texts = listing.texts(of: name)
    guard !texts.isEmpty else {
      throw KnownNames.unknown(name, "item", listing.names.sorted())
    }
    let limits = RunLimits().limits(console)
    var status = ExitStatus.asExpected
    for column in columns {
      for callable in calls(in: column, files.specification) {
        let outcomes = Outcomes(
          specification: files.specification, overrides: overrides, limits: limits,
          column: column, callable: callable)
        guard let table = try outcomes.table() else { continue }
        if !table.isComplete { status = .unknown }
        texts.append(table.lines(style).joined(separator: "\n") + "\n")
      }
    }
    try console.write(texts.map(style.plain).joined(separator: "\n"))
    return status
  }

  private func showFragment(
    _ files: SpecFiles, _ overrides: Overrides, _ style: Style, _ console: Console
  ) async throws -> ExitStatus {
    try KnownNames.require([name], "design or model", among: files.names.designs)
    guard design == nil else {
      throw Failure.usage("--fragment is about the design that is named, without --design")
    }
    let columns = columns(files.specification)
    let plan = Plan(
      files.specification, Selection(designs: [name], models: true), overrides)
    let listing = FragmentListing(
      assembly: Assembly(files.specification, overrides),
      searches: plan.searches.filter { columns.contains($0.column) },
      threads: RunLimits().limits(console).threads)
    let lines = await listing.lines()
    try console.write(lines.map(style.plain).joined(separator: "\n") + "\n")
    return .asExpected
  }

  /// Where calls are explored: in the design that is named by option or shown itself.
  private func columns(_ specification: Specification) -> [Column] {
    let isDesign = specification.designs.contains { $0.name == name }
    let isModel = specification.models.contains { $0.name == name }
    guard let chosen = design ?? (isDesign || isModel ? name : nil) else { return [] }
    let selection = Selection(
      kernels: kernel.map { [$0] } ?? [], designs: [chosen],
      variants: variant.map { [$0] } ?? [], models: variant == nil)
    let all = Plan.columns(specification, selection)
    return all.filter { $0.kernel == all.first?.kernel }
  }

  /// The call that is shown, or all calls of the design that is.
  private func calls(in column: Column, _ specification: Specification) -> [Callable] {
    let layers = specification.layers(of: column)
    let all = layers.flatMap(\.callables).filter { $0.kind == .syscall || $0.kind == .recipe }
    if column.design != name {
      return all.last { $0.name == name }.map { [$0] } ?? []
    }
    var seen: Set<String> = []
    let own = layers.last?.callables.map(\.name) ?? []
    return all.reversed().filter { own.contains($0.name) && seen.insert($0.name).inserted }
      .reversed()
  }
}
