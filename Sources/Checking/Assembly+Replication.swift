package import TransitionSystem

/// Any number of copies of a search's workload, for what is to hold at every size.
extension Assembly {
  /// The system of one property with copies of the workload side by side and without budgets.
  ///
  /// Its `minimumSizes` say how large a scope the copies need.
  ///
  /// - Parameters:
  ///   - search: The search whose kernel, design and workload are meant.
  ///   - property: The only property.
  ///   - copies: For each copy and sort, the element of each constant by its number.
  ///   - isReduced: Whether to leave out what neither guards nor the property can see, as the
  ///     search does.
  /// - Returns: The system.
  /// - Throws: What cannot be replicated, with its place.
  package func replicated(
    _ search: Plan.Search, property: String, copies: [[String: [Int]]], isReduced: Bool = true
  ) throws(CompositionError) -> TransitionSystem {
    let alone = search.about(property)
    let whole = try replicated(alone, copies)
    return isReduced ? Self.reduced(whole, of: alone) : whole
  }

  /// The whole system of all properties of a search, likewise, but with budgets if it is bounded.
  package func replicated(
    _ search: Plan.Search, _ copies: [[String: [Int]]], isBounded: Bool = false
  ) throws(CompositionError) -> TransitionSystem {
    var composition = try composition(of: search)
    composition.replication = Replication(copies: copies, isBounded: isBounded)
    return try composed(composition, search.properties)
  }

  /// The copies of the workload that the scope of a search asks for.
  ///
  /// - Throws: That the scope is too small for them.
  func laidOut(_ search: Plan.Search) throws(CompositionError) -> [[String: [Int]]] {
    let scope = search.scope
    let ways = try defaultCopies(of: search, count: scope.copies)
    guard scope.layout <= ways.count else {
      let found =
        switch ways.count {
        case 0: "there is none"
        case 1: "there is 1"
        default: "there are \(ways.count)"
        }
      throw CompositionError(
        "\(scope.copies) copies of '\(search.workload)' have no layout \(scope.layout) in this "
          + "scope: \(found); more files or blocks allow more")
    }
    return ways[scope.layout - 1]
  }

  /// Ways for some copies of a search's workload to lie side by side, each as `replicated` takes
  /// it; the first copy is always the workload as it is written.
  ///
  /// In the first way the copies share no file and no block: no element that the initial state
  /// uses as an index. Other elements they share only if the scope is too small. Ordered sorts
  /// number the places within a file and are the same in every copy. In the second way all copies
  /// use the same files, and places of their own in them, and in the third one nothing is shared at
  /// all. Of three copies and more, in a fourth way the second one lies as in the second way and
  /// the others as in the first. A way for which the scope is too small is left out, and so is
  /// what a way before it is.
  package func defaultCopies(
    of search: Plan.Search, count: Int
  ) throws(CompositionError) -> [[[String: [Int]]]] {
    let system = try replicated(search, [[:]])
    let ordered = Set(system.sorts.filter(\.isOrdered).map(\.name))
    var indices: [String: Set<Int>] = [:]
    var containers: Set<String> = []
    for update in system.initialTemplate {
      let named = update.indices.compactMap(\.asElement)
      for element in named { indices[element.sort, default: []].insert(element.number) }
      guard named.contains(where: { ordered.contains($0.sort) }) else { continue }
      containers.formUnion(named.map(\.sort).filter { !ordered.contains($0) })
    }
    var constants: [String: Set<Int>] = [:]
    for member in system.casts.flatMap(\.members) {
      constants[member.sort, default: []].insert(member.number)
    }
    func all(_ sorts: Set<String>) -> Set<Constant> {
      Set(
        sorts.flatMap { sort in (constants[sort] ?? []).map { Constant(sort: sort, number: $0) } })
    }
    let layout = CopyLayout(
      constants: constants, indices: indices, sizes: search.scope.sizes)
    let others = count - 1
    var alternatives = [all(ordered), all(containers), []]
    for cast in system.casts where cast.role != Cast.initialRole {
      let files = cast.members.filter { containers.contains($0.sort) }
        .map { Constant(sort: $0.sort, number: $0.number) }
      if files.count > 1 { alternatives += files.map { [$0] } }
    }
    var shared = alternatives.map { Array(repeating: $0, count: others) }
    if others > 1 {
      shared.append([all(containers)] + Array(repeating: all(ordered), count: others - 1))
    }
    var ways: [[[String: [Int]]]] = []
    for shared in containers.isEmpty ? [shared[0]] : shared {
      guard let way = layout.copies(sharing: shared), !ways.contains(way) else { continue }
      ways.append(way)
    }
    return ways
  }
}

/// An element that the workload names.
private struct Constant: Hashable {
  var sort: String
  var number: Int
}

/// Where the constants of each copy of a workload may lie.
private struct CopyLayout {
  /// The numbers that the workload names of each sort.
  var constants: [String: Set<Int>]
  /// Those that no two copies may share.
  var indices: [String: Set<Int>]
  var sizes: [String: Int]

  /// The copies, those after the first with the constants that they share with it; nil: the scope
  /// is too small.
  func copies(sharing shared: [Set<Constant>]) -> [[String: [Int]]]? {
    var copies = Array(repeating: [String: [Int]](), count: shared.count + 1)
    for (sort, numbers) in constants {
      let named = (numbers.max() ?? 0) + 1
      let size = max(sizes[sort] ?? 1, named)
      var apart = numbers
      var count: Int {
        shared.map { shared in apart.count { !shared.contains(Constant(sort: sort, number: $0)) } }
          .reduce(named, +)
      }
      if count > size { apart.formIntersection(indices[sort] ?? []) }
      guard count <= size else { return nil }
      var next = named
      for copy in copies.indices {
        copies[copy][sort] = (0..<named).map { number in
          guard copy > 0, apart.contains(number),
            !shared[copy - 1].contains(Constant(sort: sort, number: number))
          else { return number }
          defer { next += 1 }
          return next
        }
      }
    }
    return copies
  }
}

extension Expression {
  fileprivate var asElement: (sort: String, number: Int)? {
    if case .element(let sort, let number) = self { (sort, number) } else { nil }
  }
}
