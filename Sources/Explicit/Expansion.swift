internal import TransitionSystem

/// Steps from one state at a time: the bytecode, the index of instances and the symmetry together.
struct Expansion: ~Copyable {
  let program: CompiledSystem
  var machine: Machine
  var canonicalizer: Canonicalizer
  let instances: Buffer<Instance>
  /// The instances that may be enabled in the loaded state, the first `candidateCount`.
  private(set) var candidates: Buffer<Int32>
  private(set) var candidateCount = 0
  private let cells: Buffer<Int32>
  private let firsts: Buffer<Int32>
  private let starts: Buffer<Int32>
  private let members: Buffer<Int32>
  private let alwaysCount: Int
  /// The bits on which the properties of states depend that are still evaluated.
  private(set) var support: Buffer<UInt32>
  /// The size of the loaded state's orbit, 0 if it is not known.
  private var loadedOrbit = 0

  init(_ program: CompiledSystem, _ symmetry: Symmetry) {
    self.program = program
    machine = Machine(program)
    canonicalizer = Canonicalizer(symmetry, packing: program.packing)
    instances = Buffer(program.index.instances)
    let flat = program.index.flat
    candidates = Buffer(repeating: 0, count: flat.members.count)
    cells = Buffer(flat.cells)
    firsts = Buffer(flat.firsts)
    starts = Buffer(flat.starts)
    members = Buffer(flat.members)
    alwaysCount = flat.alwaysCount
    support = Buffer(repeating: .max, count: program.packing.wordCount)
    var position = 0
    while position < alwaysCount {
      candidates[position] = members[position]
      position += 1
    }
  }

  /// Steps of a system as they are, without symmetry.
  init(_ layout: Layout) {
    let packing = Packing(cellSizes: layout.cellSizes)
    self.init(
      Compiler.compile(layout, packing: packing),
      Symmetry(layout: layout, mode: .off))
  }

  /// Takes the state and collects the instances that deserve a look.
  mutating func load(_ state: State) {
    for (position, word) in program.packing.packed(state).enumerated() {
      machine.before[position] = word
    }
    load()
  }

  /// Takes the state in `machine.before` and collects the instances that deserve a look.
  mutating func load() {
    machine.load()
    loadedOrbit = canonicalizer.isTrivial ? 1 : 0
    candidateCount = alwaysCount
    var position = 0
    while position < cells.count {
      let content = Int(machine.cells[Int(cells[position])])
      let list = Int(firsts[position]) &+ content
      var member = Int(starts[list])
      let end = Int(starts[list &+ 1])
      while member < end {
        candidates[candidateCount] = members[member]
        candidateCount &+= 1
        member &+= 1
      }
      position &+= 1
    }
  }

  /// Fires a candidate; if it is enabled, `machine.words` is the state after it.
  mutating func fire(_ candidate: Int) -> Machine.Outcome {
    machine.run(Int(instances[Int(candidates[candidate])].entry))
  }

  /// Sets the bits on which the properties of states depend.
  mutating func watch(_ support: [UInt32]) { self.support = Buffer(support) }

  /// Whether the step, before `canonicalize`, changed anything that a property of states reads.
  func stepConcernsProperties() -> Bool {
    var word = 0
    while word < support.count {
      if (machine.words[word] ^ machine.before[word]) & support[word] != 0 { return true }
      word &+= 1
    }
    return false
  }

  /// The instance that a candidate is.
  func instance(_ candidate: Int) -> Instance { instances[Int(candidates[candidate])] }

  /// Replaces the state after the step by its representative.
  ///
  /// If the loaded state is a representative, only a step that changes a permuted cell may lead to
  /// a state that is not.
  mutating func canonicalize() {
    isTouched = unsafe canonicalizer.tellsApart(machine.words.base, machine.before.base)
    if isTouched { canonicalizeAlways() }
  }

  /// The size of the orbit of the state that `canonicalize` has just been asked about.
  mutating func orbitSize() -> Int {
    if isTouched { return lastOrbit }
    if loadedOrbit == 0 { loadedOrbit = canonicalizeAlways() }
    return loadedOrbit
  }

  private var lastOrbit = 1
  /// Whether the step changed a permuted cell.
  private var isTouched = true

  /// Replaces the state after the step by its representative, whatever the loaded state is.
  @discardableResult
  mutating func canonicalizeAlways() -> Int {
    lastOrbit = unsafe canonicalizer.canonicalize(machine.words.base)
    return lastOrbit
  }
}
