internal import Glibc
internal import Synchronization

/// Files for states, and files that are there whole or not at all, whenever the machine stops.
package enum DiskFile {
  /// Tells the files of this process apart.
  private static let made = Atomic<Int>(0)

  /// An open file without a name: it is gone when it is closed, however the process ends.
  package static func scratch(in folder: String) throws(StorageFailure) -> Int32 {
    while true {
      let (number, _) = made.add(1, ordering: .relaxed)
      let path = "\(folder)/.modelcheck-\(getpid())-\(number)"
      let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file < 0, errno == EEXIST { continue }
      guard file >= 0 else { throw .at(path) }
      _ = unsafe unlink(path)
      return file
    }
  }

  /// Opens a file for reading and writing, and makes it if there is none.
  package static func open(_ path: String) throws(StorageFailure) -> Int32 {
    let file = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .at(path) }
    return file
  }

  /// An open file with a lock that ends when it is closed; nil if somebody else has it.
  package static func lock(_ path: String) throws(StorageFailure) -> Int32? {
    let file = try open(path)
    if flock(file, LOCK_EX | LOCK_NB) == 0 { return file }
    let error = errno
    close(file)
    errno = error
    guard error == EWOULDBLOCK else { throw .at(path) }
    return nil
  }

  /// Replaces a file: after a loss of power there is the old one or the new one.
  package static func write(_ bytes: [UInt8], to path: String) throws(StorageFailure) {
    let new = path + ".new"
    let file = try open(new)
    defer { close(file) }
    guard ftruncate(file, 0) == 0 else { throw .at(new) }
    var done = 0
    while done < bytes.count {
      let rest = Array(bytes[done...])
      let result = unsafe Glibc.write(file, rest, rest.count)
      if result < 0, errno == EINTR { continue }
      guard result > 0 else { throw .at(new) }
      done += result
    }
    guard fsync(file) == 0 else { throw .at(new) }
    guard unsafe rename(new, path) == 0 else { throw .at(path) }
    try synchronizeFolder(of: path)
  }

  /// Makes sure that a new name is on the disk itself.
  private static func synchronizeFolder(of path: String) throws(StorageFailure) {
    let end = path.lastIndex(of: "/")
    let folder = end.map { String(path[..<$0]) } ?? "."
    let file = unsafe Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .at(folder) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw .at(folder) }
  }
}

extension StorageFailure {
  /// What the last call of the system says about its failure with a file.
  static func at(_ path: String) -> StorageFailure {
    StorageFailure("\(path): \(system.message)")
  }
}
