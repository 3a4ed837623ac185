import Relational
import SMT
import TransitionSystem

/// Decides conditions that share an action, by instances over the condition's constants.
///
/// There are no functions, so by Herbrand's theorem the constants of a condition are all the terms
/// that its hypotheses need to be instantiated with. Instances are made when a model violates them
/// and stay for later conditions; each carries the selector of its hypothesis, so that a proof
/// tells which hypotheses it used. Where an instance is missing nothing is violated, so the answer
/// is that of the quantified condition.
final class ConditionSolver {
  typealias Literal = PropositionalLiteral

  /// What the conditions speak of.
  enum Moment: Hashable, Sendable {
    case initial
    case step(action: Int)
    /// A state with no step.
    case state
  }

  private(set) var hypotheses: Hypotheses
  let moment: Moment
  let post: PostState?
  var solver = PropositionalSolver()

  /// The sort of each constant; elements come first.
  var constantSorts: [Int]
  var constantsByName: [String: Int] = [:]
  /// What every condition speaks of: elements, the action's parameters, the guard's witnesses.
  var alwaysActive: Set<Int>

  var atomVariables: [AtomKey: Int32] = [:]
  /// By variable; nil for variables that are no atoms.
  var atoms: [AtomKey?] = []
  var equalities: [Int: Int32] = [:]
  var transitive: Set<[Int]> = []

  /// By hypothesis.
  var selectors: [Int: Int32] = [:]
  var hypothesisOfSelector: [Int32: Int] = [:]
  /// By hypothesis: whether it is switched on.
  private(set) var isAlive: [Bool]
  /// The hypotheses with selectors that are switched on.
  private var base: [Int] = []
  /// Whether the solver has another base.
  private var isBaseStale = false

  /// Universal formulas of the moment: axioms, parts of the guard and of goals.
  var localPatterns: [(gate: Literal?, pattern: Pattern)] = []
  var postLiterals: [PostKey: Encoded] = [:]
  /// By the totality's position and the key.
  var totalityInstances: [[Int]: TotalityInstance] = [:]
  var changedRelations: [(relation: Int, formula: CompiledFormula, variables: Int)] = []

  /// What may be spent on one condition.
  static let conflictLimit = 20_000
  static let modelLimit = 2_000

  /// Fails if a formula is too large for it.
  init(_ hypotheses: Hypotheses, _ moment: Moment) throws(InstantiationError) {
    self.hypotheses = hypotheses
    self.moment = moment
    isAlive = Array(repeating: true, count: hypotheses.count)
    constantSorts = hypotheses.vocabulary.elementSorts
    alwaysActive = Set(constantSorts.indices)
    let builder = hypotheses.builder
    switch moment {
    case .initial: post = builder.initially
    case .step(let action): post = builder.afterwards[action]
    case .state: post = nil
    }
    for axiom in builder.system.axioms { try assert(axiom.formula) }
    if case .step(let action) = moment { try assertGuard(of: builder.system.actions[action]) }
    compileChanges()
  }

  /// Switches hypotheses off.
  func drop(_ gone: [Int]) {
    for hypothesis in gone { isAlive[hypothesis] = false }
    guard gone.contains(where: { selectors[$0] != nil }) else { return }
    base.removeAll { !isAlive[$0] }
    isBaseStale = true
  }

  /// Switches hypotheses on again.
  func revive(_ back: [Int]) {
    let revived = back.filter { !isAlive[$0] && selectors[$0] != nil }
    for hypothesis in back { isAlive[hypothesis] = true }
    guard !revived.isEmpty else { return }
    base = (base + revived).sorted()
    isBaseStale = true
  }

  /// Takes notice of more hypotheses.
  func extend(to more: Hypotheses) {
    isAlive += Array(repeating: true, count: more.count - hypotheses.count)
    hypotheses = more
  }

  /// Whether it remembers so much that it has become slow.
  var isBloated: Bool { solver.size > 1_000_000 }

  /// Gives the solver the hypotheses that are switched on; to be called before each question.
  func renewBase() {
    guard isBaseStale else { return }
    isBaseStale = false
    solver.setBase(base.map { Literal(selectors[$0] ?? 0) })
  }

  /// The literal that switches the hypothesis on.
  func selector(_ hypothesis: Int) -> Literal {
    if let known = selectors[hypothesis] { return Literal(known) }
    let made = makeVariable()
    selectors[hypothesis] = made
    hypothesisOfSelector[made] = hypothesis
    if isAlive[hypothesis] {
      base.append(hypothesis)
      if !isBaseStale { solver.extendBase(Literal(made)) }
    }
    return Literal(made)
  }

  func makeVariable(for atom: AtomKey? = nil) -> Int32 {
    atoms.append(atom)
    return solver.makeVariable()
  }

  func makeConstant(_ sort: Int) throws(InstantiationError) -> Int {
    guard constantSorts.count < AtomKey.constantLimit else { throw InstantiationError.constants }
    constantSorts.append(sort)
    return constantSorts.count - 1
  }

  /// The constant of this name; names are those of parameters or made up by the caller.
  func constant(_ name: String, _ sort: Int) throws(InstantiationError) -> Int {
    if let known = constantsByName[name] { return known }
    let made = try makeConstant(sort)
    constantsByName[name] = made
    return made
  }

  /// The constants, and one more for each sort that they leave without: no sort is empty.
  func inhabited(_ constants: Set<Int>) throws(InstantiationError) -> [Int] {
    var result = constants
    for sort in hypotheses.vocabulary.sorts.indices
    where !constants.contains(where: { constantSorts[$0] == sort }) {
      result.insert(try constant("some \(sort)", sort))
    }
    return result.sorted()
  }

  private func assertGuard(of action: RelationalAction) throws(InstantiationError) {
    let vocabulary = hypotheses.vocabulary
    for parameter in action.parameters {
      let sort = vocabulary.sort(parameter.type.description)
      alwaysActive.insert(try constant(parameter.name, sort))
    }
    try assert(action.guardCondition)
    let encoding = Encoding(slot: -1, environment: environment)
    for instance in try totalities(in: action.guardCondition, encoding) {
      alwaysActive.formUnion(instance.witnesses)
      solver.add([instance.gate])
    }
  }

  private func assert(_ formula: Expression) throws(InstantiationError) {
    var encoding = Encoding(slot: -1, environment: environment)
    let literal = try encode(formula.negationNormalForm(), &encoding)
    solver.add([literal])
    alwaysActive.formUnion(encoding.witnesses)
  }

  /// The constants that have a name, as terms.
  var environment: [String: PatternTerm] { constantsByName.mapValues(PatternTerm.constant) }
}

/// Why instances cannot be made.
enum InstantiationError: Error, Hashable, Sendable {
  /// More constants than atoms can tell apart.
  case constants
  /// A quantified formula with too many clauses.
  case clauses
}
