internal import TransitionSystem

/// What the names at some place of a spec mean.
struct Declarations {
  var sorts: [String: Sort] = [:]
  var variants: [String: VariantType] = [:]
  var variables: [String: StateVariable] = [:]
  var locks: [String: Lock] = [:]
  var options: [String: OptionDeclaration] = [:]
  var definitions: [String: Definition] = [:]
  var events: [String: Event] = [:]
  var callables: [String: Signature] = [:]
  var environment: [String: Signature] = [:]
  /// Names of callables of which there are several that do not agree.
  var disagreeing: [String: [SourceRange]] = [:]
  /// Names of callables of which all is told that is wrong: naming them is no further mistake.
  var settled: Set<String> = []
  /// Where texts declare things, by group and name; Swift declares the others.
  var places: [Key: SourceRange] = [:]

  /// What can be called, or happens by itself.
  struct Signature: Hashable {
    var kind: String
    var parameters: [Parameter]
    var returns: ValueType?
    var isUserVisible: Bool { kind == "syscall" || kind == "recipe" }

    /// `(file f, page p) -> result`.
    var description: String {
      let list = parameters.map { "\($0.type.description) \($0.name)" }.joined(separator: ", ")
      return "(\(list))" + (returns.map { " -> \($0.description)" } ?? "")
    }

    func agrees(with other: Signature) -> Bool {
      parameters.map(\.type) == other.parameters.map(\.type) && returns == other.returns
    }
  }

  /// Names that must differ from each other are of one group.
  enum Group: String, Hashable {
    case type
    case value
    case call
    case lock
    case environment
  }

  struct Key: Hashable {
    var group: Group
    var name: String
  }

  init() {}

  /// What a fragment declares; used for the library and for kernels that are checked already.
  init(_ fragment: Fragment) {
    for sort in fragment.sorts { sorts[sort.name] = sort }
    for variant in fragment.variants { variants[variant.name] = variant }
    for variable in fragment.variables { variables[variable.name] = variable }
    for lock in fragment.locks { locks[lock.name] = lock }
    for option in fragment.options { options[option.name] = option }
    for definition in fragment.definitions { definitions[definition.name] = definition }
    for event in fragment.events { events[event.name] = event }
    for callable in fragment.callables { callables[callable.name] = Signature(callable) }
    for action in fragment.environment {
      environment[action.name] = Signature(
        kind: "environment", parameters: action.parameters, returns: nil)
    }
  }

  /// Both together; where both declare a name, the other's counts.
  func merging(_ other: Declarations) -> Declarations {
    var result = self
    result.sorts.merge(other.sorts) { $1 }
    result.variants.merge(other.variants) { $1 }
    result.variables.merge(other.variables) { $1 }
    result.locks.merge(other.locks) { $1 }
    result.options.merge(other.options) { $1 }
    result.definitions.merge(other.definitions) { $1 }
    result.events.merge(other.events) { $1 }
    result.callables.merge(other.callables) { $1 }
    result.environment.merge(other.environment) { $1 }
    result.places.merge(other.places) { $1 }
    return result
  }

  /// What already has the name, in words: `a step`.
  func kind(of name: String, in group: Group) -> String? {
    switch group {
    case .type:
      if sorts[name] != nil { return "a sort" }
      return variants[name] == nil ? nil : "an enum"
    case .value:
      if let variable = variables[name] { return variable.role == .ghost ? "a ghost" : "state" }
      return options[name] == nil ? nil : "an option"
    case .call:
      if let signature = callables[name] { return "a \(signature.kind)" }
      if definitions[name] != nil { return "a definition" }
      return events[name] == nil ? nil : "an event"
    case .lock: return locks[name] == nil ? nil : "a lock"
    case .environment: return environment[name] == nil ? nil : "an environment action"
    }
  }
}

extension Declarations.Signature {
  init(_ callable: Callable) {
    self.init(
      kind: callable.kind.rawValue, parameters: callable.parameters, returns: callable.returns)
  }
}

/// The diagnostics of a run; the same mistake at the same place is told once.
final class DiagnosticLog {
  private(set) var diagnostics: [Diagnostic] = []
  private var seen: Set<Key> = []
  /// More would not be read; the checker stops when the log is full.
  private static let capacity = 1000
  var isFull: Bool { diagnostics.count >= Self.capacity }

  private struct Key: Hashable {
    var id: String
    var range: SourceRange
  }

  func report(_ diagnostic: Diagnostic) {
    guard !isFull, seen.insert(Key(id: diagnostic.id, range: diagnostic.range)).inserted else {
      return
    }
    diagnostics.append(diagnostic)
  }

  func report(_ others: [Diagnostic]) { others.forEach(report) }
}
