internal import Glibc

/// Memory that is not initialized; whoever asks for it deallocates it.
///
/// Of huge pages the processor knows where all of them are; of small ones it has to look up most,
/// which takes longer than to get what is there. So large memory asks for huge ones.
func allocatePages(_ byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
  let hugePage = 2 << 20
  guard byteCount >= hugePage else {
    return .allocate(byteCount: byteCount, alignment: alignment)
  }
  let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: hugePage)
  // A kernel without them says so, and nothing is lost.
  _ = unsafe madvise(memory, byteCount, MADV_HUGEPAGE)
  return unsafe memory
}
