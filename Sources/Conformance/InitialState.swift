import SpecLanguage
import TransitionSystem

/// What a litmus test's initial state says about files, blocks and the platform.
struct InitialState {
  /// A page of a file.
  struct Position: Hashable, Comparable {
    var file: Int
    var page: Int

    static func < (first: Position, second: Position) -> Bool {
      (first.file, first.page) < (second.file, second.page)
    }
  }

  /// The block that a page has, and whether it is written.
  struct Extent: Hashable {
    var block: Int
    var isWritten: Bool
  }

  /// A sector of a block.
  struct Part: Hashable {
    var block: Int
    var sector: Int
  }

  /// The sectors of a page on real devices.
  static let sectors = 8

  private(set) var extents: [Position: Extent] = [:]
  private(set) var contents: [Int: Expression] = [:]
  /// What single sectors have that is not what their block has.
  private(set) var partContents: [Part: Expression] = [:]
  private(set) var poisoned: Set<Part> = []
  private(set) var recorded: Set<Part> = []
  /// For each block the one that lies behind it.
  private(set) var followers: [Int: Int] = [:]
  /// Files that began as a copy of another one, by the copy.
  private(set) var origins: [Int: Int] = [:]
  /// Pages that a task has mapped, with the task.
  private(set) var mapped: [Position: Int] = [:]
  private(set) var clearing = "whole"
  private var committed: [Position: Extent] = [:]
  let hasLoads: Bool

  init(_ test: LitmusTest) throws(NoProgram) {
    hasLoads = test.fragment.callables.flatMap(\.body.flattened).contains { statement in
      if case .call(let call, _) = statement { call.callee == "load" } else { false }
    }
    for statement in test.initialization {
      guard case .write(let update, _) = statement,
        update.bound.allSatisfy({ $0.type == .sort("sector") }), update.condition == .bool(true),
        let value = update.value
      else { throw NoProgram("its initial state is more than a list of assignments") }
      // Of all sectors of a block is said what is said of a block without any.
      let indices = update.indices.filter { index in
        !update.bound.contains { index == .variable($0) }
      }
      try set(update.variable, try Self.numbers(indices), value)
    }
    if committed != extents {
      throw NoProgram("its initial state has something that is not committed")
    }
    let owned = Set(extents.values.map(\.block))
    if !Set(poisoned.union(recorded).map(\.block)).isSubset(of: owned) {
      throw NoProgram("its initial state has an error in a block that no file has")
    }
    try requireLayout()
  }

  private mutating func set(
    _ variable: String, _ indices: [Int], _ value: Expression
  ) throws(NoProgram) {
    switch (variable, value) {
    case ("extent", _): extents[Self.position(indices)] = try Self.extent(value)
    case ("committed_extent", _): committed[Self.position(indices)] = try Self.extent(value)
    case ("content", _): set(content: value, indices)
    case ("poison", .bool(let isSet)): Self.set(isSet, indices, in: &poisoned)
    case ("bad", .bool(let isSet)): Self.set(isSet, indices, in: &recorded)
    case ("follows", .bool(let isSet)): followers[indices[0]] = isSet ? indices[1] : nil
    case ("clone", .bool(true)): origins[indices[1]] = indices[0]
    case ("user_mapping", .bool(true)):
      mapped[Position(file: indices[1], page: indices[2])] = indices[0]
    case ("clearing", .make(_, let name, _)): clearing = name
    // Follows from the files that there are.
    case ("usage", .make(_, "owned", _)), ("committed_usage", .make(_, "owned", _)): break
    default:
      throw NoProgram("nothing sets '\(variable)' to '\(value.description)' on a real kernel")
    }
  }

  private mutating func set(content: Expression, _ indices: [Int]) {
    if indices.count > 1 {
      partContents[Part(block: indices[0], sector: indices[1])] = content
    } else {
      contents[indices[0]] = content
      partContents = partContents.filter { $0.key.block != indices[0] }
    }
  }

  private static func set(_ isMember: Bool, _ indices: [Int], in parts: inout Set<Part>) {
    let chosen = indices.count > 1 ? [indices[1]] : Array(0..<sectors)
    let named = chosen.map { Part(block: indices[0], sector: $0) }
    if isMember { parts.formUnion(named) } else { parts.subtract(named) }
  }

  private static func position(_ indices: [Int]) -> Position {
    Position(file: indices[0], page: indices[1])
  }

  private static func numbers(_ indices: [Expression]) throws(NoProgram) -> [Int] {
    var result: [Int] = []
    for index in indices {
      guard case .element(_, let number) = index else {
        throw NoProgram("its initial state has an index that is no constant")
      }
      result.append(number)
    }
    return result
  }

  private static func extent(_ value: Expression) throws(NoProgram) -> Extent? {
    switch value {
    case .make(_, "hole", _): return nil
    case .make(_, let name, let payload):
      if ["written", "unwritten"].contains(name), case .element(_, let block)? = payload.first {
        return Extent(block: block, isWritten: name == "written")
      }
    default: break
    }
    throw NoProgram("its initial state has the extent '\(value.description)'")
  }
}
