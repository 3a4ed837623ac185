package import Relational

/// Looks for structures of a block in which a clause does not hold.
package struct BlockSearch {
  private let programs: [ClauseProgram]

  /// For blocks over these atoms, among which are those of the clauses' relations.
  package init(_ clauses: [Clause], _ atoms: AtomNumbers) {
    programs = clauses.map { ClauseProgram($0, atoms) }
  }

  /// The position of the first clause that is false in a structure of the block.
  package func firstBroken(in block: StateBlock) -> Int? {
    programs.firstIndex { program in
      var run = ProgramRun(program: program, block: block)
      return run.finds(from: 0)
    }
  }
}

/// How to look for structures in which one clause is false: its variables are given elements as its
/// literals need them, as long as there are structures in which all literals so far are false.
private struct ClauseProgram {
  enum Step {
    /// Gives a variable each element.
    case choose(variable: Int, size: Int)
    /// Goes on if two terms are equal, or if they differ.
    case compare(GroundedClause.Term, GroundedClause.Term, isEqual: Bool)
    /// Goes on with the structures in which an atom holds, or does not: a constant and some
    /// variables' values, each so many times, make its number.
    case narrow(constant: Int, factors: Range<Int>, isHeld: Bool)
  }

  private(set) var steps: [Step] = []
  private(set) var factors: [(variable: Int, factor: Int)] = []
  private(set) var variableCount = 0
  private(set) var atomCount = 0

  init(_ clause: Clause, _ atoms: AtomNumbers) {
    let variables = clause.variables
    variableCount = variables.count
    var numbers = StructureNumbers()
    let grounded = GroundedClause(clause, &numbers)
    var relations: [Int: String] = [:]
    for (name, number) in numbers.relations { relations[number] = name }
    var open = Set(variables.indices)
    var comparisons = grounded.equalities
    func isOpen(_ term: GroundedClause.Term) -> Bool {
      if case .variable(let variable) = term { open.contains(variable) } else { false }
    }
    func compare() {
      comparisons.removeAll { left, right, isPositive in
        if isOpen(left) || isOpen(right) { return false }
        steps.append(.compare(left, right, isEqual: !isPositive))
        return true
      }
    }
    func choose(_ variable: Int) {
      let size = atoms.sizes[variables[variable].sort, default: 1]
      steps.append(.choose(variable: variable, size: size))
      open.remove(variable)
      compare()
    }
    compare()
    let needed =
      grounded.required.map { ($0, true) } + grounded.excluded.map { ($0, false) }
    for (atom, isHeld) in needed {
      guard let place = relations[atom.relation].flatMap(atoms.place(of:)) else {
        preconditionFailure("a clause over a relation that the block does not have")
      }
      let first = factors.count
      var constant = place.base
      for (term, factor) in zip(atom.terms, place.factors) {
        switch term {
        case .element(let number): constant += number * factor
        case .variable(let variable):
          if open.contains(variable) { choose(variable) }
          factors.append((variable, factor))
        }
      }
      steps.append(.narrow(constant: constant, factors: first..<factors.count, isHeld: isHeld))
      atomCount += 1
    }
    for variable in open.sorted() { choose(variable) }
  }
}

/// The run of a program over one block.
private struct ProgramRun {
  let program: ClauseProgram
  let block: StateBlock
  private var values: [Int]
  /// The structures that are left after each atom.
  private var left: StateBlock.Narrowing
  private var level = 0

  init(program: ClauseProgram, block: StateBlock) {
    (self.program, self.block) = (program, block)
    values = Array(repeating: 0, count: program.variableCount)
    left = StateBlock.Narrowing(of: block, steps: program.atomCount)
  }

  /// Whether there is a structure that gets through all steps from one on.
  mutating func finds(from step: Int) -> Bool {
    guard step < program.steps.count else { return true }
    switch program.steps[step] {
    case .choose(let variable, let size):
      for element in 0..<size {
        values[variable] = element
        if finds(from: step + 1) { return true }
      }
      return false
    case .compare(let first, let second, let isEqual):
      return (value(first) == value(second)) == isEqual && finds(from: step + 1)
    case .narrow(var number, let factors, let isHeld):
      for position in factors {
        let (variable, factor) = program.factors[position]
        number += values[variable] * factor
      }
      guard block.narrow(&left, step: level, to: number, isHeld: isHeld) else { return false }
      level += 1
      defer { level -= 1 }
      return finds(from: step + 1)
    }
  }

  private func value(_ term: GroundedClause.Term) -> Int {
    switch term {
    case .element(let number): number
    case .variable(let variable): values[variable]
    }
  }
}
