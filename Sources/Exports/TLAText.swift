import TransitionSystem

extension RuleSystem {
  /// The system for TLC: a module and its configuration.
  ///
  /// - Parameters:
  ///   - remarks: Where it comes from: the first lines of the module.
  ///   - module: The name of the module, and of its file without `.tla`.
  /// - Returns: The text of the module, and of its configuration.
  package func tla(_ remarks: [String], module: String) -> (module: String, configuration: String) {
    let text = TLAText(self, module)
    return (text.module(remarks), text.configuration())
  }

  /// The name of a module that a file of this name can hold.
  package static func moduleName(_ file: String) -> String {
    var identifiers = Identifiers(reserved: [])
    return identifiers.add(file)
  }
}

/// Writes TLA+.
private struct TLAText {
  private let system: RuleSystem
  private let terms: TermText
  private let name: String
  /// The definitions of the rules' steps, of their guards, and of the invariants.
  private let actions: [String]
  private var definitions: [Definition] = []
  private let initial: String
  private let next: String
  private let specification: String
  private let all: String
  /// A bound name of its own.
  private let place: String
  /// Names for a variable after the first, the second, … of its assignments.
  private let stages: [String]

  /// A definition of an invariant.
  private struct Definition {
    var name: String
    var text: String
    var remark: String
  }

  init(_ system: RuleSystem, _ module: String) {
    self.system = system
    name = module
    var identifiers = Identifiers(reserved: Self.reserved + [module])
    var terms = TermText(
      notation: .tla, variables: system.variables.map { identifiers.add($0.name) })
    place = identifiers.add("place")
    initial = identifiers.add("Init")
    next = identifiers.add("Next")
    specification = identifiers.add("Spec")
    all = identifiers.add("vars")
    let most = system.rules.map { $0.assignments.flatMap { $0.grounded([:]) }.count }.max() ?? 0
    stages = (0..<most).map { identifiers.add("after\($0 + 1)") }
    actions = system.rules.map { identifiers.add("Do_\($0.name)") }
    // A bound name must not be one of the module's, so they come after the others.
    for name in system.boundNames { terms.bound[name] = identifiers.add(name) }
    self.terms = terms
    define(&identifiers)
  }

  private mutating func define(_ identifiers: inout Identifiers) {
    for rule in system.rules {
      if rule.isDefined != .truth(true) {
        add(
          .forAll(rule.parameters, rule.isDefined), "Defined_\(rule.name)",
          "no error of the spec in \(rule.name)", &identifiers)
      }
      for demand in rule.demands {
        let condition = Term.implication(rule.guardTerm, demand.condition)
        guard condition != .truth(true) else { continue }
        add(
          .forAll(rule.parameters, condition), "Demand_\(demand.property)",
          "what \(demand.property) demands of \(rule.name)", &identifiers)
      }
    }
    for invariant in system.invariants {
      if invariant.isDefined != .truth(true) {
        add(
          invariant.isDefined, "Defined_\(invariant.property)",
          "no error of the spec in \(invariant.property)", &identifiers)
      }
      let prefix = invariant.isWitness ? "Never" : "Always"
      add(
        invariant.condition, "\(prefix)_\(invariant.property)",
        invariant.isWitness
          ? "\(invariant.property): a violation is what is looked for" : invariant.property,
        &identifiers)
    }
  }

  private mutating func add(
    _ term: Term, _ name: String, _ remark: String, _ identifiers: inout Identifiers
  ) {
    definitions.append(
      Definition(name: identifiers.add(name), text: terms.whole(term), remark: remark))
  }

  func configuration() -> String {
    (["SPECIFICATION \(specification)", "CHECK_DEADLOCK FALSE"]
      + definitions.map { "INVARIANT \($0.name)" }).joined(separator: "\n") + "\n"
  }

