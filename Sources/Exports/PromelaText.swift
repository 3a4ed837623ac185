import TransitionSystem

extension RuleSystem {
  /// The system for SPIN: one process, whose every turn of its loop is one step.
  ///
  /// - Parameters:
  ///   - remarks: Where it comes from: the first lines of the text.
  ///   - file: The name of the file that it will be in.
  /// - Returns: The text.
  package func promela(_ remarks: [String], file: String) -> String {
    PromelaText(self).text(remarks, file)
  }
}

/// Writes Promela.
///
/// A `d_step` is one transition, its first statement the guard. The variables are global and have
/// their initial contents from the beginning, so that the verifier stores no other states.
private struct PromelaText {
  private let system: RuleSystem
  private let terms: TermText
  private let process: String
  /// The macros of the invariants.
  private let macros: [String]
  private let temporary: String
  private let invariants: [RuleSystem.Invariant]

  init(_ system: RuleSystem) {
    self.system = system
    var identifiers = Identifiers(reserved: Self.reserved)
    // Macros of the verifier are in capital letters.
    terms = TermText(
      notation: .promela,
      variables: system.variables.map(\.name).map { name in
        identifiers.add(name.first?.isUppercase == true ? "v_\(name)" : name)
      })
    process = identifiers.add("steps")
    macros = system.invariants.map { identifiers.add("demand_\($0.property)") }
    temporary = identifiers.add("old")
    invariants = system.invariants.map {
      RuleSystem.Invariant(
        property: $0.property, isWitness: $0.isWitness, condition: $0.condition.grounded([:]),
        isDefined: $0.isDefined.grounded([:]))
    }
  }

  func text(_ remarks: [String], _ file: String) -> String {
    let rules = system.rules.flatMap(\.grounded).map(options)
    var lines = heading(remarks, file) + declarations()
    for (macro, invariant) in zip(macros, invariants) {
      lines.append("#define \(macro) (\(terms.whole(invariant.condition)))")
    }
    let copies = rules.map(\.copies).max() ?? 0
    lines += (0..<copies).map { "hidden int \(temporary)\($0);" }
    lines += ["", "active proctype \(process)() {", "  do"]
    lines += errors() + initialViolations() + rules.flatMap(\.lines)
    if lines.last == "  do" { lines.append("  :: false -> skip") }
    return (lines + ["  od", "}", ""]).joined(separator: "\n")
  }

  private func heading(_ remarks: [String], _ file: String) -> [String] {
    let bytes = system.variables.map { max(1, $0.initial.count) * Self.bytes($0) }.reduce(0, +)
    let vector = bytes > 900 ? " -DVECTORSZ=\(bytes + 128)" : ""
    let lines =
      remarks + [
        "", "To run it:",
        "  spin -a -o2 \(file) && gcc -O2 -DSAFETY -DNOREDUCE -DBFS\(vector) -o pan pan.c",
        "  ./pan -E        ends with the first violation, a nearest one",
        "  ./pan -E -c0    visits all states and counts violations",
        "States stored are those of modelcheck without symmetry, and transitions one more, as SPIN",
        "counts the initial state. -o2 keeps SPIN from leaving variables out, and -E from asking",
        "where runs may end.",
      ]
    return ["/*"] + lines.map { " * \($0.asRemark)".trimmedEnd } + [" */"]
  }

  private func declarations() -> [String] {
    zip(system.variables, terms.variables).map { variable, name in
      var text = "\(Self.type(variable)) \(name)"
      if variable.isArray { text += "[\(variable.initial.count)]" }
      if Set(variable.initial).count > 1 {
        text += " = {\(variable.initial.map(String.init).joined(separator: ", "))}"
      } else if let value = variable.initial.first, value != 0 {
        text += " = \(value)"
      }
      return text + ";" + (variable.shortLegend.map { "  /* \($0) */" } ?? "")
    }
  }

  private static func type(_ variable: RuleSystem.Variable) -> String {
    variable.size <= 256 ? "byte" : variable.size <= 32_768 ? "short" : "int"
  }

  private static func bytes(_ variable: RuleSystem.Variable) -> Int {
    variable.size <= 256 ? 1 : variable.size <= 32_768 ? 2 : 4
  }

  /// Steps that only errors of the spec make possible.
  private func errors() -> [String] {
    zip(invariants, macros).filter { $0.0.isDefined != .truth(true) }.map { invariant, _ in
      errorOption(invariant.isDefined, "'\(invariant.property)' cannot be evaluated")
    }
  }

  private func errorOption(_ isDefined: Term, _ remark: String) -> String {
    "  :: d_step { \(terms.whole(.negation(isDefined))) -> assert(false) }"
      + "  /* error of the spec: \(remark.asRemark) */"
  }

