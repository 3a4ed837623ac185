/// What follows from an initial state: where blocks have to lie, and on which platform it can be.
extension InitialState {
  /// The blocks that pages have, with the pages, in order.
  var owners: [(position: Position, extent: Extent)] {
    extents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Whether a block is poisoned and the kernel does not know.
  var hasLatentPoison: Bool { !poisoned.isSubset(of: recorded) }

  /// Whether something is loaded and a page is mapped whose block is poisoned: a machine check.
  var loadsPoison: Bool {
    hasLoads && mapped.keys.contains { isPoisoned($0) }
  }

  /// The simplest platform that can be brought into this state.
  var platform: Platform {
    if loadsPoison { return .machineCheck }
    if hasLatentPoison || clearing == "partial" { return .media }
    return clearing == "none" ? .nvdimm : .memmap
  }

  private func isPoisoned(_ position: Position) -> Bool {
    guard let extent = extents[position] else { return false }
    return poisoned.contains { $0.block == extent.block }
  }

  /// Whether it says which blocks lie one behind the other.
  var hasLayout: Bool { !followers.isEmpty }

  /// The page before, if both have a block.
  private func page(before position: Position) -> Extent? {
    extents[Position(file: position.file, page: position.page - 1)]
  }

  /// Whether a page is to lie in one extent with the one before it.
  func isJoined(_ position: Position) -> Bool {
    guard let extent = extents[position], let before = page(before: position) else { return false }
    return followers[before.block] == extent.block
  }

  /// The pages of each file that are to be one extent each, in order.
  var runs: [(file: Int, pages: ClosedRange<Int>)] {
    var result: [(file: Int, pages: ClosedRange<Int>)] = []
    for (position, _) in owners {
      if isJoined(position), let last = result.popLast() {
        result.append((last.file, last.pages.lowerBound...position.page))
      } else {
        result.append((position.file, position.page...position.page))
      }
    }
    return result
  }

  /// Blocks follow each other only in files, and are shared only by copies of a whole file.
  func requireLayout() throws(NoProgram) {
    let pairs = owners.filter { isJoined($0.position) }.count
    if pairs != followers.count {
      throw NoProgram("its initial state has blocks in a row that are no pages in a row")
    }
    var first: [Int: Position] = [:]
    for (position, extent) in owners {
      let origin = Position(file: origins[position.file] ?? position.file, page: position.page)
      let owner = first[extent.block] ?? origin
      if owner != origin || extents[origin] != extent {
        throw NoProgram("its initial state has files that share blocks and are no copies")
      }
      first[extent.block] = owner
    }
  }
}
