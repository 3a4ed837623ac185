internal import TransitionSystem

/// The steps of many states at a time, in the order in which one state after the other takes them.
///
/// An instance runs on all states that deserve a look at once. So steps come instance by instance;
/// sorted by their states they are in the order of the candidates of each state.
struct BatchExpansion: ~Copyable {
  /// What is known of a step once it has been looked at.
  struct Look: BitwiseCopyable {
    var hash: UInt64
    /// The size of the orbit of the state after the step; 0: that of the state before it.
    var orbit: Int32
    /// Whether the step changed anything that a property of states reads.
    var isMarked: Bool
  }

  private(set) var machine: VectorMachine
  /// For each step of the machine.
  private(set) var looks: Buffer<Look>
  /// The steps sorted by their states, and where those of each state begin.
  private(set) var order: Buffer<Int32>
  private(set) var starts: Buffer<Int32>
  /// The actions that some state of the batch has taken.
  private(set) var fired: Buffer<Bool>
  /// What is not stored.
  private(set) var transient: TransientStates
  private let instances: Buffer<Instance>
  private let occasions: Buffer<Occasion>
  /// The contents of the cells of all occasions.
  private let contents: Buffer<Int32>
  private var everybody: Buffer<UInt16>
  /// The states whose properties are asked for.
  private var marked: Buffer<UInt16>
  private var buckets: Buckets
  /// The actions whose first step is one of this batch.
  private var news: [Int] = []

  /// When an instance runs: for the states in some buckets, or for all.
  private struct Occasion: BitwiseCopyable {
    var instance: Int32
    var bucket: Int32
    var first: Int32
    var end: Int32
  }

  init(_ program: CompiledSystem, _ steps: TransientSteps = TransientSteps()) {
    machine = VectorMachine(program)
    transient = TransientStates(program, steps)
    let capacity = 4 * VectorMachine.width
    looks = Buffer(repeating: Look(hash: 0, orbit: 0, isMarked: false), count: capacity)
    order = Buffer(repeating: 0, count: capacity)
    starts = Buffer(repeating: 0, count: VectorMachine.width + 2)
    fired = Buffer(repeating: false, count: program.system.actions.count)
    instances = Buffer(program.index.instances)
    everybody = Buffer((0..<VectorMachine.width).map { UInt16($0) })
    marked = Buffer(repeating: 0, count: VectorMachine.width)
    var cells: [Int] = []
    var contents: [Int32] = []
    var occasions: [Occasion] = []
    for occasion in program.index.occasions {
      if occasion.cell >= 0, cells.last != occasion.cell { cells.append(occasion.cell) }
      let first = contents.count
      contents += occasion.contents.map { Int32($0) }
      occasions.append(
        Occasion(
          instance: Int32(occasion.instance),
          bucket: occasion.cell < 0 ? -1 : Int32(cells.count - 1), first: Int32(first),
          end: Int32(contents.count)))
    }
    self.contents = Buffer(contents)
    self.occasions = Buffer(occasions)
    buckets = Buckets(cells.map { program.packing.slots[$0] }, width: VectorMachine.width)
  }

  /// Takes a batch.
  mutating func load(_ batch: Batch) { machine.load(batch) }

  /// Whether there is nothing to note of the marked states of the batch: each open property is what
  /// it should be in all of them, and its evaluation is no error.
  mutating func areAsDemanded(_ findings: borrowing Findings, marked: (Int) -> Bool) -> Bool {
    var count = 0
    for lane in 0..<machine.batch.count where marked(lane) {
      self.marked[count] = UInt16(truncatingIfNeeded: lane)
      count &+= 1
    }
    guard count > 0 else { return true }
    for position in 0..<findings.openProperties.count {
      let property = findings.openProperties[position]
      machine.select(self.marked, 0..<count)
      guard let holds = machine.holds(Int(property.condition)),
        holds == (property.isAlways ? count : 0)
      else { return false }
    }
    return true
  }

