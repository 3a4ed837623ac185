package import Relational
import TransitionSystem

extension ObligationBuilder {
  /// Every condition under its name as SMT-LIB 2 text, which a solver answers with `unsat` if the
  /// condition holds.
  ///
  /// Names and symbols are those of certificates, so that texts of another origin can be compared.
  package var texts: [ConditionScript] {
    var writer = ConditionWriter(self)
    return conditions.map { writer.script($0) }
  }
}

/// Writes the conditions of one proof; what they have in common only once.
private struct ConditionWriter {
  private let builder: ObligationBuilder
  /// Each relation by its name: its place in the system, and the command that declares it.
  private var relations: [String: (place: Int, sorts: [String], command: String)] = [:]
  /// The positions of the clauses, counted from 1.
  private var numbers: [Clause: Int] = [:]
  /// What initial conditions share, and what all others do.
  private var shared: [Bool: (assertions: SharedAssertions, uses: SymbolUses)] = [:]
  private var guards: [Int: SMTLIBText.Written] = [:]

  init(_ builder: ObligationBuilder) {
    self.builder = builder
    for (place, relation) in builder.system.relations.enumerated() {
      let places = relation.sorts.map(SMTLIBText.symbol).joined(separator: " ")
      let symbol = SMTLIBText.symbol("r:" + relation.name)
      relations[relation.name] = (
        place, relation.sorts, "(declare-fun \(symbol) (\(places)) Bool)"
      )
    }
    for (index, clause) in builder.invariant.enumerated() where numbers[clause] == nil {
      numbers[clause] = index + 1
    }
  }

  mutating func script(_ condition: Condition) -> ConditionScript {
    let obligation = builder.obligation(condition)
    let writer = SMTLIBText(obligation, builder.system)
    let hypotheses = hypotheses(of: obligation, writer)
    var uses = SymbolUses()
    var own: [String] = []
    for assertion in obligation.assertions.dropFirst(hypotheses.assertions.commands.count) {
      let written = written(assertion, of: condition, writer)
      uses.formUnion(written.uses)
      own.append("(assert \(written.text))")
    }
    own += distinctElements(&uses, besides: hypotheses.uses)
    let name = name(of: condition)
    return ConditionScript(
      name: name, comment: SMTLIBText.escaped(name), subject: subject(of: condition),
      shared: hypotheses.assertions, declarations: declarations(uses, writer), own: own)
  }

  private mutating func hypotheses(
    of obligation: Obligation, _ writer: SMTLIBText
  ) -> (assertions: SharedAssertions, uses: SymbolUses) {
    if let known = shared[obligation.condition.isInitial] { return known }
    var uses = SymbolUses()
    var commands: [String] = []
    for assertion in obligation.assertions where assertion.origin.isOfAll {
      let written = writer.written(assertion.formula)
      uses.formUnion(written.uses)
      commands.append("(assert \(written.text))")
    }
    let made = (SharedAssertions(declarations(uses, writer), commands), uses)
    shared[obligation.condition.isInitial] = made
    return made
  }

  private mutating func written(
    _ assertion: Obligation.Assertion, of condition: Condition, _ writer: SMTLIBText
  ) -> SMTLIBText.Written {
    guard assertion.origin == .guardCondition, let action = condition.action else {
      return writer.written(assertion.formula)
    }
    let written = guards[action] ?? writer.written(assertion.formula)
    guards[action] = written
    return written
  }

  /// Elements of one sort are distinct, whoever names them.
  private func distinctElements(
    _ uses: inout SymbolUses, besides others: SymbolUses
  ) -> [String] {
    var found: [String] = []
    let all = uses.elements.merging(others.elements) { $0.union($1) }
    for (sort, numbers) in all.sorted(by: { $0.key < $1.key }) where numbers.count > 1 {
      uses.elements[sort] = numbers
      let elements = numbers.sorted().map { SMTLIBText.element(sort, $0) }
      found.append("(assert (distinct \(elements.joined(separator: " "))))")
    }
    return found
  }

  /// What declares all that is used.
  private func declarations(_ uses: SymbolUses, _ writer: SMTLIBText) -> ScriptDeclarations {
    var sorts = uses.sorts
    let used = uses.relations.compactMap { relations[$0] }.sorted { $0.place < $1.place }
    for relation in used { sorts.formUnion(relation.sorts) }
    var functions = used.map(\.command)
    for (symbol, parameter) in writer.constants where uses.variables.contains(parameter.name) {
      let sort = parameter.type.description
      sorts.insert(sort)
      functions.append("(declare-fun \(symbol) () \(SMTLIBText.symbol(sort)))")
    }
    for (sort, numbers) in uses.elements.sorted(by: { $0.key < $1.key }) {
      sorts.insert(sort)
      functions += numbers.sorted().map {
        "(declare-fun \(SMTLIBText.element(sort, $0)) () \(SMTLIBText.symbol(sort)))"
      }
    }
    let declared = builder.system.sorts.map(\.name).filter(sorts.contains)
    return ScriptDeclarations(
      sorts: declared.map { "(declare-sort \(SMTLIBText.symbol($0)) 0)" }, functions: functions)
  }

  private func subject(of condition: Condition) -> ConditionSubject {
    switch condition {
    case .initiation, .totalityInitiation: .initially
    case .consecution(_, let clause): .clause(numbers[clause] ?? 0)
    case .totality(_, let index): .totality(index + 1)
    case .check: .checks
    case .goal: .goals
    }
  }

  /// What a condition is called; clauses, totalities and checks are counted from 1.
  private func name(of condition: Condition) -> String {
    let system = builder.system
    func number(_ clause: Clause) -> Int { numbers[clause] ?? 0 }
    switch condition {
    case .initiation(let clause): return "initiation of clause \(number(clause))"
    case .totalityInitiation(let index): return "initiation of totality \(index + 1)"
    case .consecution(let action, let clause):
      return "clause \(number(clause)) kept by \(system.actions[action].name)"
    case .totality(let action, let index):
      return "totality \(index + 1) kept by \(system.actions[action].name)"
    case .check(let action, let check):
      let checks = system.actions[action].checks
      let place = checks[...check].count { $0.kind == .require }
      return "check \(place) of \(system.actions[action].name)"
    case .goal(let index): return "goal \(index + 1): \(system.goals[index].property)"
    }
  }
}

extension Obligation.Origin {
  /// Whether it is assumed before every step.
  fileprivate var isOfAll: Bool {
    switch self {
    case .axiom, .hypothesis: true
    case .guardCondition, .totality, .negatedGoal: false
    }
  }
}
