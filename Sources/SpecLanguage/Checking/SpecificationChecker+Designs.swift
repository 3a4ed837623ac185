internal import TransitionSystem

/// Designs, and the kernels that items are on.
extension SpecificationChecker {
  func checkDesigns() {
    for item in items(.design) { specification.designs.append(design(item)) }
  }

  /// The kernels that a design or litmus test is on; all that are not abstract, if it names none.
  ///
  /// An abstract kernel stands for those that extend it.
  func kernels(of item: ItemSyntax) -> [String] {
    guard !item.kernels.isEmpty else {
      return specification.kernels.filter { !$0.isAbstract }.map(\.name)
    }
    var found: [String] = []
    for name in item.kernels {
      guard let kernel = specification.kernels.first(where: { $0.name == name.text }) else {
        let near = Suggestion.nearest(to: name.text, among: names(.kernel))
        log.report(.unknownItem("kernel", name, near: near))
        continue
      }
      let meant = kernel.isAbstract ? extending(kernel.name) : [kernel.name]
      if meant.isEmpty { log.report(.abstractKernel(name)) }
      if !meant.isEmpty && meant.allSatisfy(found.contains) {
        log.report(.duplicateName(name, kind: "a kernel of the \(item.kind.rawValue)", notes: []))
      }
      found = (found + meant).distinct
    }
    return found
  }

  /// The kernels that stand on an abstract one and are not abstract.
  private func extending(_ base: String) -> [String] {
    specification.kernels.map(\.name).filter { name in
      let chain = specification.chain(of: name)
      return chain.last?.isAbstract == false && chain.contains { $0.name == base }
    }
  }

  /// A design is checked on each of its kernels; what is lowered on the first one counts, and the
  /// others must agree with it.
  private func design(_ item: ItemSyntax) -> Design {
    let kernels = kernels(of: item)
    var logs: [(kernel: String, log: DiagnosticLog)] = []
    var design: Design?
    for kernel in kernels.isEmpty ? [""] : kernels {
      let ownLog = DiagnosticLog()
      let base = checkedKernels[kernel]?.whole.declarations ?? library
      let checker = FragmentChecker(
        .design, item.name.text, inherited: base, sources: sources, log: ownLog)
      checker.check(item.members)
      if !checker.calls.isEmpty {
        var graph = checkedKernels[kernel]?.whole.graph ?? libraryGraph
        graph.addLayer(checker.fragment.callables, checker.calls)
        reportRecursion(graph, to: ownLog)
      }
      let lowered = lowered(item, kernels, checker)
      if let first = design, let kernelName = kernels.first, !ownLog.diagnostics.hasErrors,
        first.fragment != lowered.fragment || first.settings != lowered.settings
      {
        log.report(.kernelsDisagree(item.name, kernelName, kernel))
      }
      design = design ?? lowered
      if designContexts[item.name.text] == nil {
        designContexts[item.name.text] = checker.declarations
      }
      logs.append((kernel, ownLog))
    }
    merge(logs)
    return design ?? Design(name: item.name.text)
  }

  private func lowered(
    _ item: ItemSyntax, _ kernels: [String], _ checker: FragmentChecker
  ) -> Design {
    let (title, source) = texts(item.members)
    var design = Design(
      name: item.name.text, title: title, source: source, kernels: kernels,
      fragment: checker.fragment, settings: settings(item.members, checker),
      site: site(item.name.range), documentation: item.documentation)
    for case .variant(let syntax) in item.members.map(\.kind) {
      if design.variants.contains(where: { $0.name == syntax.name.text }) {
        checker.report(.duplicateName(syntax.name, kind: "a variant", notes: []))
        continue
      }
      design.variants.append(
        Design.Variant(
          name: syntax.name.text, title: syntax.title?.text ?? "",
          source: syntax.source?.text ?? "", settings: checker.settings(syntax.settings),
          expectations: [], site: site(syntax.name.range)))
    }
    return design
  }

  /// Tells each mistake once, and on which kernels it is one if not on all.
  private func merge(_ logs: [(kernel: String, log: DiagnosticLog)]) {
    struct Key: Hashable {
      var id: String
      var range: SourceRange
    }
    var places: [Key: [String]] = [:]
    for (kernel, log) in logs {
      for diagnostic in log.diagnostics {
        places[Key(id: diagnostic.id, range: diagnostic.range), default: []].append(kernel)
      }
    }
    for diagnostic in logs.flatMap(\.log.diagnostics) {
      var diagnostic = diagnostic
      let kernels = places[Key(id: diagnostic.id, range: diagnostic.range)] ?? []
      if kernels.count < logs.count {
        let list = kernels.map { "\"\($0)\"" }.joined(separator: ", ")
        diagnostic.notes.append(.init("on \(list) only"))
      }
      log.report(diagnostic)
    }
  }
}
