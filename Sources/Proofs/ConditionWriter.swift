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
  /// The command that declares each relation, in the system's order.
  private let relations: [(name: String, sorts: [String], command: String)]
  /// The positions of the clauses, counted from 1.
  private var numbers: [Clause: Int] = [:]
  /// What initial conditions share, and what all others do.
  private var shared: [Bool: (assertions: SharedAssertions, uses: SymbolUses)] = [:]
  private var guards: [Int: SMTLIBText.Written] = [:]

  init(_ builder: ObligationBuilder) {
    self.builder = builder
    relations = builder.system.relations.map { relation in
      let places = relation.sorts.map(SMTLIBText.symbol).joined(separator: " ")
      let symbol = SMTLIBText.symbol("r:" + relation.name)
      return (relation.name, relation.sorts, "(declare-fun \(symbol) (\(places)) Bool)")
    }
    for (index, clause) in builder.invariant.enumerated() where numbers[clause] == nil {
      numbers[clause] = index + 1
    }
  }

  mutating func script(_ condition: Condition) -> ConditionScript {
    let obligation = builder.obligation(condition)
    let writer = SMTLIBText(obligation, builder.system)
    let hypotheses = hypotheses(of: obligation, writer)
    var uses = hypotheses.uses
    var own: [String] = []
    for assertion in obligation.assertions.dropFirst(hypotheses.assertions.commands.count) {
      let written = written(assertion, of: condition, writer)
      uses.formUnion(written.uses)
      own.append("(assert \(written.text))")
    }
    let (name, declarations) = (name(of: condition), declarations(&uses, writer, &own))
    return ConditionScript(
      name: name, comment: SMTLIBText.escaped(name), declarations: declarations,
      shared: hypotheses.assertions, own: own)
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
    let made = (SharedAssertions(commands), uses)
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

  /// What declares all that is used; elements of one sort get to be distinct.
  private func declarations(
    _ uses: inout SymbolUses, _ writer: SMTLIBText, _ own: inout [String]
  ) -> [String] {
    var declared: [String] = []
    for relation in relations where uses.relations.contains(relation.name) {
      uses.sorts.formUnion(relation.sorts)
      declared.append(relation.command)
    }
    for (symbol, parameter) in writer.constants where uses.variables.contains(parameter.name) {
      let sort = parameter.type.description
      uses.sorts.insert(sort)
      declared.append("(declare-fun \(symbol) () \(SMTLIBText.symbol(sort)))")
    }
    for (sort, numbers) in uses.elements.sorted(by: { $0.key < $1.key }) {
      uses.sorts.insert(sort)
      let elements = numbers.sorted().map { SMTLIBText.element(sort, $0) }
      declared += elements.map { "(declare-fun \($0) () \(SMTLIBText.symbol(sort)))" }
      if elements.count > 1 {
        own.append("(assert (distinct \(elements.joined(separator: " "))))")
      }
    }
    let sorts = builder.system.sorts.map(\.name).filter(uses.sorts.contains)
    return sorts.map { "(declare-sort \(SMTLIBText.symbol($0)) 0)" } + declared
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
