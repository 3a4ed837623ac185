internal import TransitionSystem

/// Goes on from states that need not be stored to those that must be.
///
/// A state is transient if exactly one step of a list of `TransientSteps` is enabled in it. That
/// step is taken at once, and the next one, until none is left.
struct TransientStates: ~Copyable {
  /// A check that a step reports that was taken at once.
  typealias Report = VectorMachine.Report

  /// A cell that may have local steps, and where the starts of its lists begin.
  private struct Row: BitwiseCopyable {
    var slot: Packing.Slot
    var first: Int
  }

  /// What the steps since `clear` have reported.
  private(set) var reports: [Report] = []
  /// The actions that were ever taken at once.
  private(set) var fired: Buffer<Bool>
  private var machine: Machine
  private var next: Buffer<UInt32>
  private let rows: Buffer<Row>
  /// A list ends where the next one starts.
  private let starts: Buffer<Int32>
  private let members: Buffer<Int32>
  private let instances: Buffer<Instance>

  init(_ program: CompiledSystem, _ steps: TransientSteps) {
    var (rows, starts, members): ([Row], [Int32], [Int32]) = ([], [], [])
    for local in steps.locals {
      rows.append(Row(slot: program.packing.slots[local.cell], first: starts.count))
      for list in local.members {
        starts.append(Int32(members.count))
        members += list
      }
      starts.append(Int32(members.count))
    }
    self.rows = Buffer(rows)
    self.starts = Buffer(starts)
    self.members = Buffer(members)
    instances = Buffer(program.index.instances)
    fired = Buffer(repeating: false, count: program.system.actions.count)
    machine = Machine(program)
    next = Buffer(repeating: 0, count: program.packing.wordCount)
  }

  /// Whether no state is transient.
  var isIdle: Bool { rows.count == 0 }

  mutating func clear() { reports.removeAll(keepingCapacity: true) }

  /// Replaces a state by the one in which no step is taken at once.
  ///
  /// The steps' reports are those of `lane`. False if the state is an error of the spec.
  mutating func leave(_ words: UnsafeMutablePointer<UInt32>, lane: UInt16) -> Bool {
    var isLoaded = false
    var position = 0
    while position < rows.count {
      let row = rows[position]
      position &+= 1
      let content = Int(unsafe (words[Int(row.slot.word)] &>> row.slot.shift) & row.slot.mask)
      let list = row.first &+ content
      let range = Int(starts[list])..<Int(starts[list &+ 1])
      if range.isEmpty { continue }
      if !isLoaded {
        unsafe machine.before.copy(from: words)
        machine.load()
        isLoaded = true
      }
      switch takeOnly(range, lane) {
      case .rejected: continue
      case .trapped: return false
      case .accepted:
        unsafe next.copy(to: words)
        isLoaded = false
        position = 0
      }
    }
    return true
  }

  /// Takes the one step of a list that is enabled, into `next`; rejected if there is not just one.
  private mutating func takeOnly(_ range: Range<Int>, _ lane: UInt16) -> Machine.Outcome {
    var only: Int?
    let before = reports.count
    for member in range {
      let instance = Int(members[member])
      switch machine.run(Int(instances[instance].entry)) {
      case .rejected: continue
      case .trapped: return .trapped
      case .accepted: break
      }
      guard only == nil else {
        reports.removeLast(reports.count - before)
        return .rejected
      }
      only = instance
      next.copy(machine.words)
      for report in 0..<machine.reportCount {
        reports.append(Report(lane: lane, check: machine.reports[report]))
      }
    }
    guard let only else { return .rejected }
    fired[Int(instances[only].action)] = true
    return .accepted
  }
}
