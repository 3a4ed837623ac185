internal import TransitionSystem

/// What a search has found so far, by numbers; traces are made of it at the end.
struct Findings: ~Copyable {
  /// A property of states that still has to be evaluated.
  struct OpenProperty: BitwiseCopyable {
    var position: Int32
    /// Its position among the properties of states.
    var condition: Int32
    var entry: Int32
    var isAlways: Bool
    /// Whether it is done as soon as it is noted: its evaluation is never an error.
    var isTotal: Bool
  }

  private let program: CompiledSystem

  private(set) var openProperties: [OpenProperty]
  /// For each property of the system that was noted, the state.
  private(set) var propertyStates: [Int?]
  /// For each check that was noted, the state before the step.
  private(set) var checkStates: [Int?]
  /// The numbers of the noted checks in the order of their first notes.
  private(set) var checkOrder: [Int] = []
  var deadlock: Int?
  private var fired: [Bool]
  private var mustClose = false

  init(_ program: CompiledSystem) {
    self.program = program
    let system = program.system
    openProperties = program.stateProperties.enumerated().map { condition, property in
      var isAlways = false
      if case .always = system.properties[property.position].kind { isAlways = true }
      return OpenProperty(
        position: Int32(property.position), condition: Int32(condition),
        entry: Int32(property.entry), isAlways: isAlways, isTotal: property.isTotal)
    }
    propertyStates = Array(repeating: nil, count: system.properties.count)
    checkStates = Array(repeating: nil, count: system.actions.map(\.checks.count).reduce(0, +))
    fired = Array(repeating: false, count: system.actions.count)
  }

  var firedActions: Set<Int> { Set(fired.indices.filter { fired[$0] }) }

  mutating func noteFired(_ action: Int) {
    if !fired[action] { fired[action] = true }
  }

  mutating func note(property: Int, state: Int) {
    guard propertyStates[property] == nil else { return }
    propertyStates[property] = state
    mustClose = true
  }

  mutating func note(check: Int, state: Int) {
    guard checkStates[check] == nil else { return }
    checkStates[check] = state
    checkOrder.append(check)
  }

  /// Notes what the steps of a batch report, as if its states had been looked at one by one.
  ///
  /// - Parameters:
  ///   - reports: What the steps report.
  ///   - state: The number of the state with a position in the batch.
  mutating func note(_ reports: [VectorMachine.Report], state: (Int) -> Int) {
    let new = reports.filter { checkStates[Int($0.check)] == nil }
    for report in new.enumerated().sorted(by: {
      ($0.element.lane, $0.offset) < ($1.element.lane, $1.offset)
    }) {
      note(check: Int(report.element.check), state: state(Int(report.element.lane)))
    }
  }

  /// Evaluates the open properties in the state that a machine has loaded; false if that is an
  /// error of the spec.
  mutating func evaluate(_ machine: inout Machine, state: Int) -> Bool {
    for position in 0..<openProperties.count {
      let property = openProperties[position]
      let outcome = machine.run(Int(property.entry))
      if outcome == .trapped { return false }
      if (outcome == .accepted) != property.isAlways {
        note(property: Int(property.position), state: state)
      }
    }
    return true
  }

  /// Something that can be found, by number.
  enum Kind: Hashable {
    case property(Int)
    case check(Int)
    case deadlock
  }

  /// What was found, each with the number that it was noted with.
  var numbers: [Kind: Int] {
    var numbers: [Kind: Int] = [:]
    for (position, number) in propertyStates.enumerated() { numbers[.property(position)] = number }
    for (check, number) in checkStates.enumerated() { numbers[.check(check)] = number }
    numbers[.deadlock] = deadlock
    return numbers
  }

  /// Takes something as found, so that it is not looked for.
  mutating func skip(_ kinds: some Sequence<Kind>) {
    for kind in kinds {
      switch kind {
      case .property(let position): note(property: position, state: -1)
      case .check(let check): note(check: check, state: -1)
      case .deadlock: deadlock = -1
      }
    }
    _ = closeSettledProperties()
  }

  /// Forgets the properties about which nothing more can be learnt.
  ///
  /// - Returns: Whether there were any.
  mutating func closeSettledProperties() -> Bool {
    guard mustClose else { return false }
    mustClose = false
    openProperties.removeAll { $0.isTotal && propertyStates[Int($0.position)] != nil }
    return true
  }

  /// The bits of packed states on which the open properties depend.
  var support: [UInt32] {
    var union = Array(repeating: UInt32(0), count: program.packing.wordCount)
    for property in program.stateProperties
    where openProperties.contains(where: { Int($0.position) == property.position }) {
      for (word, bits) in property.support.enumerated() { union[word] |= bits }
    }
    return union
  }
}
