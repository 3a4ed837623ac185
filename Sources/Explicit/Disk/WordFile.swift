internal import Glibc

/// A file of 32-bit words that is written at its end, and read anywhere.
@safe final class WordFile {
  private let descriptor: Int32
  private let space: DiskSpace
  /// What is not written yet.
  private var pending: Buffer<UInt32>
  private var pendingCount = 0
  private var written: Int
  /// Why a write failed; none is tried after it.
  private var failure: StorageFailure?

  private static let pendingSize = 1 << 15

  /// Takes an open file over.
  ///
  /// - Parameters:
  ///   - descriptor: A file with at least so many words; what comes after them is cut off.
  ///   - count: How many words to keep.
  ///   - space: What it may take of the disk.
  init(_ descriptor: Int32, keeping count: Int, _ space: DiskSpace) {
    self.descriptor = descriptor
    self.space = space
    pending = Buffer(repeating: 0, count: Self.pendingSize)
    written = count
    space.giveBack(-count * 4)
    let length = lseek(descriptor, 0, SEEK_END)
    if length != count * 4, ftruncate(descriptor, count * 4) != 0 { failure = .system }
  }

  deinit {
    space.giveBack(written * 4)
    close(descriptor)
  }

  /// The number of words.
  var count: Int { written + pendingCount }

  func append(_ word: UInt32) throws(StorageFailure) {
    if pendingCount == Self.pendingSize { try flush() }
    pending[pendingCount] = word
    pendingCount &+= 1
  }

  func append(_ words: UnsafePointer<UInt32>, _ count: Int) throws(StorageFailure) {
    var position = 0
    while position < count {
      try append(unsafe words[position])
      position &+= 1
    }
  }

  /// Writes what is pending.
  func flush() throws(StorageFailure) {
    if let failure { throw failure }
    do throws(StorageFailure) {
      try space.take(pendingCount * 4)
      try writePending()
    } catch {
      failure = error
      throw error
    }
    written += pendingCount
    pendingCount = 0
  }

  private func writePending() throws(StorageFailure) {
    var done = 0
    while done < pendingCount * 4 {
      let start = unsafe UnsafeRawPointer(pending.base) + done
      let result = unsafe pwrite(descriptor, start, pendingCount * 4 - done, written * 4 + done)
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { throw .system }
      done += result
    }
  }

  /// Reads words that have been written.
  func read(
    from first: Int, into words: inout Buffer<UInt32>, _ count: Int
  ) throws(StorageFailure) {
    precondition(count <= words.count, "more words than there is room for")
    var done = 0
    while done < count * 4 {
      let start = unsafe UnsafeMutableRawPointer(words.base) + done
      let result = unsafe pread(descriptor, start, count * 4 - done, first * 4 + done)
      if result < 0, errno == EINTR { continue }
      guard result >= 0 else { throw .system }
      guard result > 0 else { throw StorageFailure("a file has become shorter") }
      done += result
    }
  }

  /// Makes sure that everything is on the disk itself.
  func synchronize() throws(StorageFailure) {
    try flush()
    guard fdatasync(descriptor) == 0 else { throw .system }
  }
}

extension StorageFailure {
  /// What the last call of the system says about its failure.
  package static var system: StorageFailure {
    let text = unsafe strerror(errno).map { unsafe String(cString: $0) }
    return StorageFailure(text ?? "error \(errno)")
  }
}
