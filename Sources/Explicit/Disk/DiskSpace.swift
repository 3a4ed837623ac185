internal import Synchronization

/// How much of a disk the searches of a run may take together.
package final class DiskSpace: Sendable {
  private let limit: Int
  private let taken = Atomic<Int>(0)

  /// - Parameter limit: In bytes.
  package init(limit: Int) { self.limit = limit }

  /// The bytes that are taken.
  package var byteCount: Int { taken.load(ordering: .relaxed) }

  /// Takes some bytes; throws if there are not as many.
  func take(_ bytes: Int) throws(StorageFailure) {
    let (_, all) = taken.add(bytes, ordering: .relaxed)
    guard all > limit else { return }
    taken.subtract(bytes, ordering: .relaxed)
    throw StorageFailure("they would take more than \(limit >> 20) MiB")
  }

  func giveBack(_ bytes: Int) { taken.subtract(bytes, ordering: .relaxed) }
}
