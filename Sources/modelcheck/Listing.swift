import Checking
import SpecLanguage
import TransitionSystem

/// What the specs and the library have under a name, as text.
struct Listing {
  let files: SpecFiles
  /// Only what counts in this column; nil: everything.
  var column: Column?
  private var specification: Specification { files.specification }

  /// A part of the specs that declares things.
  struct Owner {
    /// As in `kernel "linux-5.14"`; empty for the library.
    var title: String
    var fragment: Fragment
  }

  /// The library first, then kernels, designs, models, workloads and observers.
  var owners: [Owner] {
    let library = specification.library
    var owners = [Owner(title: "library \(library.name)", fragment: library.fragment)]
    owners += specification.kernels.filter { counts(kernel: $0.name) }
      .map { Owner(title: "kernel \"\($0.name)\"", fragment: $0.fragment) }
    owners += specification.designs.filter { counts(design: $0.name) }
      .map { Owner(title: "design \"\($0.name)\"", fragment: $0.fragment) }
    owners += specification.models.filter { counts(design: $0.name) }
      .map { Owner(title: "model \"\($0.name)\"", fragment: $0.fragment) }
    owners += specification.workloads.map { workload in
      var fragment = Fragment()
      fragment.callables = workload.recipes
      return Owner(title: "workload \"\(workload.name)\"", fragment: fragment)
    }
    owners += specification.observers.map {
      Owner(title: "observer \($0.name)", fragment: $0.fragment)
    }
    return owners
  }

  private func counts(kernel: String) -> Bool {
    guard let column else { return true }
    return column.kernel.map { specification.chain(of: $0).contains { $0.name == kernel } } ?? false
  }

  private func counts(design: String) -> Bool { column.map { $0.design == design } ?? true }

  /// Everything of this name, a text each.
  func texts(of name: String) -> [String] {
    let printer = PseudoCode(owners.map(\.fragment))
    var texts: [String] = []
    for owner in owners {
      for text in members(of: owner.fragment, name, printer) {
        texts.append("// \(owner.title)\(text.place)\n\(text.body)")
      }
    }
    let items = ItemText(sources: files.sources)
    for site in sites(of: name) {
      guard let text = items.text(at: site) else { continue }
      texts.append("// \(site.file):\(site.line)\n\(text)\n")
    }
    return texts
  }

  private struct Member {
    var place: String
    var body: String

    init(_ site: SourceSite?, _ body: String) {
      place = site.map { ", \($0.file):\($0.line)" } ?? ""
      self.body = body
    }
  }

  private func members(
    of fragment: Fragment, _ name: String, _ printer: PseudoCode
  ) -> [Member] {
    var found = fragment.callables.filter { $0.name == name }
      .map { Member($0.site, printer.text($0)) }
    found += fragment.environment.filter { $0.name == name }
      .map { Member($0.site, printer.text($0)) }
    found += fragment.definitions.filter { $0.name == name }
      .map { Member($0.site, printer.text($0)) }
    found += fragment.variables.filter { $0.name == name }
      .map { Member($0.site, printer.text($0)) }
    found += fragment.options.filter { $0.name == name }.map { option in
      let text = "option \(option.type.description) \(name) = \(printer.text(option.value));\n"
      let comment = option.documentation.isEmpty ? "" : "/// \(option.documentation)\n"
      return Member(option.site, comment + text)
    }
    found += fragment.variants.filter { $0.name == name }.map { variant in
      let cases = variant.cases.map { ($0.isError ? "error " : "") + Self.text($0) }
      return Member(nil, "enum \(name) { \(cases.joined(separator: ", ")) }\n")
    }
    return found
  }

  private static func text(_ item: VariantType.Case) -> String {
    guard !item.fields.isEmpty else { return item.name }
    let fields = item.fields.map { "\($0.type.description) \($0.name)" }
    return "\(item.name)(\(fields.joined(separator: ", ")))"
  }

  /// Where top-level items of the name stand.
  private func sites(of name: String) -> [SourceSite] {
    let kernels = specification.kernels.filter { $0.name == name }.map(\.site)
    let designs = specification.designs.filter { $0.name == name }.map(\.site)
    let models = specification.models.filter { $0.name == name }.map(\.site)
    let workloads = specification.workloads.filter { $0.name == name }.map(\.site)
    let observers = specification.observers.filter { $0.name == name }.map(\.site)
    let properties = specification.properties.filter { $0.name == name }.map(\.site)
    let own = specification.models.flatMap(\.properties).filter { $0.name == name }.map(\.site)
    let claims = specification.claims.filter { $0.name == name }.map(\.site)
    let requirements = specification.requirements.filter { $0.name == name }.map(\.site)
    let items = kernels + designs + models + workloads + observers + properties + own + claims
    return (items + requirements).compactMap { $0 }
  }

  /// Every name that can be shown, for "did you mean".
  var names: [String] {
    var names: [String] = []
    for fragment in owners.map(\.fragment) {
      names += fragment.callables.map(\.name) + fragment.environment.map(\.name)
      names += fragment.definitions.map(\.name) + fragment.variables.map(\.name)
      names += fragment.options.map(\.name) + fragment.variants.map(\.name)
    }
    names += specification.kernels.map(\.name) + specification.designs.map(\.name)
    names += specification.models.map(\.name) + specification.workloads.map(\.name)
    names += specification.observers.map(\.name) + specification.claims.map(\.name)
    names += specification.requirements.map(\.name)
    return names + files.names.properties
  }
}
