import DaxModel
import SpecLanguage
import TransitionSystem

/// `Documentation/Library.md`, made of what the library and the specs say about themselves.
struct LibraryReference {
  let specification: Specification
  var page = Page()

  private var library: Fragment { specification.library.fragment }

  /// The whole page.
  static func text(_ specification: Specification) -> String {
    var reference = LibraryReference(specification: specification)
    reference.write()
    return reference.page.text
  }

  private mutating func write() {
    page.paragraph(Prose.head)
    writeTypes()
    writeState()
    writeOptions()
    writeCallables()
    writeEnvironment()
    writeKernels()
    writeWorkloads()
    writeProperties()
  }

  // MARK: The library

  private mutating func writeTypes() {
    page.heading("1. Sorts")
    page.paragraph(Prose.sorts)
    for sort in library.sorts {
      let names = (0..<3).map { sort.elementName($0) }.joined(separator: ", ")
      let order = sort.isOrdered ? "ordered sort" : "sort"
      page.entry("\(order) \(sort.name)", "\(names), …: \(Prose.sort(sort.name))")
    }
    page.heading("2. Enums")
    page.paragraph(Prose.enums)
    for variant in library.variants {
      page.entry("enum \(variant.name)", Prose.variant(variant.name))
      page.cases(variant.cases.map { ($0.isError ? "error " : "") + Self.text($0) })
    }
  }

  private static func text(_ item: VariantType.Case) -> String {
    guard !item.fields.isEmpty else { return item.name }
    let fields = item.fields.map { "\($0.type.description) \($0.name)" }
    return "\(item.name)(\(fields.joined(separator: ", ")))"
  }

  private mutating func writeState() {
    page.heading("3. State")
    page.paragraph(Prose.state)
    for variable in library.variables {
      let indices = variable.indices.map { "[\($0)]" }.joined()
      let partial = variable.isPartial ? "partial " : ""
      page.entry(
        "state \(partial)\(variable.type.description) \(variable.name)\(indices)",
        "\(variable.documentation). A crash \(afterCrash(variable.name)).")
    }
    page.heading("4. Locks")
    page.paragraph(Prose.locks)
    for lock in library.locks {
      let indices = lock.indices.map { "[\($0)]" }.joined()
      page.entry("lock \(lock.name)\(indices)", lock.documentation + ".")
    }
  }

  /// What a crash does to the variable, read off the environment action.
  private func afterCrash(_ name: String) -> String {
    let crash = library.environment.first { $0.name == "crash" }
    for case .write(let update, _) in crash?.body ?? [] where update.variable == name {
      if case .read(let origin, _)? = update.value { return "brings back `\(origin)`" }
      return "makes it \(PseudoCode([library]).text(update.value ?? .bool(false)))"
    }
    return "keeps it"
  }

  private mutating func writeOptions() {
    page.heading("5. Options and definitions")
    page.paragraph(Prose.options)
    write(options: library.options)
    for definition in library.definitions { write(definition) }
  }

  private mutating func write(options: [OptionDeclaration]) {
    let printer = PseudoCode([library])
    for option in options {
      page.entry(
        "option \(option.type.description) \(option.name) = \(printer.text(option.value))",
        option.documentation)
    }
  }

  private mutating func write(_ definition: Definition) {
    let parameters = Self.text(definition.parameters)
    page.entry("define \(definition.name)(\(parameters))", definition.documentation)
  }

  private mutating func writeCallables() {
    page.heading("6. Steps and routines")
    page.paragraph(Prose.steps)
    var groups: [String] = []
    for callable in library.callables where !groups.contains(Self.group(callable)) {
      groups.append(Self.group(callable))
    }
    for group in groups {
      page.subheading(Prose.group(group))
      for callable in library.callables where Self.group(callable) == group { write(callable) }
    }
  }

  /// The file that a step of the library stands in, without folder and ending.
  private static func group(_ callable: Callable) -> String {
    let file = callable.site?.file.split(separator: "/").last ?? ""
    return String(file.prefix { $0 != "." })
  }

  private mutating func write(_ callable: Callable) {
    let attributes = Callable.Attribute.allCases.filter { callable.attributes.contains($0) }
    var words = callable.isOverride ? ["override"] : []
    words += attributes.map(\.rawValue) + [callable.kind.rawValue]
    var signature = "\(callable.name)(\(Self.text(callable.parameters)))"
    if let type = callable.returns { signature += " -> \(type.description)" }
    page.entry(
      (words + [signature]).joined(separator: " "), Self.meaning(callable), events(callable),
      source: callable.source)
  }

