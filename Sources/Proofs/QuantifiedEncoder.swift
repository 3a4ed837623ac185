import Relational
import SMT
import TransitionSystem

/// Writes relational formulas as terms of Z3, quantifiers included.
///
/// One for a batch of obligations: terms live as long as its context.
final class QuantifiedEncoder {
  let context = Context()
  private let system: RelationalSystem
  private var sorts: [String: SortSymbol] = [:]
  private var relations: [String: RelationSymbol] = [:]
  private var individuals: [Parameter: Individual] = [:]
  private var elements: [String: [Individual]] = [:]

  init(_ system: RelationalSystem) throws(SMTError) {
    self.system = system
    for sort in system.sorts { sorts[sort.name] = try context.sort(sort.name) }
    for relation in system.relations {
      let places = try relation.sorts.map { name throws(SMTError) in try sort(name) }
      relations[relation.name] = try context.relation(relation.name, over: places)
    }
  }

  func formula(_ expression: Expression) throws(SMTError) -> Formula {
    switch expression {
    case .bool(let value): return try context.constant(value)
    case .read(let name, let terms):
      return try context.apply(relation(name), individuals(terms))
    case .not(let operand): return try context.not(formula(operand))
    case .and(let operands): return try context.and(formulas(operands))
    case .or(let operands): return try context.or(formulas(operands))
    case .implies(let left, let right):
      return try context.implies(formula(left), formula(right))
    case .equal(let left, let right):
      return try context.equal(individual(left), individual(right))
    case .ifThenElse(let condition, let then, let otherwise):
      return try context.ifThenElse(formula(condition), formula(then), formula(otherwise))
    case .forAll(let bound, let body):
      return try context.forAll(individuals(bound.map(Expression.variable)), formula(body))
    case .exists(let bound, let body):
      return try context.exists(individuals(bound.map(Expression.variable)), formula(body))
    case .variable, .element, .integer, .last, .isDefined, .option, .less, .lessOrEqual, .add,
      .subtract, .make, .test, .payload:
      throw SMTError(.invalidArgument, "\(expression.description) is no relational formula")
    }
  }

  /// That so many elements of each sort differ.
  func distinctElements(_ counts: [String: Int]) throws(SMTError) -> [Formula] {
    var found: [Formula] = []
    for (sort, count) in counts.sorted(by: { $0.key < $1.key }) where count > 1 {
      var named: [Individual] = []
      for number in 0..<count { named.append(try element(sort, number)) }
      found.append(try context.distinct(named))
    }
    return found
  }

  /// The state and the values of constants that a model describes.
  func structure(
    of model: borrowing Model, values constants: [Parameter]
  ) throws(SMTError) -> (Structure, [String: Int]) {
    var universes: [String: [Individual]] = [:]
    for sort in system.sorts {
      universes[sort.name] = try universe(sort.name, model, constants)
    }
    var result = Structure(sizes: universes.mapValues { max(1, $0.count) })
    for relation in system.relations {
      result.tuples[relation.name] = try tuples(of: relation, model, universes)
    }
    var values: [String: Int] = [:]
    for constant in constants {
      let universe = universes[constant.type.description] ?? []
      let term = try individual(.variable(constant))
      values[constant.name] = try model.position(of: term, in: universe) ?? 0
    }
    return (result, values)
  }

  /// The elements of a sort in a model, named ones first.
  private func universe(
    _ sortName: String, _ model: borrowing Model, _ constants: [Parameter]
  ) throws(SMTError) -> [Individual] {
    let all = try model.universe(of: sort(sortName))
    var order: [Int] = []
    for element in elements[sortName] ?? [] {
      if let place = try model.position(of: element, in: all) { order.append(place) }
    }
    for place in all.indices where !order.contains(place) { order.append(place) }
    return order.map { all[$0] }
  }

  private func tuples(
    of relation: Relation, _ model: borrowing Model, _ universes: [String: [Individual]]
  ) throws(SMTError) -> Set<[Int]> {
    let sizes = relation.sorts.map { universes[$0]?.count ?? 0 }
    var found: Set<[Int]> = []
    let tuples = sizes.reduce([[]]) { tuples, size in
      tuples.flatMap { tuple in (0..<size).map { tuple + [$0] } }
    }
    for tuple in tuples {
      let terms = zip(relation.sorts, tuple).map { (universes[$0] ?? [])[$1] }
      let atom = try context.apply(self.relation(relation.name), terms)
      if try model.holds(atom) { found.insert(tuple) }
    }
    return found
  }

  private func formulas(_ operands: [Expression]) throws(SMTError) -> [Formula] {
    try operands.map { operand throws(SMTError) in try formula(operand) }
  }

  private func individuals(_ terms: [Expression]) throws(SMTError) -> [Individual] {
    try terms.map { term throws(SMTError) in try individual(term) }
  }

  private func individual(_ term: Expression) throws(SMTError) -> Individual {
    switch term {
    case .variable(let parameter):
      if let known = individuals[parameter] { return known }
      let made = try context.individual(
        parameter.name, of: sort(parameter.type.description))
      individuals[parameter] = made
      return made
    case .element(let sort, let number): return try element(sort, number)
    default: throw SMTError(.invalidArgument, "\(term.description) is no relational term")
    }
  }

  private func element(_ name: String, _ number: Int) throws(SMTError) -> Individual {
    while elements[name, default: []].count <= number {
      let next = elements[name, default: []].count
      elements[name, default: []].append(
        try context.individual("\(name)#\(next)", of: sort(name)))
    }
    return elements[name, default: []][number]
  }

  private func sort(_ name: String) throws(SMTError) -> SortSymbol {
    guard let sort = sorts[name] else {
      throw SMTError(.invalidArgument, "\(name) is no sort of \(system.name)")
    }
    return sort
  }

  private func relation(_ name: String) throws(SMTError) -> RelationSymbol {
    guard let relation = relations[name] else {
      throw SMTError(.invalidArgument, "\(name) is no relation of \(system.name)")
    }
    return relation
  }
}
