/// The states of a search that are on disk.
///
/// All of them are in the log, in the order of their discovery, and in one of the sorted runs. A
/// table in memory takes what steps lead to; when it is full, or a level ends, its states are
/// looked up in the runs, all in one pass, and those that are new are appended to both. As the
/// first discovery of a state is also the first one in its table, the log has all states in the
/// order in which a search in memory numbers them.
///
///     table:  │ … │   what was reached since, some of it known
///     log:    │ 0 │ 1 │ 2 │ … │ count - 1 │
///     runs:   │ sorted ········ │   │ sorted ···· │   │ sorted · │
final class SettledStates {
  private let storage: SearchStorage
  private let wordCount: Int
  private let hashMask: UInt64
  private var log: StateLog
  private var runs: [SortedRun] = []
  /// The number of states that are in a run: the first one of the table has it as its number.
  private(set) var count = 0

  /// Origins have one bit for a mark, and one value that is none.
  private static let most = 1 << 31 - 1

  init(_ storage: SearchStorage, wordCount: Int, hashMask: UInt64) throws(StorageFailure) {
    self.storage = storage
    self.wordCount = wordCount
    self.hashMask = hashMask
    let start = storage.checkpoint?.start
    let rows = start?.states ?? 0
    let open = storage.checkpoint?.states ?? storage.open
    let file = WordFile(try open(), keeping: rows * (wordCount + 1), storage.space)
    log = StateLog(
      file, wordCount: wordCount, count: rows, digest: start?.digest ?? StateLog.emptyDigest)
  }

  /// Moves the new states of the table to disk, in their order, and empties it.
  ///
  /// After a failure `count` is what it was, and so is the table if nothing was on disk yet.
  ///
  /// - Parameter table: The states from `count` on, but also some that are known.
  /// - Throws: Why they cannot be written, or others not be read.
  func settle(_ table: inout StateStore) throws(StorageFailure) {
    guard count + table.count < Self.most else {
      throw StorageFailure("there are more than 2^31")
    }
    let run = SortedRun(file: try makeFile(), wordCount: wordCount, hashMask: hashMask)
    try look(up: &table, run)
    try run.file.flush()
    var number = count
    for position in 0..<table.count where !table.isForgotten(position) {
      // Some of the first ones may be in the log already, for a checkpoint.
      if number >= log.count {
        try unsafe log.append(origin: table.origin(of: position), table.words(of: position))
      }
      number += 1
    }
    try log.flush()
    if run.count > 0 { runs.append(run) }
    try mergeRuns()
    count = number
    table.removeAll()
  }

  private func makeFile() throws(StorageFailure) -> WordFile {
    WordFile(try storage.open(), keeping: 0, storage.space)
  }

  /// Lets a table forget the states that are in a run, and writes the others to a new one.
  private func look(up table: inout StateStore, _ run: SortedRun) throws(StorageFailure) {
    let readers = runs.map { SharedReader(RunReader($0)) }
    for reader in readers { try reader.reader.advance() }
    try unsafe table.retainInOrder { hash, words throws(StorageFailure) in
      for reader in readers where try unsafe reader.reader.find(hash, words) { return false }
      try unsafe run.file.append(words, wordCount)
      return true
    }
  }

  /// Readers cannot be copied, and arrays hold only what can be.
  private final class SharedReader {
    var reader: RunReader

    init(_ reader: consuming RunReader) { self.reader = reader }
  }

  /// Merges small runs, so that there are only as many as the number of states has digits.
  private func mergeRuns() throws(StorageFailure) {
    while runs.count > 1, runs[runs.count - 1].count * 2 >= runs[runs.count - 2].count {
      let merged = try SortedRun.merged(
        runs[runs.count - 2], runs[runs.count - 1], into: try makeFile())
      runs.removeLast(2)
      runs.append(merged)
    }
  }
}

/// What checkpoints are made of.
extension SettledStates {
  /// Whether the log has the states of a point.
  func isIntact(_ point: SearchPoint) throws(StorageFailure) -> Bool {
    guard log.count == point.states else { return false }
    return try log.hasDigest(point.digest)
  }

  /// Fills an empty table with the states of the log, and settles what does not fit; false if some
  /// state is there twice.
  func load(_ table: inout StateStore) throws(StorageFailure) -> Bool {
    var number = 0
    while number < log.count {
      try log.fetch(number)
      let (words, origin) = unsafe (log.words(of: number), log.origin(of: number))
      let insertion = unsafe table.insert(
        words, table.hash(words), parent: Int(origin >> 1), isMarked: origin & 1 != 0)
      switch insertion {
      case .known: return false
      case .added: number += 1
      case .full:
        guard table.count > 0 else { throw StorageFailure("there is no memory for one") }
        try settle(&table)
      }
    }
    if count > 0, table.count > 0 { try settle(&table) }
    return count + table.count == log.count
  }

  /// Makes sure that all states are on the disk itself: if none is settled, those of the table.
  ///
  /// - Returns: The digest of the log.
  func log(_ table: borrowing StateStore) throws(StorageFailure) -> UInt64 {
    if count == 0 {
      for number in log.count..<table.count {
        try unsafe log.append(origin: table.origin(of: number), table.words(of: number))
      }
    }
    try log.synchronize()
    return log.digest
  }
}

extension SettledStates {
  /// Makes sure that a state can be looked at, and some of those after it.
  func fetch(_ number: Int) throws(StorageFailure) { try log.fetch(number) }

  /// At most so many fetched states from this one on.
  func batch(from number: Int, atMost most: Int) -> Batch {
    log.batch(from: number, atMost: most)
  }

  /// Copies a fetched state.
  func load(_ number: Int, into words: inout Buffer<UInt32>) {
    unsafe words.copy(from: log.words(of: number))
  }

  /// The bit that was given with a fetched state.
  func isMarked(_ number: Int) -> Bool { log.origin(of: number) & 1 != 0 }

  /// The state from which a fetched state was reached first.
  func parent(of number: Int) -> Int { Int(log.origin(of: number) &>> 1) }
}
