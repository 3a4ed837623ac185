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
    var forms = question.breaches.map { BreachForm($0, parameters: question.parameters) }
    var choices: [ElementChoice] = []
    grounding.eachChoice(question.parameters, after: grounding.noChoice) { choices.append($0) }
    for choice in choices {
      let values = choice.values(of: question.parameters)
      let fires = grounding.literal(question.guardCondition, values)
      if fires == .no { continue }
      var breaches: [GroundLiteral] = []
      for index in forms.indices {
        breaches += literals(&forms[index], after: choice)
      }
      options.append(grounding.graph.all([fires, grounding.graph.any(breaches)]))
    }
    return grounding.graph.any(options)
  }

  /// The breach for all elements that its constants can denote.
  private mutating func literals(
    _ form: inout BreachForm, after choice: ElementChoice
  ) -> [GroundLiteral] {
    var found: [GroundLiteral] = []
    let constants = question.parameters + form.breach.constants
    var open: [(choice: ElementChoice, remainder: Expression)] = []
    grounding.eachChoice(form.breach.constants, after: choice) { choice in
      if let remainder = form.remainder(choice.elements) {
        open.append((choice, remainder))
      }
    }
    for (choice, remainder) in open {
      let values = choice.values(of: constants)
      let formula = grounding.literal(remainder, values)
      if formula == .no { continue }
      if let before = form.breach.before {
        // What was broken before the step is excluded by the hypothesis itself.
        let broken = grounding.literal(before, values)
        let parts = Set(grounding.graph.conjuncts(formula))
        if parts.isSuperset(of: grounding.graph.conjuncts(broken)) { continue }
      }
      found.append(grounding.graph.all([grounding.areThere(choice), formula]))
    }
    return found
  }

  /// Takes in an instance; false if it always holds.
  mutating func add(_ instance: Instance) -> Bool {
    let clause = question.hypotheses.clauses[instance.hypothesis]
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
