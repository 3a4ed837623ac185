import TransitionSystem

extension RuleSystem {
  /// The system for Rumur, in Murphi: rules in rulesets, and invariants.
  ///
  /// - Parameters:
  ///   - remarks: Where it comes from: the first lines of the text.
  ///   - file: The name of the file that it will be in.
  /// - Returns: The text.
  package func murphi(_ remarks: [String], file: String) -> String {
    MurphiText(self).text(remarks, file)
  }
}

/// Writes Murphi as Rumur reads it.
private struct MurphiText {
  private let system: RuleSystem
  private let terms: TermText
  /// The names of the variables' types.
  private let types: [String]
  /// The names of copies of the variables.
  private let copies: [String]

  init(_ system: RuleSystem) {
    self.system = system
    var identifiers = Identifiers(reserved: Self.reserved)
    var terms = TermText(
      notation: .murphi, variables: system.variables.map { identifiers.add($0.name) })
    for name in system.boundNames { terms.bound[name] = identifiers.add(name) }
    types = terms.variables.map { identifiers.add("\($0)_type") }
    copies = terms.variables.map { identifiers.add("old_\($0)") }
    self.terms = terms
  }

  func text(_ remarks: [String], _ file: String) -> String {
    var lines = heading(remarks, file)
    if !system.variables.isEmpty { lines.append("type") }
    for (variable, type) in zip(system.variables, types) {
      lines.append("  \(type): \(Self.type(variable));")
    }
    if !system.variables.isEmpty { lines.append("var") }
    for position in system.variables.indices {
      let legend = system.variables[position].shortLegend.map { "  -- \($0)" } ?? ""
      lines.append("  \(terms.variables[position]): \(types[position]);\(legend)")
    }
    lines += ["", "startstate begin"] + initialState() + ["end;", ""]
    for rule in system.rules { lines += self.rule(rule) }
    for invariant in system.invariants { lines += self.invariant(invariant) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ remarks: [String], _ file: String) -> [String] {
    let name = file.split(separator: ".").first.map(String.init) ?? file
    let lines =
      remarks + [
        "", "To run it:",
        "  rumur --value-type int32_t --symmetry-reduction off --deadlock-detection off "
          + "-o \(name).c \(file)",
        "  gcc -O3 -march=native -o \(name) \(name).c -lpthread && ./\(name)",
        "States and rules fired are those of modelcheck without symmetry, if nothing is violated:",
        "the run ends with the first violation. Rumur's own choice of a value type has no negative",
        "numbers where only differences are negative.",
      ]
    return lines.map { "-- \($0.asRemark)".trimmedEnd } + [""]
  }

  private static func type(_ variable: RuleSystem.Variable) -> String {
    let contents = "0..\(max(0, variable.size - 1))"
    guard variable.isArray else { return contents }
    return "array [0..\(max(0, variable.initial.count - 1))] of \(contents)"
  }

  private func initialState() -> [String] {
    zip(system.variables, terms.variables).flatMap { variable, name in
      guard variable.isArray else { return ["  \(name) := \(variable.initial.first ?? 0);"] }
      return variable.initial.enumerated().map { "  \(name)[\($0)] := \($1);" }
    }
  }

  private func rule(_ rule: RuleSystem.Rule) -> [String] {
    var lines: [String] = []
    if rule.isDefined != .truth(true) {
      let text = terms.whole(.forAll(rule.parameters, rule.isDefined))
      lines.append("invariant \"no error of the spec in \(rule.name.asRemark)\" \(text);")
    }
    if rule.guardTerm == .truth(false) { return lines }
    let parameters = rule.parameters.map { "\(terms.name($0)): \(terms.range($0))" }
    if !parameters.isEmpty { lines.append("ruleset \(parameters.joined(separator: "; ")) do") }
    lines.append("rule \"\(rule.name.asRemark)\" \(terms.whole(rule.guardTerm)) ==>")
    let changed = copied(rule)
    if !changed.isEmpty { lines.append("var") }
    for variable in changed { lines.append("  \(copies[variable]): \(types[variable]);") }
    lines.append("begin")
    for demand in rule.demands where demand.condition != .truth(true) {
      lines.append("  assert \(terms.part(demand.condition)) \"\(demand.property.asRemark)\";")
    }
    for variable in changed {
      lines.append("  \(copies[variable]) := \(terms.variables[variable]);")
    }
    var inside = terms
    for variable in changed { inside.copies[variable] = copies[variable] }
    for assignment in rule.assignments { lines += statements(assignment, inside) }
    lines.append(parameters.isEmpty ? "end;" : "end; end;")
    return lines
  }

  /// The variables that an assignment reads and another one, or the same for another value of what
  /// it binds, may have changed before.
  private func copied(_ rule: RuleSystem.Rule) -> [Int] {
    var written: Set<Int> = []
    var found: Set<Int> = []
    for assignment in rule.assignments {
      if !assignment.bound.isEmpty { written.insert(assignment.variable) }
      let parts = [assignment.condition, assignment.value] + [assignment.index].compactMap(\.self)
      found.formUnion(parts.flatMap(\.reads).map(\.variable).filter(written.contains))
      written.insert(assignment.variable)
    }
    return found.sorted()
  }

  private func statements(_ assignment: RuleSystem.Assignment, _ terms: TermText) -> [String] {
    var place = terms.variables[assignment.variable]
    if let index = assignment.index { place += "[\(terms.whole(index))]" }
    var line = "\(place) := \(terms.whole(assignment.value));"
    if assignment.condition != .truth(true) {
      line = "if \(terms.whole(assignment.condition)) then \(line) end;"
    }
    for binder in assignment.bound.reversed() {
      line = "for \(terms.name(binder)): \(terms.range(binder)) do \(line) end;"
    }
    return ["  " + line]
  }

  private func invariant(_ invariant: RuleSystem.Invariant) -> [String] {
    var lines: [String] = []
    if invariant.isDefined != .truth(true) {
      lines.append(
        "invariant \"no error of the spec in \(invariant.property.asRemark)\" "
          + "\(terms.whole(invariant.isDefined));")
    }
    let name = (invariant.isWitness ? "never: " : "") + invariant.property.asRemark
    lines.append("invariant \"\(name)\" \(terms.whole(invariant.condition));")
    return lines
  }

  /// The words of Murphi, Rumur's own among them.
  private static let reserved = """
    alias array assert assume begin boolean by case clear const cover do else elsif end endalias \
    endexists endfor endforall endfunction endif endprocedure endrecord endrule endruleset \
    endstartstate endswitch endwhile enum error exists false for forall function if in invariant \
    ismember isundefined liveness multiset multisetadd multisetcount multisetremove \
    multisetremovepred of procedure process program property put record return rule ruleset \
    scalarset startstate switch then to traceuntil true type undefine undefined union var while
    """.split(separator: " ").map(String.init)
}
