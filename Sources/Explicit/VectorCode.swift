/// The programs of all instances and of the properties of states, rewritten to run on many states
/// at a time.
///
/// Where states part ways at a jump, those that jump wait in a parking place until the code gets to
/// the target; as all jumps go forward, one pass over a program takes every state through it. A
/// guard that fails has nowhere to wait: its states are dropped. A jump past code that nobody
/// reaches is left out. In `d` of a jump and of a `join` is the way to the next `join`, or to the
/// end, for when no state is left.
struct VectorCode {
  private(set) var code: [Instruction] = []
  /// Where each instance's program starts.
  private(set) var entries: [Int32] = []
  /// Where the program of each property starts.
  private(set) var conditions: [Int32] = []
  /// The number of parking places.
  private(set) var parkingCount = 0

  init(_ system: CompiledSystem) {
    for instance in system.index.instances {
      entries.append(Int32(code.count))
      add(Translation(system.code, from: Int(instance.entry), body: Int(instance.body)))
    }
    for property in system.stateProperties {
      conditions.append(Int32(code.count))
      add(Translation(system.code, from: property.entry, body: nil))
    }
  }

  private mutating func add(_ translation: Translation) {
    var translation = translation
    code += translation.run()
    parkingCount = max(parkingCount, translation.parkingCount)
  }

  /// The jump target of states that are dropped.
  static let nowhere: Int32 = -1
}

/// The rewriting of one program.
private struct Translation {
  private let source: [Instruction]
  private var position: Int
  /// Where the guard has been passed and the step is taken; nil if the program takes none.
  private let body: Int?
  private var code: [Instruction] = []
  /// The parking place of each target that some state may wait for.
  private var parked: [Int: Int] = [:]
  private var free: [Int] = []
  private(set) var parkingCount = 0

  init(_ source: [Instruction], from entry: Int, body: Int?) {
    self.source = source
    position = entry
    self.body = body
  }

  mutating func run() -> [Instruction] {
    var isReached = true
    while true {
      if let place = parked.removeValue(forKey: position) {
        code.append(Instruction(operation: .join, a: Int32(place)))
        free.append(place)
        isReached = true
      }
      if position == body { code.append(Instruction(operation: .begin)) }
      let instruction = source[position]
      if isReached { isReached = translate(instruction) }
      if position >= body ?? 0, instruction.operation == .accept { break }
      position += 1
    }
    if !isReached { code.append(Instruction(operation: .accept)) }
    setDistances()
    return code
  }

  /// Rewrites an instruction; tells whether the next one is reached from it.
  private mutating func translate(_ instruction: Instruction) -> Bool {
    var instruction = instruction
    switch instruction.operation {
    case .reject:
      code.append(Instruction(operation: .jump, c: VectorCode.nowhere))
      return false
    case .jump:
      let target = Int(instruction.c)
      if parked.keys.contains(where: { position < $0 && $0 < target }) || isFailure(target) {
        instruction.c = place(for: target)
        code.append(instruction)
        return false
      }
      // Nobody gets to what is in between.
      position = target - 1
      return true
    default:
      if instruction.operation.isJump { instruction.c = place(for: Int(instruction.c)) }
      code.append(instruction)
      return true
    }
  }

  private func isFailure(_ target: Int) -> Bool { source[target].operation == .reject }

  private mutating func place(for target: Int) -> Int32 {
    if isFailure(target) { return VectorCode.nowhere }
    if let place = parked[target] { return Int32(place) }
    let place = free.popLast() ?? parkingCount
    parkingCount = max(parkingCount, place + 1)
    parked[target] = place
    return Int32(place)
  }

  private mutating func setDistances() {
    var next = code.count - 1
    for position in code.indices.reversed() {
      let operation = code[position].operation
      if operation.isJump || operation == .join {
        code[position].d = UInt16(clamping: next - position)
      }
      if operation == .join { next = position }
    }
  }
}
