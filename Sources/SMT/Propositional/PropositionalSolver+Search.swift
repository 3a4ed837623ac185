/// Propagation, conflicts and what is learnt from them.
extension PropositionalSolver {
  func literal(_ clause: Int32, _ position: Int) -> Literal {
    Literal(code: arena[Int(clause) &+ 1 &+ position])
  }

  func literals(of clause: Int32) -> [Literal] {
    (0..<Int(arena[Int(clause)])).map { literal(clause, $0) }
  }

  /// Stores a clause of at least two literals and watches the first two.
  mutating func attach(_ literals: [Literal]) -> Int32 {
    let clause = Int32(arena.count)
    arena.append(Int32(literals.count))
    for literal in literals { arena.append(literal.code) }
    watches[(!literals[0]).index].append(Watch(clause: clause, blocker: literals[1]))
    watches[(!literals[1]).index].append(Watch(clause: clause, blocker: literals[0]))
    return clause
  }

  mutating func assign(_ literal: Literal, because reason: Int32) {
    values[literal.index] = 1
    values[(!literal).index] = -1
    levels[Int(literal.variable)] = Int32(level)
    reasons[Int(literal.variable)] = reason
    trail.append(literal)
  }

  mutating func backtrack(to target: Int) {
    guard level > target else { return }
    let start = levelStarts[target]
    for position in start..<trail.count {
      let literal = trail[position]
      values[literal.index] = 0
      values[(!literal).index] = 0
      queue.release(literal.variable)
    }
    trail.removeLast(trail.count - start)
    levelStarts.removeLast(level - target)
    propagated = min(propagated, start)
  }

  /// Draws consequences; returns a clause that became false, or -1.
  mutating func propagate() -> Int32 {
    while propagated < trail.count {
      let literal = trail[propagated]
      propagated += 1
      let conflict = visitWatches(of: literal)
      if conflict >= 0 {
        propagated = trail.count
        return conflict
      }
    }
    return -1
  }

  private mutating func visitWatches(of literal: Literal) -> Int32 {
    var list: [Watch] = []
    swap(&list, &watches[literal.index])
    defer { swap(&list, &watches[literal.index]) }
    var kept = 0
    var position = 0
    var conflict: Int32 = -1
    while position < list.count {
      let watch = list[position]
      position += 1
      if conflict >= 0 || values[watch.blocker.index] > 0 || !moveWatch(watch, from: !literal) {
        list[kept] = watch
        kept += 1
        if conflict < 0, values[watch.blocker.index] <= 0 {
          conflict = assertFirst(of: watch.clause)
        }
      }
    }
    list.removeLast(list.count - kept)
    return conflict
  }

  /// Looks for another literal to watch; false if the clause has become a unit.
  private mutating func moveWatch(_ watch: Watch, from falseLiteral: Literal) -> Bool {
    let start = Int(watch.clause) &+ 1
    if arena[start] == falseLiteral.code { arena.swapAt(start, start &+ 1) }
    let first = Literal(code: arena[start])
    if values[first.index] > 0 { return false }
    let end = start &+ Int(arena[start &- 1])
    var position = start &+ 2
    while position < end {
      let candidate = Literal(code: arena[position])
      if values[candidate.index] >= 0 {
        arena.swapAt(start &+ 1, position)
        watches[(!candidate).index].append(Watch(clause: watch.clause, blocker: first))
        return true
      }
      position &+= 1
    }
    return false
  }

  /// Makes the first literal of a unit clause true; returns the clause if it is false.
  private mutating func assertFirst(of clause: Int32) -> Int32 {
    let first = literal(clause, 0)
    if values[first.index] > 0 { return -1 }
    if values[first.index] < 0 { return clause }
    assign(first, because: clause)
    return -1
  }

  /// Learns the first unique implication point of a conflict on a level of guesses.
  mutating func learn(from conflict: Int32) {
    var learnt: [Literal] = []
    var marked: [Int32] = []
    var open = 0
    var clause = conflict
    var position = trail.count
    var asserting = Literal(0)
    repeat {
      for literal in literals(of: clause) {
        let variable = Int(literal.variable)
        guard !isMarked[variable], levels[variable] > 0, values[literal.index] < 0 else { continue }
        isMarked[variable] = true
        marked.append(literal.variable)
        if Int(levels[variable]) == level { open += 1 } else { learnt.append(literal) }
      }
      repeat { position -= 1 } while !isMarked[Int(trail[position].variable)]
      asserting = trail[position]
      clause = reasons[Int(asserting.variable)]
      open -= 1
    } while open > 0
    for variable in marked { isMarked[Int(variable)] = false }
    for variable in marked where levels[Int(variable)] > 2 { queue.bump(variable) }
    learnt.sort { levels[Int($0.variable)] > levels[Int($1.variable)] }
    backtrack(to: learnt.first.map { Int(levels[Int($0.variable)]) } ?? 0)
    let reason = learnt.isEmpty ? -1 : attach([!asserting] + learnt)
    assign(!asserting, because: reason)
  }

  /// The members of the base from which the false literals follow.
  mutating func responsible(for falseLiterals: [Literal]) -> [Literal] {
    var core: [Literal] = []
    var marked: [Int32] = []
    func mark(_ literal: Literal) {
      let variable = Int(literal.variable)
      guard !isMarked[variable], levels[variable] > 0 else { return }
      isMarked[variable] = true
      marked.append(literal.variable)
    }
    for literal in falseLiterals { mark(literal) }
    var next = 0
    while next < marked.count {
      let variable = Int(marked[next])
      next += 1
      if reasons[variable] >= 0 {
        for literal in literals(of: reasons[variable]) { mark(literal) }
      } else if levels[variable] == 1 {
        core.append(Literal(Int32(variable), values[variable &* 2] > 0))
      }
    }
    for variable in marked { isMarked[Int(variable)] = false }
    return core
  }
}
