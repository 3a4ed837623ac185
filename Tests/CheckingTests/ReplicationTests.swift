import Checking
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// Copies of a workload do what the workload does, without its budgets.
@Suite("Copies of a workload")
struct ReplicationTests {
  /// Workloads with one role, with two, with two tasks of a role, with a recipe, with a full device.
  private static let cases = [
    ["pwrite", "no_foreign_data"], ["punch+pwrite", "recovered_is_clean"],
    ["zeroinit", "repair_kept"], ["write-flag", "repair_crash_safe"],
    ["falloc-mode", "handler_repairs"], ["zeroinit", "works_when_full_contended"],
  ]

  private static func search(
    _ names: [String], sizes: [String: Int] = [:]
  ) throws -> (Plan.Search, Assembly) {
    let (plan, assembly) = try RealSpecs.smallPlan(
      Selection(kernels: ["linux-5.14-ext4"], designs: [names[0]], properties: [names[1]]),
      scope: sizes)
    return (try #require(plan.searches.first), assembly)
  }

  @Test("one copy is the workload itself", arguments: cases)
  func oneCopy(names: [String]) throws {
    var (search, assembly) = try Self.search(names)
    search.scope.calls = 999
    search.scope.budgets = search.scope.budgets.mapValues { $0 > 0 ? 999 : 0 }
    let (whole, scope) = try assembly.system(of: search)
    for isReduced in [false, true] {
      let system = isReduced ? Assembly.reduced(whole, of: search) : whole
      let ordinary = Evaluator(system: system, scope: scope)
      let copy = Evaluator(
        system: try assembly.replicated(
          search, property: names[1], copies: [[:]], isReduced: isReduced), scope: scope)
      let cast = Set(copy.system.casts.flatMap(\.variables))
      let counted = system.variables.filter { $0.role == .budget }.map(\.name)
      #expect(counted.contains("calls.left") && !cast.isEmpty)
      let names = Set(system.variables.map(\.name))
      // A proof is also about who holds a lock, which nothing else reads.
      func isHolder(_ name: String) -> Bool {
        name.hasSuffix(".exclusive") && !names.contains(name)
      }
      #expect(
        copy.system.variables.map(\.name).filter { !cast.contains($0) && !isHolder($0) }
          == system.variables.map(\.name).filter { !counted.contains($0) })
      #expect(copy.system.quiescent == nil && copy.system.minimumSizes == system.minimumSizes)
      try sameSteps(copy, ordinary, limit: isReduced ? 400 : 60, words: !isReduced)
    }
  }

  /// Whether both have the same steps in states that agree, with the same words if these are kept.
  private func sameSteps(
    _ copy: Evaluator, _ ordinary: Evaluator, limit: Int, words: Bool
  ) throws {
    let embedding = Embedding(copy, ordinary)
    let back = Embedding(ordinary, copy)
    var states = 0
    try embedding.walk(limit: limit) { state, other, steps in
      states += 1
      let here = embedding.common(state)
      let mine = Set(
        steps.map { told($0, copy, words ? state : nil, embedding.common($0.target)) })
      let others = Set(
        try ordinary.transitions(from: other).map {
          told($0, ordinary, words ? other : nil, back.common($0.target))
        })
      // What changes nothing but a budget is left out where there are no budgets.
      #expect(mine == others.filter { $0.target != here || mine.contains($0) })
    }
    #expect(states == limit)
  }

  /// A step as it is told, and what it does.
  private struct Told: Hashable {
    var words: String
    var violated: [Int]
    var target: [UInt16]
  }

  private func told(
    _ step: Evaluator.Transition, _ evaluator: Evaluator, _ state: State?, _ target: [UInt16]
  ) -> Told {
    let action = evaluator.system.actions[step.firing.action]
    let bindings = evaluator.bindings(of: step.firing)
    var words = action.name
    if let state {
      words += " " + evaluator.text(of: action.label, in: state, bindings)
      if case .task(let task) = action.label.lane {
        words += " by " + evaluator.text(of: task, in: state, bindings)
      }
    }
    return Told(words: words, violated: step.violated, target: target)
  }

  @Test("each of two copies can do what one can", arguments: cases.dropLast())
  func twoCopies(names: [String]) throws {
    var (search, assembly) = try Self.search(names)
    let one = try Self.evaluator(search, assembly, copies: [[:]])
    for sizes in [["file": 4, "block": 3, "page": 1], ["file": 2, "block": 3, "page": 2]] {
      search.scope.sizes.merge(sizes) { $1 }
      // The third way leaves one copy no page besides the one that it names.
      let ways = try assembly.defaultCopies(of: search, count: 2).prefix(2)
      let copies = try #require(ways.last)
      let two = try Self.evaluator(search, assembly, copies: copies)
      #expect(two.system.minimumSizes["task"] == one.layout.scope["task"] * 2)
      let found = explore(
        two.system, scope: two.layout.scope, options: SearchOptions(maximumDepth: 5))
      #expect(found.specError == nil && found.distinctStates > 100)
      for copy in 0...1 {
        let elements = Self.elements(of: copy, copies, one, two)
        try Embedding(one, two, elements: elements).walk(limit: 60) { _, _, steps in
          #expect(!steps.isEmpty)
        }
      }
    }
  }

