internal import TransitionSystem

/// The order in which a walk tries the candidates of a state.
///
/// Candidates of one action name stand in one row. The rows come in random order, or those that
/// have fired least first; within a row the order is random. So the first candidate that turns out
/// to be enabled is a fair choice among the enabled ones of its name. A walk holds some names back
/// for a while, so that what may happen only so often does not always happen at once; a different
/// choice of features for each run finds more (Groce et al., "Swarm testing", 2012).
struct SampleChoice: ~Copyable {
  private let system: TransitionSystem
  /// For each action, the number of its name.
  private let rowOfAction: Buffer<Int32>
  /// How often each name has fired.
  private var fired: Buffer<UInt64>
  private var actionsFired: Buffer<Bool>
  /// For each name, the step of the walk from which on it is as good as any other.
  private var delays: Buffer<Int>
  /// The rows of the loaded state that have candidates left, with their ranks.
  private var rows: Buffer<Int32>
  private var ranks: Buffer<UInt64>
  private var rowCount = 0
  /// The first candidate of each row, or -1; for each candidate, the next one of its row.
  private var heads: Buffer<Int32>
  private var successors: Buffer<Int32>
  /// The candidates of the row that is being tried.
  private var pool: Buffer<Int32>
  private var poolCount = 0

  init(_ program: CompiledSystem) {
    system = program.system
    var numbers: [String: Int32] = [:]
    let names = system.actions.map { action in
      let number = numbers[action.name] ?? Int32(numbers.count)
      numbers[action.name] = number
      return number
    }
    let instances = program.index.flat.members.count
    rowOfAction = Buffer(names)
    fired = Buffer(repeating: 0, count: numbers.count)
    actionsFired = Buffer(repeating: false, count: names.count)
    delays = Buffer(repeating: 0, count: numbers.count)
    rows = Buffer(repeating: 0, count: numbers.count)
    ranks = Buffer(repeating: 0, count: numbers.count)
    heads = Buffer(repeating: -1, count: numbers.count)
    successors = Buffer(repeating: -1, count: instances)
    pool = Buffer(repeating: 0, count: instances)
  }

  /// The names of the actions that never fired.
  var unfiredActions: [String] {
    system.actions.indices.filter { !actionsFired[$0] }.map { system.actions[$0].name }
  }

  mutating func noteFired(_ instance: Instance) {
    let action = Int(instance.action)
    actionsFired[action] = true
    fired[Int(rowOfAction[action])] &+= 1
  }

  /// Chooses what a walk of some steps holds back: a name in four.
  mutating func beginWalk(length: Int, _ random: inout SampleRandom) {
    for row in 0..<delays.count {
      let isDelayed = random.below(4) == 0
      delays[row] = isDelayed ? random.below(max(length, 1)) : 0
    }
  }

  /// Collects the candidates of the loaded state, in which a walk is before the step.
  mutating func begin(
    _ expansion: borrowing Expansion, step: Int, prefersRare: Bool, _ random: inout SampleRandom
  ) {
    while rowCount > 0 {
      rowCount &-= 1
      heads[Int(rows[rowCount])] = -1
    }
    poolCount = 0
    var candidate = 0
    while candidate < expansion.candidateCount {
      let row = Int(rowOfAction[Int(expansion.instance(candidate).action)])
      if heads[row] < 0 {
        rows[rowCount] = Int32(row)
        ranks[rowCount] = prefersRare ? fired[row] : random.next() &>> 1
        if step < delays[row] { ranks[rowCount] = .max }
        rowCount &+= 1
      }
      successors[candidate] = heads[row]
      heads[row] = Int32(candidate)
      candidate &+= 1
    }
  }

  /// The next candidate to try; nil if all have been tried.
  mutating func next(_ random: inout SampleRandom) -> Int? {
    if poolCount == 0, !takeRow() { return nil }
    let position = random.below(poolCount)
    let candidate = pool[position]
    poolCount &-= 1
    pool[position] = pool[poolCount]
    return Int(candidate)
  }

  /// Fills the pool with the row of least rank; false if there is none.
  private mutating func takeRow() -> Bool {
    guard rowCount > 0 else { return false }
    var best = 0
    for position in 1..<max(rowCount, 1) where ranks[position] < ranks[best] { best = position }
    let row = Int(rows[best])
    rowCount &-= 1
    rows[best] = rows[rowCount]
    ranks[best] = ranks[rowCount]
    var candidate = heads[row]
    heads[row] = -1
    while candidate >= 0 {
      pool[poolCount] = candidate
      poolCount &+= 1
      candidate = successors[Int(candidate)]
    }
    return true
  }
}
