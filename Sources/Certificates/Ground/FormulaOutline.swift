import TransitionSystem

/// What becomes of formulas once it is known which constants are the same.
///
/// Everything but equalities of constants and the connectives around them is a number here, so that
/// it costs little to ask for many ways in which constants can be the same.
struct FormulaOutline {
  private(set) var graph = GroundGraph()
  private var atoms: [Expression: GroundLiteral] = [:]

  indirect enum Part {
    case literal(GroundLiteral)
    /// By its number.
    case equality(Int)
    case not(Part)
    case all([Part])

    static func any(_ parts: [Part]) -> Part { .not(.all(parts.map(Part.not))) }
  }

  /// The outline of a formula, of which everything but connectives and numbered equalities is an
  /// atom.
  mutating func part(_ formula: Expression, _ equalities: [Expression: Int]) -> Part {
    if let number = equalities[formula] { return .equality(number) }
    switch formula {
    case .bool(let value): return .literal(value ? .yes : .no)
    case .not(let operand): return .not(part(operand, equalities))
    case .and(let operands): return .all(operands.map { part($0, equalities) })
    case .or(let operands): return .any(operands.map { part($0, equalities) })
    case .implies(let left, let right):
      return .any([.not(part(left, equalities)), part(right, equalities)])
    case .ifThenElse(let condition, let then, let otherwise):
      let decided = part(condition, equalities)
      let one = Part.any([.not(decided), part(then, equalities)])
      return .all([one, .any([decided, part(otherwise, equalities)])])
    default:
      if let known = atoms[formula] { return .literal(known) }
      // A node of its own; what it is called does not matter.
      let atom = graph.literal(.element("", atoms.count))
      atoms[formula] = atom
      return .literal(atom)
    }
  }

  /// What is left where just those equalities hold whose bits are set.
  mutating func literal(_ part: Part, _ way: UInt64) -> GroundLiteral {
    switch part {
    case .literal(let literal): return literal
    case .equality(let number): return way >> UInt64(number) & 1 == 1 ? .yes : .no
    case .not(let operand): return !literal(operand, way)
    case .all(let operands):
      var literals: [GroundLiteral] = []
      for operand in operands {
        let literal = literal(operand, way)
        if literal == .no { return .no }
        if literal != .yes { literals.append(literal) }
      }
      return literals.count == 1 ? literals[0] : graph.all(literals)
    }
  }
}
