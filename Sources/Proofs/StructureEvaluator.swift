package import Relational
package import TransitionSystem

/// Evaluates formulas and steps in a finite structure, by their definition.
///
/// Element `n` of a sort is number `n` of the structure. No solver has a part in it, so it checks
/// what solvers say.
package struct StructureEvaluator: Sendable {
  package var structure: Structure

  package init(_ structure: Structure) { self.structure = structure }

  /// Whether the formula holds where its free variables have these values.
  package func holds(_ formula: Expression, _ values: [String: Int] = [:]) -> Bool {
    switch formula {
    case .bool(let value): value
    case .read(let relation, let terms):
      structure.holds(relation, terms.map { value(of: $0, values) })
    case .not(let operand): !holds(operand, values)
    case .and(let operands): operands.allSatisfy { holds($0, values) }
    case .or(let operands): operands.contains { holds($0, values) }
    case .implies(let left, let right): !holds(left, values) || holds(right, values)
    case .equal(let left, let right): value(of: left, values) == value(of: right, values)
    case .ifThenElse(let condition, let then, let otherwise):
      holds(holds(condition, values) ? then : otherwise, values)
    case .forAll(let bound, let body):
      assignments(of: bound).allSatisfy { tuple in
        holds(body, values.binding(bound, to: tuple))
      }
    case .exists(let bound, let body):
      assignments(of: bound).contains { tuple in holds(body, values.binding(bound, to: tuple)) }
    case .variable, .element, .integer, .last, .isDefined, .option, .less, .lessOrEqual, .add,
      .subtract, .make, .test, .payload:
      preconditionFailure("\(formula.description) is no relational formula")
    }
  }

  package func holds(_ clause: Clause) -> Bool { holds(clause.formula) }

  /// Whether the axioms of the system hold.
  package func satisfiesAxioms(of system: RelationalSystem) -> Bool {
    system.axioms.allSatisfy { holds($0.formula) }
  }

  /// The values of the action's parameters for which it is enabled.
  package func enabledArguments(of action: RelationalAction) -> [[Int]] {
    assignments(of: action.parameters).filter { arguments in
      holds(action.guardCondition, [:].binding(action.parameters, to: arguments))
    }
  }

  /// The structure after the action.
  package func after(
    _ action: RelationalAction, _ arguments: [Int], in system: RelationalSystem
  ) -> Structure {
    let values = [:].binding(action.parameters, to: arguments)
    var result = structure
    for relation in system.relations {
      for clear in action.clears where clear.group == relation.group {
        let key = clear.key.map { value(of: $0, values) }
        result.tuples[relation.name]?.subtract(
          structure.tuples[relation.name, default: []].filter { $0.starts(with: key) })
      }
    }
    for update in action.updates { result.tuples[update.relation] = tuples(of: update, values) }
    return result
  }

  /// The structure with every relation that has an initial definition as it is at first.
  package func initialized(_ system: RelationalSystem) -> Structure {
    var result = structure
    for definition in system.initial {
      result.tuples[definition.relation] = tuples(of: definition, [:])
    }
    return result
  }

  /// All values of the parameters, the first varying slowest.
  package func assignments(of parameters: [Parameter]) -> [[Int]] {
    parameters.reduce([[]]) { tuples, parameter in
      let size = structure.sizes[parameter.type.description] ?? 1
      return tuples.flatMap { tuple in (0..<size).map { tuple + [$0] } }
    }
  }

  private func tuples(of definition: Relational.Definition, _ values: [String: Int]) -> Set<[Int]> {
    Set(
      assignments(of: definition.parameters).filter { tuple in
        holds(definition.formula, values.binding(definition.parameters, to: tuple))
      })
  }

  private func value(of term: Expression, _ values: [String: Int]) -> Int {
    switch term {
    case .element(_, let number): return number
    case .variable(let parameter):
      guard let value = values[parameter.name] else {
        preconditionFailure("no value for \(parameter.name)")
      }
      return value
    default: preconditionFailure("\(term.description) is no relational term")
    }
  }
}

extension [String: Int] {
  /// With the parameters bound to the values.
  package func binding(_ parameters: [Parameter], to values: [Int]) -> [String: Int] {
    merging(zip(parameters.map(\.name), values)) { $1 }
  }
}
