import Relational
import TransitionSystem

/// A question at its cutoff sizes as a propositional formula: satisfiable iff something can break.
///
/// Instances of hypotheses are taken in one by one; leaving some out can only make it satisfiable.
package struct GroundInstance {
  package let question: GroundQuestion
  package let sizes: CutoffSizes
  private(set) var grounding: Grounding
  /// The nodes that have variables: that of number 1 comes first.
  private(set) var variableNodes: [Int] = []
  /// First the definition of what can break, then one clause for each instance.
  private(set) var clauses: [[Int32]] = []
  private(set) var instances: [Instance] = []
  private var variables: [Int: Int32] = [:]
  /// Literals whose definition is there, for the polarity in which they occur.
  private var defined: Set<GroundLiteral> = []

  /// A hypothesis by its position, and the elements that its variables denote.
  package struct Instance: Hashable, Sendable {
    package var hypothesis: Int
    package var elements: [Int]
  }

  /// - Throws: `CutoffError` if the question is not in the decidable fragment.
  package init(_ question: GroundQuestion) throws(CutoffError) {
    self.question = question
    sizes = try CutoffSizes(question)
    grounding = Grounding(sizes)
    for (sort, size) in sizes.sizes.sorted(by: { $0.key < $1.key }) {
      for element in stride(from: 1, to: size, by: 1) {
        let (first, second) = (
          grounding.isThere(sort, element - 1), grounding.isThere(sort, element)
        )
        add(grounding.graph.any([first, !second]))
      }
    }
    add(breach())
  }

  /// That for some elements the guard and a breach hold.
  private mutating func breach() -> GroundLiteral {
    var options: [GroundLiteral] = []
    let choices = grounding.assignments(question.parameters, after: [:], used: [:])
    for (values, used) in choices {
      let fires = grounding.literal(question.guardCondition, values)
      if fires == .no { continue }
      let breaches = question.breaches.flatMap { breach in
        grounding.assignments(breach.constants, after: values, used: used)
          .map { literal(breach, $0.values, $0.used) }
      }
      options.append(grounding.graph.all([fires, grounding.graph.any(breaches)]))
    }
    return grounding.graph.any(options)
  }

  private mutating func literal(
    _ breach: GroundQuestion.Breach, _ values: [String: Int], _ used: [String: Int]
  ) -> GroundLiteral {
    let formula = grounding.literal(breach.formula, values)
    if formula == .no { return .no }
    if let before = breach.before {
      // What was broken before the step is excluded by the hypothesis itself.
      let broken = grounding.literal(before, values)
      let parts = Set(grounding.graph.conjuncts(formula))
      if parts.isSuperset(of: grounding.graph.conjuncts(broken)) { return .no }
    }
    return grounding.graph.all([grounding.areThere(used), formula])
  }

  /// Takes in an instance; false if it always holds.
  mutating func add(_ instance: Instance) -> Bool {
    let clause = question.hypotheses[instance.hypothesis]
    guard let literals = grounding.instance(of: clause, at: instance.elements) else {
      return false
    }
    clauses.append(literals.map { number($0) })
    instances.append(instance)
    return true
  }

  /// Asserts a literal with the definitions of what is below it.
  private mutating func add(_ literal: GroundLiteral) {
    if literal == .yes { return }
    if literal == .no {
      clauses.append([])
      return
    }
    if literal.isNegated, case .all(let parts) = grounding.graph.nodes[literal.node] {
      for part in parts { define(!part) }
      clauses.append(parts.map { number(!$0) })
      return
    }
    for part in grounding.graph.conjuncts(literal) {
      define(part)
      clauses.append([number(part)])
    }
  }

  private mutating func number(_ literal: GroundLiteral) -> Int32 {
    let variable: Int32
    if let known = variables[literal.node] {
      variable = known
    } else {
      variableNodes.append(literal.node)
      variable = Int32(variableNodes.count)
      variables[literal.node] = variable
    }
    return literal.isNegated ? -variable : variable
  }

  /// One half of a definition, since a node only ever counts where it occurs (Plaisted, Greenbaum).
  private mutating func define(_ literal: GroundLiteral) {
    guard defined.insert(literal).inserted,
      case .all(let parts) = grounding.graph.nodes[literal.node]
    else { return }
    let name = number(literal)
    if literal.isNegated {
      for part in parts { define(!part) }
      clauses.append([-name] + parts.map { number(!$0) })
    } else {
      for part in parts {
        define(part)
        clauses.append([-name, number(part)])
      }
    }
  }
}