  /// What each element of the single workload is in one of the copies: its constants, or one that no
  /// copy has a name for.
  private static func elements(
    of copy: Int, _ copies: [[String: [Int]]], _ one: Evaluator, _ two: Evaluator
  ) -> [String: [Int]] {
    var elements: [String: [Int]] = [:]
    for sort in one.system.sorts.map(\.name) {
      let named = copies[copy][sort] ?? []
      let taken = Set(copies.flatMap { $0[sort] ?? [] })
      let free = (0..<two.layout.scope[sort]).filter { !taken.contains($0) }
      elements[sort] = Array((named + free).prefix(one.layout.scope[sort]))
    }
    let tasks = one.layout.scope["task"]
    elements["task"] = Array(copy * tasks..<(copy + 1) * tasks)
    return elements
  }

  /// The system of some copies, at a scope that has room for them.
  private static func evaluator(
    _ search: Plan.Search, _ assembly: Assembly, copies: [[String: [Int]]]
  ) throws -> Evaluator {
    let system = try assembly.replicated(search, property: search.properties[0], copies: copies)
    let sizes = search.scope.sizes.merging(system.minimumSizes) { max($0, $1) }
    return Evaluator(system: system, scope: Scope(sizes))
  }

  @Test("ways for copies to lie side by side, as far as there is room")
  func ways() throws {
    let (search, assembly) = try Self.search(["pwrite", "no_foreign_data"])
    func ways(_ count: Int, _ sizes: [String: Int]) throws -> [[[String: [Int]]]] {
      var search = search
      search.scope.sizes.merge(sizes) { $1 }
      return try assembly.defaultCopies(of: search, count: count)
    }
    let itself = ["file": [0, 1], "page": [0], "block": [0], "data": [0]]
    #expect(try ways(1, [:]) == [[itself]])
    #expect(try ways(2, [:]).isEmpty)
    // The second file is empty at first: the copies may share it.
    let shared = ["file": [2, 1], "page": [0], "block": [1], "data": [0]]
    #expect(try ways(2, ["file": 3]) == [[itself, shared]])
    let apart = ["file": [2, 3], "page": [0], "block": [1], "data": [1]]
    let paged = ["file": [0, 1], "page": [1], "block": [1], "data": [1]]
    let away = ["file": [2, 3], "page": [1], "block": [1], "data": [1]]
    #expect(
      try ways(2, ["file": 4, "page": 2, "data": 2])
        == [[itself, apart], [itself, paged], [itself, away]])
    // Two copies in the same files, and a third one in others.
    let second = ["file": [2, 3], "page": [0], "block": [2], "data": [2]]
    let third = ["file": [4, 5], "page": [0], "block": [2], "data": [2]]
    #expect(
      try ways(3, ["file": 6, "page": 2, "block": 3, "data": 3])
        == [[itself, apart, third], [itself, paged, second]])
    #expect(try ways(2, ["file": 4, "page": 2, "block": 1]).isEmpty)
  }

  @Test("the reduction keeps who plays what, and the constants of what is left")
  func reduction() throws {
    let (search, assembly) = try Self.search(["pwrite", "no_foreign_data"])
    let copies = [[:], ["file": [2, 3], "block": [1]]]
    let whole = try assembly.replicated(
      search, property: "no_foreign_data", copies: copies, isReduced: false)
    let part = try assembly.replicated(search, property: "no_foreign_data", copies: copies)
    #expect(part.variables.count < whole.variables.count)
    #expect(part.casts == whole.casts)
    #expect(part.casts.map(\.role) == ["owner", "bystander", "init"])
    for variable in part.casts.flatMap(\.variables) { #expect(part.variable(variable) != nil) }
    #expect(!part.initialTemplate.isEmpty)
    #expect(part.initialTemplate.allSatisfy { part.variable($0.variable) != nil })
    let named = part.initialTemplate.filter { $0.variable == "extent" }
    #expect(named.map(\.indices) == [[.element(sort: "file", 0), .element(sort: "page", 0)]])
    let copied = part.initialUpdates.filter { $0.variable == "extent" }
    #expect(copied.map { $0.indices[0] } == [0, 2].map { .element(sort: "file", $0) })
    #expect(part.minimumSizes == ["task": 4, "file": 4, "page": 1, "block": 2, "data": 1])
  }

  @Test("every workload and property can be replicated")
  func everything() throws {
    let (plan, assembly) = try RealSpecs.smallPlan(
      Selection(kernels: ["linux-5.14-xfs"], designs: ["zeroinit", "fiemap+blkzeroout"]))
    for cell in plan.searches {
      for property in cell.properties {
        let system = try assembly.replicated(cell, property: property, copies: [[:], [:]])
        #expect(!system.variables.contains { $0.role == .budget })
        #expect(!system.actions.isEmpty && system.properties.map(\.name) == [property])
      }
    }
  }
}
