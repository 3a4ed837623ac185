package import TransitionSystem

/// Parses and checks all files of a run against a library.
///
/// Never throws and never traps: whatever is wrong is a diagnostic, and the specification then
/// holds what could be understood. It may be used only if there are no errors.
package func check(
  _ sources: [SourceText], library: MechanismLibrary
) -> (Specification, [Diagnostic]) {
  let checker = SpecificationChecker(sources: sources, library: library)
  checker.run()
  let specification = checker.specification
  return (specification, checker.log.diagnostics.sorted(by: Diagnostic.areInOrder))
}

/// The state of a check of all files.
///
/// Items refer to each other by name, so they are checked in the order of their dependence: kernels
/// (bases first), designs, then what watches them from outside.
final class SpecificationChecker {
  let sources: [SourceText]
  let library: Declarations
  let log = DiagnosticLog()
  var specification: Specification
  var items: [ItemSyntax] = []
  /// The positions of items by kind and name.
  private var itemIndex: [ItemSyntax.Kind: [String: Int]] = [:]
  /// The kernels that are checked, by name.
  var checkedKernels: [String: CheckedKernel] = [:]
  /// What each design's texts may name on its first kernel.
  var designContexts: [String: Declarations] = [:]
  /// What is visible from outside: to properties, observers and workloads.
  var interface = Declarations()
  /// The ghosts and definitions of each observer, with those that it uses.
  var observerContexts: [String: Declarations] = [:]

  /// What the library, all kernels and all designs declare; to be asked when these are checked.
  private(set) lazy var allDeclared = declaring.reduce(Declarations()) {
    $0.merging(Declarations($1))
  }

  /// The library, and the kernels and designs that are checked.
  var declaring: [Fragment] {
    [specification.library.fragment] + specification.kernels.map(\.fragment)
      + specification.designs.map(\.fragment)
  }

  /// Each design is checked on each kernel, so their numbers are bounded.
  private static let mostItems = 128

  init(sources: [SourceText], library: MechanismLibrary) {
    self.sources = sources
    self.library = Declarations(library.fragment)
    specification = Specification(library: library)
  }

  func run() {
    for (number, source) in sources.enumerated() {
      let (file, diagnostics) = Parser.parse(source, file: number)
      items += file.items
      log.report(diagnostics)
    }
    reportDuplicates()
    checkKernels()
    checkDesigns()
    makeInterface()
    checkWorkloads()
    checkObservers()
    for item in items(.property) {
      if let property = property(item, inherited: interface) {
        specification.properties.append(property)
      }
    }
    for item in items(.model) { checkModel(item) }
    checkExpectations()
    for item in items(.litmus) { checkLitmus(item) }
    for item in items(.claim) { checkClaim(item) }
    for item in items(.bug) { checkBug(item) }
    for item in items(.requirement) { checkRequirement(item) }
    for item in items(.situation) { checkSituation(item) }
  }

  func items(_ kind: ItemSyntax.Kind) -> [ItemSyntax] { items.filter { $0.kind == kind } }

  func item(_ kind: ItemSyntax.Kind, named name: String) -> ItemSyntax? {
    itemIndex[kind]?[name].map { items[$0] }
  }

  /// The names of all items of a kind.
  func names(_ kind: ItemSyntax.Kind) -> [String] { items(kind).map(\.name.text) }

  /// Keeps the first of the items of one kind that have one name.
  ///
  /// Observers and properties both own handlers, so they must have different names, too.
  private func reportDuplicates() {
    var seen: [String: SourceRange] = [:]
    var unique: [ItemSyntax] = []
    for item in items {
      let group = item.kind == .observer ? ItemSyntax.Kind.property : item.kind
      let key = "\(group.rawValue) \(item.name.text)"
      if let first = seen[key] {
        let note = Diagnostic.Note("the first one is here", at: first)
        log.report(.duplicateName(item.name, kind: "a \(group.rawValue)", notes: [note]))
        continue
      }
      seen[key] = item.name.range
      let count = itemIndex[item.kind]?.count ?? 0
      if count >= Self.mostItems, [.kernel, .design].contains(item.kind) {
        log.report(.tooManyItems(item.kind.rawValue, Self.mostItems, item.name.range))
        continue
      }
      itemIndex[item.kind, default: [:]][item.name.text] = unique.count
      unique.append(item)
    }
    items = unique
  }

  func site(_ range: SourceRange) -> SourceSite? {
    guard sources.indices.contains(range.file) else { return nil }
    return sources[range.file].site(of: range.lower)
  }

  /// The title and the source that an item gives.
  func texts(_ members: [MemberSyntax]) -> (title: String, source: String) {
    var title: Name?
    var source: Name?
    for member in members {
      switch member.kind {
      case .title(let text):
        if title != nil { log.report(.duplicateText("title", member.range)) }
        title = title ?? text
      case .source(let text):
        if source != nil { log.report(.duplicateText("source", member.range)) }
        source = source ?? text
      case .sort, .enumeration, .state, .lock, .option, .settings, .define, .event, .callable,
        .environment, .initialization, .property, .role, .scope, .uses, .workload, .handler,
        .demand, .fairness, .contested, .variant, .expect, .claimed, .claim, .bug, .litmus,
        .requirement, .aside:
        break
      }
    }
    return (title?.text ?? "", source?.text ?? "")
  }

  /// All settings of an item; what is set twice is a mistake.
  func settings(_ members: [MemberSyntax], _ checker: FragmentChecker) -> [OptionSetting] {
    let written = members.flatMap { member -> [SettingSyntax] in
      if case .settings(let settings) = member.kind { return settings }
      return []
    }
    return checker.settings(written)
  }
}
