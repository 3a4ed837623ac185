/// An action with its arguments, and where its code starts.
struct Instance: BitwiseCopyable {
  var action: Int32
  /// The position of the arguments among all of the action, the last argument fastest.
  var ordinal: Int32
  var entry: Int32
  /// Where its guard has been passed.
  var body: Int32
}

/// For every state, the few instances whose guards need a look.
///
/// An instance whose guard demands something of one cell, such as the location of its task, is
/// listed under the contents of that cell that meet the demand:
///
///     cell pc[0]: │ idle ─► 0 1 2 3 │ w1 ─► 7 │ w2 ─► 8 9 10 │ …
///     cell pc[1]: │ idle ─► 4 5 6   │ w1 ─► …
///     always:     │ 90 91 92
struct InstanceIndex {
  private(set) var instances: [Instance] = []
  private var always: [Int32] = []
  private var byCell: [Int: [[Int32]]] = [:]

  /// Adds an instance that can only be enabled where the selection holds.
  mutating func add(_ instance: Instance, _ selection: Selection?) {
    let number = Int32(instances.count)
    instances.append(instance)
    guard let selection else { return always.append(number) }
    let none = Array(repeating: [Int32](), count: selection.holds.count)
    for (content, isListed) in selection.holds.enumerated() where isListed {
      byCell[selection.cell, default: none][content].append(number)
    }
  }

  /// For each cell that is looked at, what is listed under each of its contents.
  var lists: [(cell: Int, members: [[Int32]])] {
    byCell.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The instances that are not listed under a cell.
  func instances(apartFrom cell: Int) -> [Int32] {
    let listed = Set((byCell[cell] ?? []).joined())
    return instances.indices.map { Int32($0) }.filter { !listed.contains($0) }
  }

  /// The lists in one row of memory.
  struct Flat {
    /// The cells that tell states apart; for each, where its lists' starts begin.
    var cells: [Int32] = []
    var firsts: [Int32] = []
    /// The start of each list in `members`; a list ends where the next one starts.
    var starts: [Int32] = []
    var members: [Int32] = []
    /// The number of members at the beginning that are candidates in every state.
    var alwaysCount = 0
  }

  /// When an instance deserves a look.
  struct Occasion {
    var instance: Int
    /// The cell that is looked at, or -1, and the contents with which it does.
    var cell: Int
    var contents: [Int]
  }

  /// All instances in an order that has the candidates of every state in the order of `flat`.
  var occasions: [Occasion] {
    var occasions = always.map { Occasion(instance: Int($0), cell: -1, contents: []) }
    for (cell, lists) in byCell.sorted(by: { $0.key < $1.key }) {
      var contents: [Int32: [Int]] = [:]
      for (content, list) in lists.enumerated() {
        for member in list { contents[member, default: []].append(content) }
      }
      for (member, list) in contents.sorted(by: { $0.key < $1.key }) {
        occasions.append(Occasion(instance: Int(member), cell: cell, contents: list))
      }
    }
    return occasions
  }

  /// The lists, cells in ascending order.
  var flat: Flat {
    var flat = Flat(members: always, alwaysCount: always.count)
    for (cell, lists) in byCell.sorted(by: { $0.key < $1.key }) {
      flat.cells.append(Int32(cell))
      flat.firsts.append(Int32(flat.starts.count))
      for list in lists {
        flat.starts.append(Int32(flat.members.count))
        flat.members += list
      }
      flat.starts.append(Int32(flat.members.count))
    }
    return flat
  }
}
