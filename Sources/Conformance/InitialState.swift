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

  private(set) var extents: [Position: Extent] = [:]
  private(set) var contents: [Int: Expression] = [:]
  private(set) var poisoned: Set<Int> = []
  private(set) var recorded: Set<Int> = []
  /// Pages that a task has mapped, with the task.
  private(set) var mapped: [Position: Int] = [:]
  private(set) var clearing = "whole"
  private var committed: [Position: Extent] = [:]
  private let hasLoads: Bool

  init(_ test: LitmusTest) throws(NoProgram) {
    hasLoads = test.fragment.callables.flatMap(\.body.flattened).contains { statement in
      if case .call(let call, _) = statement { call.callee == "load" } else { false }
    }
    for statement in test.initialization {
      guard case .write(let update, _) = statement, update.bound.isEmpty,
        update.condition == .bool(true), let value = update.value
      else { throw NoProgram("its initial state is more than a list of assignments") }
      try set(update.variable, try Self.numbers(update.indices), value)
    }
    if committed != extents {
      throw NoProgram("its initial state has something that is not committed")
    }
    let owned = Set(extents.values.map(\.block))
    if !poisoned.union(recorded).isSubset(of: owned) {
      throw NoProgram("its initial state has an error in a block that no file has")
    }
  }

  private mutating func set(
    _ variable: String, _ indices: [Int], _ value: Expression
  ) throws(NoProgram) {
    switch (variable, value) {
    case ("extent", _): extents[Self.position(indices)] = try Self.extent(value)
    case ("committed_extent", _): committed[Self.position(indices)] = try Self.extent(value)
    case ("content", _): contents[indices[0]] = value
    case ("poison", .bool(let isSet)): Self.set(isSet, indices[0], in: &poisoned)
    case ("bad", .bool(let isSet)): Self.set(isSet, indices[0], in: &recorded)
    case ("user_mapping", .bool(true)):
      mapped[Position(file: indices[1], page: indices[2])] = indices[0]
    case ("clearing", .make(_, let name, _)): clearing = name
    // Follows from the files that there are.
    case ("usage", .make(_, "owned", _)), ("committed_usage", .make(_, "owned", _)): break
    default:
      throw NoProgram("nothing sets '\(variable)' to '\(value.description)' on a real kernel")
    }
  }

  private static func set(_ isMember: Bool, _ block: Int, in blocks: inout Set<Int>) {
    if isMember { blocks.insert(block) } else { blocks.remove(block) }
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

  /// The blocks that pages have, with the pages, in order.
  var owners: [(position: Position, extent: Extent)] {
    extents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether a block is poisoned and the kernel does not know.
  var hasLatentPoison: Bool { !poisoned.isSubset(of: recorded) }

  /// Whether something is loaded and a page is mapped whose block is poisoned: a machine check.
  var loadsPoison: Bool {
    hasLoads && mapped.keys.contains { extents[$0].map { poisoned.contains($0.block) } ?? false }
  }

  /// The simplest platform that can be brought into this state.
  var platform: Platform {
    if loadsPoison { return .machineCheck }
    if hasLatentPoison || clearing == "partial" { return .media }
    return clearing == "none" ? .nvdimm : .memmap
  }
}