  private static func meaning(_ callable: Callable) -> String {
    callable.documentation.isEmpty ? Prose.callable(callable.name) : callable.documentation
  }

  /// The events that it emits, in words.
  private func events(_ callable: Callable) -> String {
    var names: [String] = []
    for case .emit(let event, _, _) in callable.body.flattened where !names.contains(event) {
      names.append(event)
    }
    guard !names.isEmpty else { return "" }
    return "Emits " + names.map { "`\($0)`" }.joined(separator: ", ") + "."
  }

  private static func text(_ parameters: [Parameter]) -> String {
    parameters.map { "\($0.type.description) \($0.name)" }.joined(separator: ", ")
  }

  private mutating func writeEnvironment() {
    page.heading("7. Environment")
    page.paragraph(Prose.environment)
    for action in library.environment {
      let budget = action.budget.map { " budget \($0)" } ?? ""
      let ends = action.endsTasks ? " ends tasks" : ""
      page.entry(
        "environment \(action.name)(\(Self.text(action.parameters)))\(budget)\(ends)",
        action.documentation + ".", source: action.source)
    }
    page.heading("8. Events")
    page.paragraph(Prose.events)
    for event in library.events {
      page.entry("event \(event.name)(\(Self.text(event.parameters)))", event.documentation + ".")
    }
  }

  // MARK: The specs

  private mutating func writeKernels() {
    page.heading("9. Kernels")
    page.paragraph(Prose.kernels)
    let bases = specification.kernels.filter(\.isAbstract)
    for kernel in bases + specification.kernels.filter({ !$0.isAbstract }) {
      page.subheading("`\(kernel.name)`")
      let bases = kernel.extends.map { "`\($0)`" }.joined(separator: ", ")
      let extends = bases.isEmpty ? "" : ", extends \(bases)"
      let abstract = kernel.isAbstract ? ", abstract" : ""
      page.paragraph("\(kernel.title)\(abstract)\(extends). Source: \(kernel.source).")
      let printer = PseudoCode([library])
      let settings = kernel.settings.map { "`\($0.name) = \(printer.text($0.value))`" }
      if !settings.isEmpty { page.paragraph("Sets \(settings.joined(separator: ", ")).") }
      write(options: kernel.fragment.options)
      for definition in kernel.fragment.definitions { write(definition) }
      for kind in [Callable.Kind.syscall, .routine, .step] {
        for callable in kernel.fragment.callables where callable.kind == kind { write(callable) }
      }
    }
  }

  private mutating func writeWorkloads() {
    page.heading("10. Workloads")
    page.paragraph(Prose.workloads)
    for workload in specification.workloads {
      page.subheading("`\(workload.name)`")
      page.paragraph(workload.title.prefix(1).uppercased() + workload.title.dropFirst() + ".")
      for role in workload.roles { write(role) }
      for recipe in workload.recipes { write(recipe) }
    }
  }

  private mutating func write(_ role: Role) {
    let printer = PseudoCode([library])
    var words = ["\(role.count) \(role.count == 1 ? "task" : "tasks")"]
    if role.loops { words.append("any number of calls") }
    if let calls = role.calls { words.append("\(calls) calls") }
    if role.restarts { words.append("goes on after a crash") }
    let menu = role.menu.map { entry in
      let arguments = entry.arguments.map { $0.map(printer.text) ?? "any" }
      let optional = entry.isOptional ? "optional " : ""
      return "`\(optional)\(entry.callee)(\(arguments.joined(separator: ", ")))`"
    }
    page.entry(
      "role \(role.name)", words.joined(separator: ", ") + ": " + menu.joined(separator: ", ") + "."
    )
  }

  private mutating func writeProperties() {
    page.heading("11. Properties and observers")
    page.paragraph(Prose.properties)
    for property in specification.properties {
      let scope = property.scope.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
      let words = (property.isContested ? " Contested." : "") + (property.isAside ? " Aside." : "")
      let list = scope.isEmpty ? "" : "; " + scope.joined(separator: ", ")
      page.entry(
        property.name,
        "\(property.title).\(words) Workload `\(property.workload ?? "")`\(list).",
        source: property.source)
    }
    page.paragraph(Prose.observers)
    for observer in specification.observers {
      page.entry("observer \(observer.name)", observer.documentation + " " + observer.title + ".")
      for ghost in observer.fragment.variables {
        let indices = ghost.indices.map { "[\($0)]" }.joined()
        page.item("ghost \(ghost.type.description) \(ghost.name)\(indices)", ghost.documentation)
      }
    }
  }
}