  func module(_ remarks: [String]) -> String {
    let commands = [
      "", "To run it, with \(name).cfg beside it:", "  java -jar tla2tools.jar \(name).tla",
      "Distinct states are those of modelcheck without symmetry. States generated are its",
      "transitions and the initial state; the run ends with the first violation.",
    ]
    var lines = ["---- MODULE \(name) ----"]
    lines += (remarks + commands).map { "\\* \($0.asRemark)".trimmedEnd }
    lines += ["EXTENDS Integers", ""]
    for (variable, name) in zip(system.variables, terms.variables) {
      lines.append("VARIABLE \(name)" + (variable.shortLegend.map { "  \\* \($0)" } ?? ""))
    }
    lines.append("\(all) == <<\(terms.variables.joined(separator: ", "))>>")
    lines += ["", "\(initial) =="] + initialState()
    for (rule, action) in zip(system.rules, actions) { lines += step(rule, action) }
    lines += ["", "\(next) =="] + steps()
    lines += ["", "\(specification) == \(initial) /\\ [][\(next)]_\(all)"]
    for definition in definitions {
      lines += ["", "\\* \(definition.remark.asRemark)"]
      lines.append("\(definition.name) == \(definition.text)")
    }
    lines.append("====")
    return lines.joined(separator: "\n") + "\n"
  }

  private func initialState() -> [String] {
    if system.variables.isEmpty { return ["  TRUE"] }
    return zip(system.variables, terms.variables).map { variable, name in
      guard variable.isArray else { return "  /\\ \(name) = \(variable.initial.first ?? 0)" }
      let contents = variable.initial
      let domain = "\(place) \\in 0..\(contents.count - 1)"
      if Set(contents).count == 1 { return "  /\\ \(name) = [\(domain) |-> \(contents[0])]" }
      let list = contents.map(String.init).joined(separator: ", ")
      return "  /\\ \(name) = [\(domain) |-> <<\(list)>>[\(place) + 1]]"
    }
  }

  private func step(_ rule: RuleSystem.Rule, _ action: String) -> [String] {
    let names = rule.parameters.map(terms.name)
    let head = names.isEmpty ? action : "\(action)(\(names.joined(separator: ", ")))"
    var lines = ["", "\\* \(rule.name.asRemark)", "\(head) =="]
    lines.append("  /\\ \(terms.whole(rule.guardTerm))")
    let assignments = rule.assignments.flatMap { $0.grounded([:]) }
    for variable in system.variables.indices {
      let mine = assignments.filter { $0.variable == variable }
      if !mine.isEmpty { lines.append("  /\\ \(terms.variables[variable])' = \(value(mine))") }
    }
    let changed = Set(assignments.map(\.variable))
    let others = system.variables.indices.filter { !changed.contains($0) }
    if !others.isEmpty {
      let names = others.map { terms.variables[$0] }.joined(separator: ", ")
      lines.append("  /\\ UNCHANGED <<\(names)>>")
    }
    return lines
  }

  /// What a variable becomes: all parts read the state before the step, and the last one wins.
  private func value(_ assignments: [RuleSystem.Assignment]) -> String {
    guard let first = assignments.first else { return "" }
    var result = terms.variables[first.variable]
    var definitions: [String] = []
    for (number, assignment) in assignments.enumerated() {
      var changed = terms.whole(assignment.value)
      if let index = assignment.index {
        changed = "[\(result) EXCEPT ![\(terms.whole(index))] = \(changed)]"
      }
      if assignment.condition != .truth(true) {
        changed = "IF \(terms.whole(assignment.condition)) THEN \(changed) ELSE \(result)"
      }
      if assignments.count == 1 { return changed }
      definitions.append("\(stages[number]) == \(changed)")
      result = stages[number]
    }
    let indent = "\n         "
    return "LET" + definitions.map { indent + $0 }.joined() + "\n     IN \(result)"
  }

  private func steps() -> [String] {
    let lines = zip(system.rules, actions).compactMap { rule, action -> String? in
      if rule.guardTerm == .truth(false) { return nil }
      guard !rule.parameters.isEmpty else { return "  \\/ \(action)" }
      let ranges = rule.parameters.map { "\(terms.name($0)) \\in \(terms.range($0))" }
      let names = rule.parameters.map(terms.name).joined(separator: ", ")
      return "  \\/ \\E \(ranges.joined(separator: ", ")) : \(action)(\(names))"
    }
    return lines.isEmpty ? ["  FALSE"] : lines
  }

  /// The words of TLA+, and what the module Integers defines.
  private static let reserved = """
    assume assumption axiom boolean by case choose constant constants corollary def define defs \
    domain else enabled except extends false have hide if in instance lambda lemma let local \
    module new obvious omitted only other pick proof proposition prove qed recursive sf_ state \
    step string subset suffices take temporal then theorem true unchanged union use variable \
    variables wf_ with witness nat int real infinity print printt assert
    """.split(separator: " ").map(String.init)
}
