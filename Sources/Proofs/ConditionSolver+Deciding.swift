import Relational
import SMT
import TransitionSystem

/// Questions and their answers.
extension ConditionSolver {
  /// An atom after the step, to be made false or true, used in one place of a goal.
  struct PostKey: Hashable {
    var atom: AtomKey
    var isPositive: Bool
    var slot: Int
  }

  enum Answer {
    /// From these hypotheses, by number.
    case proved(core: [Int])
    /// The model violates the condition and no hypothesis; the constants of the goal.
    case refuted(Facts, goalConstants: [Int])
    case undecided
  }

  /// Whether the clause holds after the step, whose hypotheses are those not dropped.
  func decide(_ clause: Clause) -> Answer {
    do throws(InstantiationError) {
      var environment = environment
      var constants: [Int] = []
      for variable in clause.variables {
        let parameter = variable.parameter
        // A blank keeps the name apart from parameters of the action.
        let constant = try constant(
          "goal \(parameter.name)", hypotheses.vocabulary.sort(variable.sort))
        environment[parameter.name] = .constant(constant)
        constants.append(constant)
      }
      let encoding = Encoding(slot: 0, environment: environment)
      var question: [Literal] = []
      var active = alwaysActive.union(constants)
      for (slot, literal) in clause.literals.enumerated() {
        let part = try negation(of: literal, slot: slot, encoding)
        question += [part.literal] + part.gates
        active.formUnion(part.witnesses)
      }
      return try decide(question, active: active, goalConstants: constants)
    } catch {
      return .undecided
    }
  }

  /// Whether a formula over the state before the step holds, with its free variables as constants.
  func decide(_ goal: ObligationBuilder.Goal) -> Answer {
    do throws(InstantiationError) {
      var encoding = Encoding(slot: 0, environment: environment)
      var constants: [Int] = []
      for parameter in goal.constants {
        let sort = hypotheses.vocabulary.sort(parameter.type.description)
        // Goals may use one name for several sorts.
        let constant = try constant("goal \(parameter.name) of \(sort)", sort)
        encoding.environment[parameter.name] = .constant(constant)
        constants.append(constant)
      }
      let literal = try encode(goal.formula.negationNormalForm(negated: true), &encoding)
      let instances = try totalities(in: goal.formula, encoding)
      let values = instances.flatMap(\.witnesses)
      let active = alwaysActive.union(constants + encoding.witnesses + values)
      return try decide(
        [literal] + instances.map(\.gate), active: active, goalConstants: constants)
    } catch {
      return .undecided
    }
  }

  /// A literal that makes the literal of a goal false after the step.
  private func negation(
    of literal: Clause.Literal, slot: Int, _ encoding: Encoding
  ) throws(InstantiationError) -> Encoded {
    switch literal.atom {
    case .equal(let left, let right):
      let same = equality(
        constant(left.expression, encoding), constant(right.expression, encoding))
      return Encoded(literal: literal.isPositive ? !same : same, witnesses: [])
    case .holds(let name, let terms):
      var key = AtomKey(hypotheses.vocabulary.relation(name))
      for (place, term) in terms.enumerated() {
        key[place] = constant(term.expression, encoding)
      }
      guard let post, post.changes(name) else {
        let atom = Literal(variable(of: key))
        let instances = try totalities(in: literal.atom.expression, encoding)
        return Encoded(
          literal: literal.isPositive ? !atom : atom, witnesses: instances.flatMap(\.witnesses),
          gates: instances.map(\.gate))
      }
      var postKey = PostKey(atom: key, isPositive: literal.isPositive, slot: slot)
      if let known = postLiterals[postKey] { return known }
      postKey.slot = -1
      if let known = postLiterals[postKey] { return known }
      let made = try encodePost(name, key, literal.isPositive, post, slot: slot)
      // Without witnesses of its own it serves in every place.
      if made.hasOwnWitnesses { postKey.slot = slot }
      postLiterals[postKey] = made
      return made
    }
  }

  private func encodePost(
    _ name: String, _ key: AtomKey, _ isPositive: Bool, _ post: PostState, slot: Int
  ) throws(InstantiationError) -> Encoded {
    // The constants under names that nothing else has.
    var encoding = Encoding(slot: slot, environment: environment)
    let sorts = hypotheses.vocabulary.relations[key.relation].sorts
    let terms = sorts.enumerated().map { place, sort in
      Expression.variable("post \(place)", .sort(sort))
    }
    for place in sorts.indices { encoding.environment["post \(place)"] = .constant(key[place]) }
    let formula = post.atom(name, terms)
    let literal = try encode(formula.negationNormalForm(negated: isPositive), &encoding)
    let instances = try totalities(in: formula, encoding)
    return Encoded(
      literal: literal, witnesses: encoding.witnesses + instances.flatMap(\.witnesses),
      gates: instances.map(\.gate), hasOwnWitnesses: !encoding.witnesses.isEmpty)
  }

  private func decide(
    _ question: [Literal], active: Set<Int>, goalConstants: [Int]
  ) throws(InstantiationError) -> Answer {
    let active = try inhabited(active)
    relateEqualities(of: active)
    renewBase()
    for _ in 0..<Self.modelLimit {
      switch solver.solve(question, conflicts: Self.conflictLimit) {
      case .undecided: return .undecided
      case .unsatisfiable(let core):
        return .proved(core: core.compactMap { hypothesisOfSelector[$0.variable] }.sorted())
      case .satisfiable:
        guard let facts = consistentFacts(active) else { continue }
        guard !instantiateViolated(facts) else { continue }
        return .refuted(facts, goalConstants: goalConstants)
      }
    }
    return .undecided
  }
}
