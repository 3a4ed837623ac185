extension VectorMachine {
  /// Computes or stores; false if some state is an error of the spec.
  mutating func compute(_ instruction: Instruction) -> Bool {
    let (a, b, c) = (Int(instruction.a), Int(instruction.b), Int(instruction.c))
    switch instruction.operation {
    case .trapCellEqual:
      let cell = column(a)
      return !lanes.anyPasses { cell[$0] == b }
    case .trapEqual:
      let one = unsafe register(a)
      return !lanes.anyPasses { unsafe one[$0] == b }
    case .trapOutside:
      let one = unsafe register(a)
      return !lanes.anyPasses { unsafe one[$0] < b || one[$0] > c }
    case .trap: return lanes.count == 0
    case .lookup, .lookupCell: return lookup(instruction)
    case .storeConstant: store(in: a) { _ in b }
    case .store:
      let one = unsafe register(b)
      store(in: a) { unsafe one[$0] &+ c }
    case .storeIndexedConstant:
      let index = unsafe register(a)
      storeIndexed { unsafe (b &+ index[$0], c) }
    case .storeIndexed:
      let (index, value) = unsafe (register(a), register(c))
      storeIndexed { unsafe (b &+ index[$0], value[$0]) }
    case .patch: patch(a, UInt32(bitPattern: instruction.b), UInt32(bitPattern: instruction.c))
    default: fill(instruction)
    }
    return true
  }

  /// Fills a register.
  private mutating func fill(_ instruction: Instruction) {
    let (a, b, c) = (Int(instruction.a), Int(instruction.b), Int(instruction.c))
    let d = unsafe register(Int(instruction.d))
    switch instruction.operation {
    case .loadConstant: lanes.forEach { unsafe d[$0] = a }
    case .loadCell:
      let cell = column(a)
      lanes.forEach { unsafe d[$0] = cell[$0] &+ b }
    case .loadIndexed:
      let one = unsafe register(a)
      lanes.forEach { unsafe d[$0] = content(of: b &+ one[$0], $0) }
    case .loadNext:
      let cell = column(a)
      lanes.forEach { unsafe d[$0] = content(of: b &+ c &* cell[$0], $0) }
    case .scaleCell:
      let cell = column(a)
      lanes.forEach { unsafe d[$0] = cell[$0] &* b }
    case .addScaledCell:
      let cell = column(a)
      lanes.forEach { unsafe d[$0] &+= cell[$0] &* b }
    case .scale, .addScaled, .add, .subtract, .addConstant: combine(instruction)
    default: preconditionFailure("an instruction that does not fill a register")
    }
  }

  private mutating func combine(_ instruction: Instruction) {
    let b = Int(instruction.b)
    let d = unsafe register(Int(instruction.d))
    let one = unsafe register(Int(instruction.a))
    switch instruction.operation {
    case .scale: lanes.forEach { unsafe d[$0] = one[$0] &* b }
    case .addScaled: lanes.forEach { unsafe d[$0] &+= one[$0] &* b }
    case .add:
      let other = unsafe register(b)
      lanes.forEach { unsafe d[$0] = one[$0] &+ other[$0] }
    case .subtract:
      let other = unsafe register(b)
      lanes.forEach { unsafe d[$0] = one[$0] &- other[$0] }
    default: lanes.forEach { unsafe d[$0] = one[$0] &+ b }
    }
  }

  /// The content of a cell that depends on the state.
  @inline(__always)
  private func content(of cell: Int, _ lane: Int) -> Int {
    let slot = slots[cell]
    return Int(unsafe (batch.row(lane)[Int(slot.word)] &>> slot.shift) & slot.mask)
  }

  private mutating func lookup(_ instruction: Instruction) -> Bool {
    let (a, b) = (Int(instruction.a), Int(instruction.b))
    let d = unsafe register(Int(instruction.d))
    var isMissing = false
    if instruction.operation == .lookup {
      let one = unsafe register(a)
      lanes.forEach { lane in
        let entry = tables[b &+ (unsafe one[lane])]
        isMissing = isMissing || entry == Term.Table.missing
        unsafe d[lane] = Int(entry)
      }
    } else {
      let cell = column(a)
      lanes.forEach { lane in
        let entry = tables[b &+ cell[lane]]
        isMissing = isMissing || entry == Term.Table.missing
        unsafe d[lane] = Int(entry)
      }
    }
    return !isMissing
  }

  /// Sets the content of a cell in the states after the steps.
  @inline(__always)
  private func store(in cell: Int, _ content: (Int) -> Int) {
    let slot = slots[cell]
    lanes.forEach { lane in
      let word = unsafe row(lane) + Int(slot.word)
      let bits = UInt32(truncatingIfNeeded: content(lane)) & slot.mask
      unsafe word.pointee = word.pointee & ~(slot.mask &<< slot.shift) | bits &<< slot.shift
    }
  }

  @inline(__always)
  private func storeIndexed(_ target: (Int) -> (cell: Int, content: Int)) {
    lanes.forEach { lane in
      let (cell, content) = target(lane)
      let slot = slots[cell]
      let word = unsafe row(lane) + Int(slot.word)
      let bits = UInt32(truncatingIfNeeded: content) & slot.mask
      unsafe word.pointee = word.pointee & ~(slot.mask &<< slot.shift) | bits &<< slot.shift
    }
  }

  private func patch(_ position: Int, _ mask: UInt32, _ bits: UInt32) {
    lanes.forEach { lane in
      let word = unsafe row(lane) + position
      unsafe word.pointee = word.pointee & ~mask | bits
    }
  }

  /// The words after the step of a state.
  @inline(__always)
  private func row(_ lane: Int) -> UnsafeMutablePointer<UInt32> {
    unsafe steps.row(Int(taken.base[lane]))
  }
}
