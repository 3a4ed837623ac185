internal import TransitionSystem

/// What a search has found so far, by numbers; traces are made of it at the end.
struct Findings: ~Copyable {
  /// A property of states that still has to be evaluated.
  struct OpenProperty: BitwiseCopyable {
    var position: Int32
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
    openProperties = program.stateProperties.map { property in
      var isAlways = false
      if case .always = system.properties[property.position].kind { isAlways = true }
      return OpenProperty(
        position: Int32(property.position), entry: Int32(property.entry), isAlways: isAlways,
        isTotal: property.isTotal)
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
