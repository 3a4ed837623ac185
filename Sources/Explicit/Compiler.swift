internal import TransitionSystem

/// Compiles a system at a scope: one program for each instance of an action, one for each property.
struct Compiler {
  private var resolver: Resolver
  private var assembler: Assembler
  private var environment: Environment = []
  private var index = InstanceIndex()
  private let layout: Layout
  private let hasFootprints: Bool
  private var footprints: [Footprint] = []

  /// The bytecode of a system, if it is asked for with what each instance reads and writes.
  static func compile(
    _ layout: Layout, packing: Packing, withFootprints: Bool = false
  ) -> CompiledSystem {
    var compiler = Compiler(layout, packing, withFootprints)
    return compiler.compile(packing)
  }

  private init(_ layout: Layout, _ packing: Packing, _ hasFootprints: Bool) {
    self.layout = layout
    self.hasFootprints = hasFootprints
    resolver = Resolver(layout: layout)
    assembler = Assembler(packing: packing)
  }

  private mutating func compile(_ packing: Packing) -> CompiledSystem {
    let system = layout.system
    var firstChecks: [Int] = []
    var checkCount = 0
    for position in system.actions.indices {
      firstChecks.append(checkCount)
      compile(action: position, firstCheck: checkCount)
      checkCount += system.actions[position].checks.count
    }
    var properties: [CompiledSystem.StateProperty] = []
    for (position, property) in system.properties.enumerated() {
      switch property.kind {
      case .always(let expression), .reachable(let expression):
        let (entry, ground) = compile(condition: expression)
        var cells: Set<Int> = []
        ground.collectSupport(into: &cells)
        properties.append(
          .init(
            position: position, entry: entry, isTotal: ground.isTotal,
            support: packing.mask(of: cells)))
      case .stepwise, .leadsTo: continue
      }
    }
    let quiescent = system.quiescent.map { compile(condition: $0).entry }
    return CompiledSystem(
      layout: layout, packing: packing, code: assembler.code, tables: resolver.entries,
      registerCount: assembler.registerCount, index: index, stateProperties: properties,
      quiescent: quiescent, firstChecks: firstChecks, footprints: footprints)
  }

  /// A program that accepts the states in which the expression holds.
  private mutating func compile(condition expression: Expression) -> (entry: Int, ground: Term) {
    let term = resolver.term(expression)
    reserveSlots()
    let ground = term.grounded(&environment)
    let entry = assembler.position
    let reject = assembler.makeLabel()
    assembler.branch(ground, when: false, to: reject)
    assembler.emit(.accept)
    assembler.place(reject)
    assembler.emit(.reject)
    assembler.link(from: entry)
    return (entry, ground)
  }

  private mutating func reserveSlots() {
    let missing = resolver.slotCount - environment.count
    if missing > 0 { environment += Array(repeating: 0, count: missing) }
  }

  /// One program for each choice of the parameters with which the guard can hold.
  private mutating func compile(action position: Int, firstCheck: Int) {
    let action = layout.system.actions[position]
    let resolved = resolver.binding(action.parameters) { resolver, binders in
      ResolvedAction(action, binders, &resolver)
    }
    reserveSlots()
    var environment = self.environment
    var ordinal = 0
    forEachAssignment(of: resolved.binders, &environment) { environment in
      let condition = resolved.condition.grounded(&environment)
      if let (entry, selection) = compileGuard(condition) {
        let body = assembler.position
        compile(resolved.checks, first: firstCheck, &environment)
        for update in resolved.updates { compile(update, &environment) }
        assembler.emit(.accept)
        assembler.link(from: entry)
        let instance = Instance(
          action: Int32(position), ordinal: Int32(ordinal), entry: Int32(entry),
          body: Int32(body))
        index.add(instance, selection)
        if hasFootprints {
          footprints.append(Footprint(resolved, condition: condition, &environment))
        }
      }
      ordinal += 1
      return true
    }
  }

  /// Code for a guard without the part that the index answers; nil if the guard never holds.
  private mutating func compileGuard(_ condition: Term) -> (entry: Int, Selection?)? {
    var conjuncts: [Term]
    switch condition {
    case .constant(let value):
      guard value != 0 else { return nil }
      conjuncts = []
    case .and(let operands): conjuncts = operands
    default: conjuncts = [condition]
    }
    let best = Selection.best(among: conjuncts, cellSizes: layout.cellSizes)
    if let best { conjuncts.remove(at: best.position) }
    let entry = assembler.position
    let (body, reject) = (assembler.makeLabel(), assembler.makeLabel())
    for conjunct in conjuncts {
      assembler.scratch { $0.branch(conjunct, when: false, to: reject) }
    }
    if !conjuncts.isEmpty {
      assembler.emit(.jump, to: body)
      assembler.place(reject)
      assembler.emit(.reject)
      assembler.place(body)
    }
    return (entry, best?.1)
  }

  private mutating func compile(
    _ checks: [ResolvedAction.ResolvedCheck], first: Int, _ environment: inout Environment
  ) {
    for (offset, check) in checks.enumerated() {
      let ground = check.condition.grounded(&environment)
      if case .constant(let value) = ground, (value != 0) == check.isRequirement { continue }
      let skip = assembler.makeLabel()
      assembler.branch(ground, when: check.isRequirement, to: skip)
      assembler.emit(.report, first + offset)
      assembler.place(skip)
      assembler.endStatement()
    }
  }

  private mutating func compile(
    _ update: ResolvedAction.ResolvedUpdate, _ environment: inout Environment
  ) {
    forEachAssignment(of: update.binders, &environment) { environment in
      let condition = update.condition.grounded(&environment)
      if case .constant(0) = condition { return true }
      let place = update.place.grounded(&environment)
      let value = update.value?.grounded(&environment)
      if case .constant = condition {
        assembler.store(value, in: place)
      } else {
        let skip = assembler.makeLabel()
        assembler.branch(condition, when: false, to: skip)
        assembler.store(value, in: place)
        assembler.place(skip)
      }
      assembler.endStatement()
      return true
    }
  }
}