  /// Asserts look at states after steps; of the initial state only these do.
  private func initialViolations() -> [String] {
    zip(invariants, macros).compactMap { invariant, macro in
      guard !invariant.condition.holds(in: system.variables) else { return nil }
      return "  :: d_step { !\(macro) -> assert(\(macro)) }"
        + "  /* the initial state: one transition more in every state like it */"
    }
  }

  /// The options that a rule without parameters is, and how many numbers it keeps meanwhile.
  private func options(_ rule: RuleSystem.Rule) -> (lines: [String], copies: Int) {
    var lines: [String] = []
    if rule.isDefined != .truth(true) { lines.append(errorOption(rule.isDefined, rule.name)) }
    guard rule.guardTerm != .truth(false) else { return (lines, 0) }
    var assignments = SequentialAssignments(rule.assignments, terms, temporary)
    let written = assignments.statements()
    var statements = rule.demands.filter { $0.condition != .truth(true) }.map {
      "assert(\(terms.whole($0.condition)))"
    }
    statements += written
    let changed = Set(rule.assignments.map(\.variable))
    for (invariant, macro) in zip(invariants, macros)
    where invariant.condition.reads.contains(where: { changed.contains($0.variable) }) {
      statements.append("assert(\(macro))")
    }
    if statements.isEmpty { statements = ["skip"] }
    lines.append("  :: d_step { \(terms.whole(rule.guardTerm)) ->  /* \(rule.name.asRemark) */")
    lines += statements.map { "       \($0);" }
    lines[lines.count - 1] = String(lines[lines.count - 1].dropLast()) + " }"
    return (lines, assignments.copies)
  }

  /// Words of Promela, of C, of its preprocessor, and names of the verifier's own.
  private static let reserved = """
    active assert atomic bit bool break byte c_code c_decl c_expr c_state c_track chan d_proctype \
    d_step do else empty enabled eval false fi for full get_priority goto hidden if in init inline \
    int len local ltl mtype nempty never nfull notrace np_ od of pc_value pid print printf printm \
    priority proctype provided return run select set_priority short show skip timeout trace true \
    typedef unless unsigned xr xs _ _last _nr_pr _pid _priority \
    auto case char const continue default double enum extern float inline long register restrict \
    signed sizeof static struct switch union void volatile while asm typeof linux unix i386 near \
    now trpt this uchar uint ushort ulong depth state stored null eof stdin stdout stderr errno \
    a_t p_t _vsz _nr_qs _cnt _ctx always eventually until weakuntil stronguntil release implies \
    equivalent u v w x next final accept end progress nil std_init uno yes no error main
    """.split(separator: " ").map(String.init)
}

/// Simultaneous assignments as a sequence: what a later one reads and an earlier one changes is
/// kept beforehand.
private struct SequentialAssignments {
  private let assignments: [RuleSystem.Assignment]
  private let terms: TermText
  private let temporary: String
  private(set) var copies = 0
  private var kept: [String] = []
  private var written: [(variable: Int, place: Int?)] = []

  init(_ assignments: [RuleSystem.Assignment], _ terms: TermText, _ temporary: String) {
    (self.assignments, self.terms, self.temporary) = (assignments, terms, temporary)
  }

  mutating func statements() -> [String] {
    var changes: [String] = []
    for assignment in assignments {
      var place = terms.variables[assignment.variable]
      var known: Int?
      if let index = assignment.index {
        place += "[\(text(index))]"
        if case .number(let number) = index { known = number }
      }
      let change = "\(place) = \(text(assignment.value))"
      if assignment.condition == .truth(true) {
        changes.append(change)
      } else {
        changes.append("if :: \(text(assignment.condition)) -> \(change) :: else fi")
      }
      written.append((assignment.variable, known))
    }
    return kept + changes
  }

  private mutating func text(_ term: Term) -> String {
    let isChanged = term.reads.contains { read in
      written.contains {
        $0.variable == read.variable
          && ($0.place == nil || read.place == nil || $0.place == read.place)
      }
    }
    guard isChanged else { return terms.whole(term) }
    kept.append("\(temporary)\(copies) = \(terms.whole(term))")
    copies += 1
    return "\(temporary)\(copies - 1)"
  }
}

extension String {
  /// Without blanks at the end.
  var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension RuleSystem.Variable {
  /// What the contents stand for, cut if it is long; nil where they stand for themselves.
  var shortLegend: String? {
    guard !legend.isEmpty else { return nil }
    let most = 16
    var texts = Array(legend.prefix(most))
    if legend.count > most { texts += ["...", legend[legend.count - 1]] }
    return texts.joined(separator: ", ").asRemark
  }
}
