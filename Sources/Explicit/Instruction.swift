/// One instruction of the bytecode that guards, checks and updates are compiled to.
///
/// Cells are read from the state before the step; stores go to the packed state after it. `c` is
/// the target of every jump. In the comments, `cell[x]` is a content and `d` the register written.
struct Instruction: BitwiseCopyable {
  var operation: Operation
  var d: UInt16 = 0
  var a: Int32 = 0
  var b: Int32 = 0
  var c: Int32 = 0

  enum Operation: UInt8, BitwiseCopyable {
    /// The end of a program: the step or condition holds, does not, or is an error of the spec.
    case accept, reject, trap
    /// Notes the number `a`.
    case report
    case jump
    /// Compare `cell[a]` with `b`.
    case jumpCellEqual, jumpCellNotEqual, jumpCellLess, jumpCellNotLess
    /// Compare `cell[a]` with `cell[b]`.
    case jumpCellsEqual, jumpCellsNotEqual
    /// Compare register `a` with `b`.
    case jumpEqual, jumpNotEqual, jumpLess, jumpNotLess
    /// Compare register `a` with register `b`.
    case jumpSame, jumpDifferent, jumpBelow, jumpNotBelow
    /// An error if `cell[a]` or register `a` is `b`.
    case trapCellEqual, trapEqual
    /// An error unless register `a` is in `b...c`.
    case trapOutside
    /// `a`; `cell[a] + b`; `cell[b + a]` with a register `a`; `cell[b + c * cell[a]]`.
    case loadConstant, loadCell, loadIndexed, loadNext
    /// `b * cell[a]`, or that added to `d`; `b *` register `a`, or that added to `d`.
    case scaleCell, addScaledCell, scale, addScaled
    /// `a + b`, `a - b`, with registers; register `a` and the constant `b`.
    case add, subtract, addConstant
    /// The table's entry at `b +` register `a`, or at `b + cell[a]`; none is an error.
    case lookup, lookupCell
    /// `cell[a] = b`; `cell[a] =` register `b + c`.
    case storeConstant, store
    /// `cell[b + a] = c` with a register `a`: a constant or a register `c`.
    case storeIndexedConstant, storeIndexed
    /// Word `a` of the packed state takes the bits `c` where the mask `b` has ones.
    case patch
    /// Only in `VectorCode`: the states that wait in place `a` go on; the steps begin.
    case join, begin
  }
}

/// What a value's code leaves: a constant, a cell's content or a register, plus a constant.
struct Operand {
  var source: Source
  var offset: Int

  enum Source {
    case none
    case cell(Int)
    case register(Int)
  }
}
