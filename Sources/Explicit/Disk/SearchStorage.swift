/// Where a search puts states that its memory does not hold.
///
/// The search reads and writes files; whoever asks for the search opens them.
package struct SearchStorage: Sendable {
  /// Opens an empty file for reading and writing, which is gone when it is closed.
  package var open: @Sendable () throws(StorageFailure) -> Int32
  /// The room on disk that searches share.
  package var space: DiskSpace
  /// The most states that are in memory; tests make it small.
  package var mostStates = Int.max
  /// Where the search is kept, so that another process can go on with it; nil: nowhere.
  package var checkpoint: Checkpoint?

  package init(
    space: DiskSpace, open: @escaping @Sendable () throws(StorageFailure) -> Int32
  ) {
    self.space = space
    self.open = open
  }
}

/// Why states cannot be written, or read again.
package struct StorageFailure: Error, Hashable, Sendable {
  package var message: String

  package init(_ message: String) { self.message = message }
}

/// Where a search is kept while it runs.
package struct Checkpoint: Sendable {
  /// Opens the file of states, in the order of their discovery; the search closes it.
  package var states: @Sendable () throws(StorageFailure) -> Int32
  /// Where to begin; nil: at the beginning, whatever the file holds.
  package var start: SearchPoint?
  /// Asked now and then: whether it is time to keep what has been done.
  package var isDue: @Sendable () -> Bool
  /// Keeps how far the search is; its states are safe on disk.
  package var save: @Sendable (SearchPoint) throws(StorageFailure) -> Void
  /// Called once if the states at the start are damaged, and the search begins anew; or if no more
  /// can be kept, and it goes on.
  package var complain: @Sendable (Complaint) -> Void

  package enum Complaint: Hashable, Sendable {
    case damaged(String)
    case notKept(String)
  }

  package init(
    states: @escaping @Sendable () throws(StorageFailure) -> Int32, start: SearchPoint?,
    isDue: @escaping @Sendable () -> Bool,
    save: @escaping @Sendable (SearchPoint) throws(StorageFailure) -> Void,
    complain: @escaping @Sendable (Complaint) -> Void
  ) {
    self.states = states
    self.start = start
    self.isDue = isDue
    self.save = save
    self.complain = complain
  }
}

/// How far a search is, between two states: all but the states themselves.
package struct SearchPoint: Hashable, Sendable {
  /// The states that are known, and a digest of their rows in the file.
  package var states = 0
  package var digest: UInt64 = 0
  /// The states whose steps are known.
  package var expanded = 0
  /// The number of the first state of the next level.
  package var levelEnd = 0
  package var depth = 0
  package var transitions = 0
  package var orbitStates = 0
  /// The states that show something, by the position of the property.
  package var properties: [Found] = []
  /// The states before steps that show something, by the number of the check, the first one first.
  package var checks: [Found] = []
  package var deadlock: Int?
  /// The positions of the actions that fired.
  package var firedActions: [Int] = []

  package struct Found: Hashable, Sendable {
    package var what: Int
    package var state: Int

    package init(what: Int, state: Int) {
      self.what = what
      self.state = state
    }
  }

  package init() {}
}
