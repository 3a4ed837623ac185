import TransitionSystem

extension RandomSystemBuilder {
  /// What an action is made of.
  struct Move {
    var parameters: [Parameter] = []
    var conjuncts: [Expression] = []
    var updates: [Update] = []
  }

  /// A typical change of one cell: it makes systems lively, which purely random actions are not.
  mutating func makeMove() -> Move {
    let variable = random.pick(variables)
    var move = Move()
    for (axis, sort) in variable.indices.enumerated() {
      move.parameters.append(Parameter("i\(axis)", .sort(sort)))
    }
    if !move.parameters.isEmpty { features.insert(.parameter) }
    let indices = move.parameters.map { Expression.variable($0) }
    let read = Expression.read(variable.name, indices)
    if variable.isPartial, random.chance(30) {
      features.insert(.undefining)
      move.conjuncts = [.isDefined(variable.name, indices)]
      move.updates = [Update(variable.name, indices, nil)]
      return move
    }
    let new = Expression.variable(Parameter("new", variable.type))
    if variable.isPartial {
      let isOld = Expression.and([.isDefined(variable.name, indices), .equal(read, new)])
      move.conjuncts = [random.chance(50) ? .not(.isDefined(variable.name, indices)) : .not(isOld)]
    } else {
      move.conjuncts = [.not(.equal(read, new))]
    }
    move.parameters.append(Parameter("new", variable.type))
    move.updates = [Update(variable.name, indices, new)]
    return move
  }
}
