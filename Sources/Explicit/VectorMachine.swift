/// Runs bytecode on a batch of states, one instruction on all of them before the next one.
///
/// So an instruction is looked up once for many states. A program gets those of the batch that the
/// index of instances names; who does not pass the guard is dropped on the way, see `VectorCode`.
struct VectorMachine: ~Copyable {
  /// The greatest number of states in a batch.
  static let width = 1024

  /// A check that a step reports.
  struct Report: BitwiseCopyable {
    var lane: UInt16
    var check: Int32
  }

  var batch: Batch
  private(set) var steps: Steps
  /// The first report of each check in each program that has run on the batch.
  private(set) var reports: [Report] = []
  private(set) var lanes: Lanes
  private var registers: Buffer<Int>
  /// For each state, the number of the step that it takes.
  private(set) var taken: Buffer<Int32>
  private let code: Buffer<Instruction>
  private let entries: Buffer<Int32>
  private let conditions: Buffer<Int32>
  let tables: Buffer<Int32>
  let slots: Buffer<Packing.Slot>

  init(_ system: CompiledSystem) {
    let vector = VectorCode(system)
    steps = Steps(wordCount: system.packing.wordCount, capacity: 4 * Self.width)
    batch = unsafe Batch(first: steps.words.base, stride: 1, count: 0)
    lanes = Lanes(width: Self.width, parkingCount: vector.parkingCount)
    registers = Buffer(repeating: 0, count: system.registerCount * Self.width)
    taken = Buffer(repeating: 0, count: Self.width)
    code = Buffer(vector.code)
    entries = Buffer(vector.entries)
    conditions = Buffer(vector.conditions)
    tables = Buffer(system.tables)
    slots = Buffer(system.packing.slots)
  }

  /// Takes a batch, in which no step has been taken yet.
  mutating func load(_ batch: Batch) {
    precondition(batch.count <= Self.width, "a batch is too large")
    self.batch = batch
    steps.clear()
    reports.removeAll(keepingCapacity: true)
  }

  /// Chooses states for the next program.
  mutating func select(_ selection: borrowing Buffer<UInt16>, _ range: Range<Int>) {
    lanes.append(selection, range)
  }

  /// Whether no state is chosen.
  var isIdle: Bool { lanes.count == 0 }

  /// Runs the program of an instance on the states that were chosen, and forgets the choice.
  ///
  /// - Returns: Whether all went well; false if some state is an error of the spec.
  mutating func run(_ instance: Int) -> Bool { execute(from: Int(entries[instance])) != nil }

  /// Runs the program of a property on the states that were chosen, and forgets the choice.
  ///
  /// - Parameter condition: The property's position among those of states.
  /// - Returns: In how many states it holds; nil if some state is an error of the spec.
  mutating func holds(_ condition: Int) -> Int? { execute(from: Int(conditions[condition])) }

  /// The number of states that come to the end of a program; nil if one is an error of the spec.
  private mutating func execute(from entry: Int) -> Int? {
    var position = entry
    while true {
      let instruction = code[position]
      if instruction.operation.isJump {
        part(instruction)
        position &+= lanes.count == 0 ? Int(instruction.d) : 1
        continue
      }
      switch instruction.operation {
      case .accept:
        defer { lanes.clear() }
        return lanes.count
      case .join:
        lanes.join(Int(instruction.a))
        position &+= lanes.count == 0 ? Int(instruction.d) : 1
        continue
      case .begin: begin()
      case .report: report(instruction.a)
      default:
        guard compute(instruction) else {
          lanes.clear()
          return nil
        }
      }
      position &+= 1
    }
  }

  private mutating func begin() {
    steps.reserve(lanes.count)
    lanes.forEach { lane in
      let number = unsafe steps.append(lane: lane, batch.row(lane))
      unsafe taken.base[lane] = Int32(truncatingIfNeeded: number)
    }
  }

  private mutating func report(_ check: Int32) {
    var least = Int.max
    lanes.forEach { least = min(least, $0) }
    guard least < Int.max else { return }
    reports.append(Report(lane: UInt16(least), check: check))
  }

  /// Lets the states go that jump.
  private mutating func part(_ instruction: Instruction) {
    let (a, b) = (Int(instruction.a), Int(instruction.b))
    let target = instruction.c
    switch instruction.operation {
    case .jumpCellEqual, .jumpCellNotEqual, .jumpCellLess, .jumpCellNotLess:
      partByCell(instruction)
    case .jumpCellsEqual:
      let (one, other) = (column(a), column(b))
      lanes.split(to: target) { one[$0] == other[$0] }
    case .jumpCellsNotEqual:
      let (one, other) = (column(a), column(b))
      lanes.split(to: target) { one[$0] != other[$0] }
    case .jumpEqual:
      let one = unsafe register(a)
      lanes.split(to: target) { unsafe one[$0] == b }
    case .jumpNotEqual:
      let one = unsafe register(a)
      lanes.split(to: target) { unsafe one[$0] != b }
    case .jumpLess:
      let one = unsafe register(a)
      lanes.split(to: target) { unsafe one[$0] < b }
    case .jumpNotLess:
      let one = unsafe register(a)
      lanes.split(to: target) { unsafe one[$0] >= b }
    case .jumpSame, .jumpDifferent, .jumpBelow, .jumpNotBelow: partByRegisters(instruction)
    default: lanes.split(to: target) { _ in true }
    }
  }

  private mutating func partByCell(_ instruction: Instruction) {
    let (cell, b, target) = (column(Int(instruction.a)), Int(instruction.b), instruction.c)
    switch instruction.operation {
    case .jumpCellEqual: lanes.split(to: target) { cell[$0] == b }
    case .jumpCellNotEqual: lanes.split(to: target) { cell[$0] != b }
    case .jumpCellLess: lanes.split(to: target) { cell[$0] < b }
    default: lanes.split(to: target) { cell[$0] >= b }
    }
  }

  private mutating func partByRegisters(_ instruction: Instruction) {
    let one = unsafe register(Int(instruction.a))
    let other = unsafe register(Int(instruction.b))
    let target = instruction.c
    switch instruction.operation {
    case .jumpSame: lanes.split(to: target) { unsafe one[$0] == other[$0] }
    case .jumpDifferent: lanes.split(to: target) { unsafe one[$0] != other[$0] }
    case .jumpBelow: lanes.split(to: target) { unsafe one[$0] < other[$0] }
    default: lanes.split(to: target) { unsafe one[$0] >= other[$0] }
    }
  }

  /// What a register holds, by state.
  @inline(__always)
  func register(_ number: Int) -> UnsafeMutablePointer<Int> {
    precondition(number &* Self.width < registers.count, "there is no such register")
    return unsafe registers.base + number &* Self.width
  }

  @inline(__always)
  func column(_ cell: Int) -> Batch.Column { batch.column(slots[cell]) }
}