  /// Takes all steps of the batch; false if some state of it is an error of the spec.
  mutating func expand() -> Bool {
    let batch = machine.batch
    buckets.sort(batch)
    news.removeAll(keepingCapacity: true)
    var position = 0
    while position < occasions.count {
      let occasion = occasions[position]
      position &+= 1
      select(occasion, batch.count)
      if machine.isIdle { continue }
      let before = machine.steps.count
      guard machine.run(Int(occasion.instance)) else {
        for action in news { fired[action] = false }
        return false
      }
      if machine.steps.count > before { noteFired(Int(occasion.instance)) }
    }
    sort(batch.count)
    return true
  }

  private mutating func noteFired(_ instance: Int) {
    let action = Int(instances[instance].action)
    guard !fired[action] else { return }
    fired[action] = true
    news.append(action)
  }

  @inline(__always)
  private mutating func select(_ occasion: Occasion, _ count: Int) {
    guard occasion.bucket >= 0 else { return machine.select(everybody, 0..<count) }
    var content = occasion.first
    while content < occasion.end {
      let range = buckets.range(Int(occasion.bucket), Int(contents[Int(content)]))
      if !range.isEmpty { machine.select(buckets.lanes, range) }
      content &+= 1
    }
  }

  /// Sorts the steps by their states; steps of one state keep their order.
  private mutating func sort(_ count: Int) {
    let steps = machine.steps.count
    if order.count < steps {
      order = Buffer(repeating: 0, count: 2 * steps)
      looks = Buffer(repeating: Look(hash: 0, orbit: 0, isMarked: false), count: 2 * steps)
    }
    for lane in 0..<count + 2 { starts[lane] = 0 }
    var step = 0
    while step < steps {
      starts[Int(machine.steps.lanes[step]) &+ 2] &+= 1
      step &+= 1
    }
    for lane in 1..<count + 2 { starts[lane] &+= starts[lane &- 1] }
    step = 0
    while step < steps {
      let lane = Int(machine.steps.lanes[step]) &+ 1
      order[Int(starts[lane])] = Int32(truncatingIfNeeded: step)
      starts[lane] &+= 1
      step &+= 1
    }
  }

  /// The number of steps of a state.
  func stepCount(_ lane: Int) -> Int { Int(starts[lane &+ 1] &- starts[lane]) }

  /// Goes on from transient states after the steps; false if one is an error of the spec.
  mutating func leaveTransientStates() -> Bool {
    if transient.isIdle { return true }
    transient.clear()
    var step = 0
    while step < machine.steps.count {
      let lane = machine.steps.lanes[step]
      guard unsafe transient.leave(machine.steps.row(step), lane: lane) else { return false }
      step &+= 1
    }
    return true
  }

  /// The actions that were taken in some batch, at once or not.
  var firedActions: Set<Int> { Set((0..<fired.count).filter { fired[$0] || transient.fired[$0] }) }

  /// Replaces the states after the steps by their representatives, and hashes them.
  ///
  /// The hash is that of the table into which they go, which may have a `quotient`.
  mutating func look(
    _ canonicalizer: inout Canonicalizer, _ quotient: Quotient? = nil, hashMask: UInt64 = .max,
    support: borrowing Buffer<UInt32>
  ) {
    let wordCount = machine.steps.wordCount
    let isTrivial = canonicalizer.isTrivial
    var step = 0
    while step < machine.steps.count {
      let row = unsafe machine.steps.row(step)
      let before = unsafe machine.batch.row(Int(machine.steps.lanes[step]))
      var changes: UInt32 = 0
      var word = 0
      while word < support.count {
        changes |= unsafe (row[word] ^ before[word]) & support[word]
        word &+= 1
      }
      var orbit = 0
      if !isTrivial, unsafe canonicalizer.tellsApart(row, before) {
        orbit = unsafe canonicalizer.canonicalize(row)
      }
      let hash = unsafe quotient?.scrambled(row).first ?? stateHash(row, count: wordCount)
      looks[step] = Look(
        hash: hash & hashMask,
        orbit: Int32(truncatingIfNeeded: orbit),
        isMarked: changes != 0)
      step &+= 1
    }
  }
}
