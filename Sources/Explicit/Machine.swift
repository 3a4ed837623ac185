internal import TransitionSystem

/// Runs bytecode on one state.
///
/// The state before the step is unpacked in `cells`; the packed state after it grows in `words`.
struct Machine: ~Copyable {
  /// How a program ended.
  enum Outcome {
    case accepted, rejected, trapped
  }

  var cells: Buffer<UInt16>
  /// The packed state after the step.
  var words: Buffer<UInt32>
  /// The packed state before the step.
  var before: Buffer<UInt32>
  /// The numbers that the last program reported.
  var reports: Buffer<Int32>
  var reportCount = 0
  /// Whether `words` is no longer the state before the step.
  private var isDirty = false
  private var registers: Buffer<Int>
  private let code: Buffer<Instruction>
  private let tables: Buffer<Int32>
  private let slots: Buffer<Packing.Slot>

  init(_ system: CompiledSystem) {
    cells = Buffer(repeating: 0, count: system.layout.cellCount)
    words = Buffer(repeating: 0, count: system.packing.wordCount)
    before = Buffer(repeating: 0, count: system.packing.wordCount)
    let checks = system.system.actions.map(\.checks.count).max() ?? 0
    reports = Buffer(repeating: 0, count: checks)
    registers = Buffer(repeating: 0, count: system.registerCount)
    code = Buffer(system.code)
    tables = Buffer(system.tables)
    slots = Buffer(system.packing.slots)
  }

  /// Takes the state in `before` as the one to run programs on.
  mutating func load() {
    var cell = 0
    while cell < slots.count {
      let slot = slots[cell]
      cells[cell] = UInt16(truncatingIfNeeded: (before[Int(slot.word)] &>> slot.shift) & slot.mask)
      cell &+= 1
    }
    words.copy(before)
    isDirty = false
  }

  /// Runs the program that starts at `entry`; its step starts from the loaded state.
  mutating func run(_ entry: Int) -> Outcome {
    if isDirty {
      words.copy(before)
      isDirty = false
    }
    reportCount = 0
    let outcome = interpret(entry)
    isDirty = outcome != .rejected
    return outcome
  }

  /// The loop: one case an operation, as described at `Instruction.Operation`.
  private mutating func interpret(_ entry: Int) -> Outcome {
    var position = entry
    while true {
      let instruction = code[position]
      let (a, b, c) = (Int(instruction.a), Int(instruction.b), Int(instruction.c))
      position &+= 1
      switch instruction.operation {
      case .accept: return .accepted
      case .reject: return .rejected
      case .trap: return .trapped
      case .report:
        reports[reportCount] = instruction.a
        reportCount &+= 1
      case .jump: position = c
      case .jumpCellEqual: if Int(cells[a]) == b { position = c }
      case .jumpCellNotEqual: if Int(cells[a]) != b { position = c }
      case .jumpCellLess: if Int(cells[a]) < b { position = c }
      case .jumpCellNotLess: if Int(cells[a]) >= b { position = c }
      case .jumpCellsEqual: if cells[a] == cells[b] { position = c }
      case .jumpCellsNotEqual: if cells[a] != cells[b] { position = c }
      case .jumpEqual: if registers[a] == b { position = c }
      case .jumpNotEqual: if registers[a] != b { position = c }
      case .jumpLess: if registers[a] < b { position = c }
      case .jumpNotLess: if registers[a] >= b { position = c }
      case .jumpSame: if registers[a] == registers[b] { position = c }
      case .jumpDifferent: if registers[a] != registers[b] { position = c }
      case .jumpBelow: if registers[a] < registers[b] { position = c }
      case .jumpNotBelow: if registers[a] >= registers[b] { position = c }
      case .trapCellEqual: if Int(cells[a]) == b { return .trapped }
      case .trapEqual: if registers[a] == b { return .trapped }
      case .trapOutside: if registers[a] < b || registers[a] > c { return .trapped }
      case .loadConstant: registers[Int(instruction.d)] = a
      case .loadCell: registers[Int(instruction.d)] = Int(cells[a]) &+ b
      case .loadIndexed: registers[Int(instruction.d)] = Int(cells[b &+ registers[a]])
      case .loadNext: registers[Int(instruction.d)] = Int(cells[b &+ c &* Int(cells[a])])
      case .scaleCell: registers[Int(instruction.d)] = Int(cells[a]) &* b
      case .addScaledCell: registers[Int(instruction.d)] &+= Int(cells[a]) &* b
      case .scale: registers[Int(instruction.d)] = registers[a] &* b
      case .addScaled: registers[Int(instruction.d)] &+= registers[a] &* b
      case .add: registers[Int(instruction.d)] = registers[a] &+ registers[b]
      case .subtract: registers[Int(instruction.d)] = registers[a] &- registers[b]
      case .addConstant: registers[Int(instruction.d)] = registers[a] &+ b
      case .lookup, .lookupCell:
        let offset = instruction.operation == .lookup ? registers[a] : Int(cells[a])
        let entry = tables[b &+ offset]
        if entry == Term.Table.missing { return .trapped }
        registers[Int(instruction.d)] = Int(entry)
      case .storeConstant: store(b, in: a)
      case .store: store(registers[b] &+ c, in: a)
      case .storeIndexedConstant: store(c, in: b &+ registers[a])
      case .storeIndexed: store(registers[c], in: b &+ registers[a])
      case .patch:
        let mask = UInt32(bitPattern: instruction.b)
        words[a] = words[a] & ~mask | UInt32(bitPattern: instruction.c)
      case .join, .begin: preconditionFailure("an instruction of `VectorCode`")
      }
    }
  }

  /// Sets the content of a cell in the state after the step.
  @inline(__always)
  private mutating func store(_ content: Int, in cell: Int) {
    let slot = slots[cell]
    let word = words[Int(slot.word)] & ~(slot.mask &<< slot.shift)
    words[Int(slot.word)] = word | UInt32(truncatingIfNeeded: content) &<< slot.shift
  }
}
