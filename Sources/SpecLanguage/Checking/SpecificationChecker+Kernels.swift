internal import TransitionSystem

/// Kernels.
extension SpecificationChecker {
  /// Kernels are checked after those that they extend; a kernel that extends itself is reported.
  func checkKernels() {
    let kernels = items(.kernel)
    let positions = Dictionary(zip(kernels.map(\.name.text), kernels.indices)) { first, _ in first }
    let edges = kernels.map { known($0.parents, positions) }
    let search = CycleSearch(successors: edges.map { $0.map(\.position) })
    for edge in search.closingEdges {
      log.report(.cyclicExtends(edges[edge.node][edge.successor].name))
    }
    let checked = search.finished.map { ($0, kernel(kernels[$0])) }
    specification.kernels = checked.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The kernels of these names that exist; the others are reported.
  private func known(
    _ names: [Name], _ positions: [String: Int]
  ) -> [(name: Name, position: Int)] {
    var found: [(name: Name, position: Int)] = []
    for name in names {
      guard let position = positions[name.text] else {
        let near = Suggestion.nearest(to: name.text, among: self.names(.kernel))
        log.report(.unknownItem("kernel", name, near: near))
        continue
      }
      if found.contains(where: { $0.position == position }) {
        log.report(.duplicateName(name, kind: "a kernel to extend", notes: []))
      } else {
        found.append((name, position))
      }
    }
    return found
  }

  private func kernel(_ item: ItemSyntax) -> Kernel {
    let name = item.name.text
    // A base that is not checked yet is part of a cycle; then only the others are known.
    let parents = item.parents.map(\.text).distinct.filter { checkedKernels[$0] != nil }
    var base = CheckedKernel.Base(declarations: library, graph: libraryGraph)
    if let first = parents.first.flatMap({ checkedKernels[$0] }) { base = first.whole }
    for other in ancestors(of: parents.dropFirst(), after: parents.first) {
      base = together(other, on: base, of: item.name)
    }
    let checker = FragmentChecker(
      .kernel, name, inherited: base.declarations, sources: sources, log: log)
    checker.check(item.members)
    base.graph.addLayer(checker.fragment.callables, checker.calls)
    reportRecursion(base.graph, to: log)
    base.declarations = checker.declarations
    let (title, source) = texts(item.members)
    let kernel = Kernel(
      name: name, title: title, source: source, isAbstract: item.isAbstract, extends: parents,
      fragment: checker.fragment, settings: settings(item.members, checker),
      site: site(item.name.range), documentation: item.documentation)
    specification.kernels.append(kernel)
    checkedKernels[name] = CheckedKernel(item: item, kernel: kernel, whole: base)
    return kernel
  }

  /// What some kernels stand on, themselves included, without what the first one has already.
  private func ancestors(
    of names: ArraySlice<String>, after first: String?
  ) -> [CheckedKernel] {
    let present = first.map { specification.chain(of: $0).map(\.name) } ?? []
    let all = names.flatMap { specification.chain(of: $0).map(\.name) }.distinct
    return all.filter { !present.contains($0) }.compactMap { checkedKernels[$0] }
  }

  /// A kernel, checked already by itself, on another base: names may meet there.
  private func together(
    _ other: CheckedKernel, on base: CheckedKernel.Base, of name: Name
  ) -> CheckedKernel.Base {
    let ownLog = DiagnosticLog()
    let checker = FragmentChecker(
      .kernel, other.kernel.name, inherited: base.declarations, sources: sources, log: ownLog)
    checker.check(other.item.members)
    if ownLog.diagnostics.hasErrors, !log.diagnostics.hasErrors {
      for var diagnostic in ownLog.diagnostics {
        diagnostic.notes.append(.init("where \"\(name.text)\" extends both", at: name.range))
        log.report(diagnostic)
      }
    } else if checker.fragment != other.kernel.fragment {
      log.report(.kernelDiffers(other.kernel.name, in: name))
    }
    var result = base
    result.graph.addLayer(checker.fragment.callables, checker.calls)
    result.declarations = checker.declarations
    return result
  }

  var libraryGraph: CallGraph {
    var graph = CallGraph()
    graph.addLibrary(specification.library.fragment)
    return graph
  }

  func reportRecursion(_ graph: CallGraph, to log: DiagnosticLog) {
    for call in graph.recursiveCalls() {
      if let range = call.range { log.report(.recursiveCall(call.callee, range)) }
    }
  }
}

/// A kernel whose text has been checked.
struct CheckedKernel {
  var item: ItemSyntax
  var kernel: Kernel
  /// What stands above it may name and call: the library, what it extends, and itself.
  var whole: Base

  struct Base {
    var declarations: Declarations
    var graph: CallGraph
  }
}
