internal import TransitionSystem

/// Kernels and designs.
extension SpecificationChecker {
  /// Kernels are checked after those that they extend; a kernel that extends itself is reported.
  func checkKernels() {
    let kernels = items(.kernel)
    let positions = Dictionary(zip(kernels.map(\.name.text), kernels.indices)) { first, _ in first }
    let parents = kernels.map { kernel -> [Int] in
      guard let parent = kernel.parent else { return [] }
      if let found = positions[parent.text] { return [found] }
      let near = Suggestion.nearest(to: parent.text, among: names(.kernel))
      log.report(.unknownItem("kernel", parent, near: near))
      return []
    }
    let search = CycleSearch(successors: parents)
    for edge in search.closingEdges {
      if let parent = kernels[edge.node].parent { log.report(.cyclicExtends(parent)) }
    }
    let checked = search.finished.map { ($0, kernel(kernels[$0])) }
    specification.kernels = checked.sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func kernel(_ item: ItemSyntax) -> Kernel {
    let name = item.name.text
    // A base that is not checked yet is part of a cycle; then only the library is known.
    let base = item.parent.flatMap { kernelContexts[$0.text] } ?? library
    let checker = FragmentChecker(.kernel, name, inherited: base, sources: sources, log: log)
    checker.check(item.members)
    let parent = item.parent.flatMap { kernelContexts[$0.text] == nil ? nil : $0.text }
    var graph = parent.flatMap { callGraphs[$0] } ?? libraryGraph
    graph.addLayer(checker.fragment.callables, checker.calls)
    reportRecursion(graph, to: log)
    kernelContexts[name] = checker.declarations
    callGraphs[name] = graph
    let (title, source) = texts(item.members)
    return Kernel(
      name: name, title: title, source: source, isAbstract: item.isAbstract, extends: parent,
      fragment: checker.fragment, settings: settings(item.members, checker),
      site: site(item.name.range), documentation: item.documentation)
  }

  private var libraryGraph: CallGraph {
    var graph = CallGraph()
    graph.addLibrary(specification.library.fragment)
    return graph
  }

  func reportRecursion(_ graph: CallGraph, to log: DiagnosticLog) {
    for call in graph.recursiveCalls() {
      if let range = call.range { log.report(.recursiveCall(call.callee, range)) }
    }
  }

  func checkDesigns() {
    for item in items(.design) { specification.designs.append(design(item)) }
  }

  /// The kernels that a design or litmus test is on; all that are not abstract, if it names none.
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
      if kernel.isAbstract { log.report(.abstractKernel(name)) }
      if found.contains(name.text) {
        log.report(.duplicateName(name, kind: "a kernel of the \(item.kind.rawValue)", notes: []))
      } else if !kernel.isAbstract {
        found.append(name.text)
      }
    }
    return found
  }

  /// A design is checked on each of its kernels; what is lowered on the first one counts, and the
  /// others must agree with it.
  private func design(_ item: ItemSyntax) -> Design {
    let kernels = kernels(of: item)
    var logs: [(kernel: String, log: DiagnosticLog)] = []
    var design: Design?
    for kernel in kernels.isEmpty ? [""] : kernels {
      let ownLog = DiagnosticLog()
      let base = kernelContexts[kernel] ?? library
      let checker = FragmentChecker(
        .design, item.name.text, inherited: base, sources: sources, log: ownLog)
      checker.check(item.members)
      if !checker.calls.isEmpty {
        var graph = callGraphs[kernel] ?? libraryGraph
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
