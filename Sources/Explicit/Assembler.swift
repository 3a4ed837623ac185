/// Writes bytecode: instructions in order, jumps to places that are not known yet.
struct Assembler {
  let packing: Packing
  private(set) var code: [Instruction] = []
  private(set) var registerCount = 0
  private var targets: [Int] = []
  private var nextRegister = 0
  /// The first instruction that no label points behind of: earlier ones must stay as they are.
  private var barrier = 0

  /// A place in the code, perhaps not yet known.
  struct Label { fileprivate var number: Int }

  init(packing: Packing) { self.packing = packing }

  /// The position of the next instruction.
  var position: Int { code.count }

  mutating func makeLabel() -> Label {
    targets.append(-1)
    return Label(number: targets.count - 1)
  }

  mutating func place(_ label: Label) {
    targets[label.number] = code.count
    barrier = code.count
  }

  mutating func emit(
    _ operation: Instruction.Operation, d: Int = 0, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0
  ) {
    code.append(
      Instruction(
        operation: operation, d: UInt16(d), a: Int32(clamping: a), b: Int32(clamping: b),
        c: Int32(clamping: c)))
  }

  mutating func emit(_ jump: Instruction.Operation, _ a: Int = 0, _ b: Int = 0, to label: Label) {
    emit(jump, a, b, label.number)
  }

  /// A register that nothing uses until the statement ends.
  mutating func makeRegister() -> Int {
    defer { nextRegister += 1 }
    registerCount = max(registerCount, nextRegister + 1)
    return nextRegister
  }

  /// Runs the body and frees the registers that it made.
  mutating func scratch(_ body: (inout Assembler) -> Void) {
    let outer = nextRegister
    body(&self)
    nextRegister = outer
  }

  /// Frees all registers.
  mutating func endStatement() { nextRegister = 0 }

  /// Replaces the labels since `start` by the positions where they were placed.
  mutating func link(from start: Int) {
    for index in start..<code.count where code[index].operation.isJump {
      code[index].c = Int32(targets[Int(code[index].c)])
    }
    targets.removeAll(keepingCapacity: true)
    barrier = code.count
    endStatement()
  }

  /// Stores a constant content, together with the constants just stored in the same word.
  mutating func storeConstant(cell: Int, content: Int) {
    let slot = packing.slots[cell]
    let mask = slot.mask << slot.shift
    let bits = UInt32(content) << slot.shift
    if let last = code.last, last.operation == .patch, last.a == slot.word, barrier < code.count {
      let old = (mask: UInt32(bitPattern: last.b), bits: UInt32(bitPattern: last.c))
      code[code.count - 1].b = Int32(bitPattern: old.mask | mask)
      code[code.count - 1].c = Int32(bitPattern: old.bits & ~mask | bits)
      return
    }
    code.append(
      Instruction(
        operation: .patch, a: slot.word, b: Int32(bitPattern: mask), c: Int32(bitPattern: bits)))
  }
}

extension Instruction.Operation {
  /// Whether `c` is a target.
  var isJump: Bool {
    switch self {
    case .jump, .jumpCellEqual, .jumpCellNotEqual, .jumpCellLess, .jumpCellNotLess,
      .jumpCellsEqual, .jumpCellsNotEqual, .jumpEqual, .jumpNotEqual, .jumpLess, .jumpNotLess,
      .jumpSame, .jumpDifferent, .jumpBelow, .jumpNotBelow:
      true
    case .accept, .reject, .trap, .report, .trapCellEqual, .trapEqual, .trapOutside, .loadConstant,
      .loadCell, .loadIndexed, .loadNext, .scaleCell, .addScaledCell, .scale, .addScaled, .add,
      .subtract, .addConstant, .lookup, .lookupCell, .storeConstant, .store, .storeIndexedConstant,
      .storeIndexed, .patch, .join, .begin:
      false
    }
  }
}
