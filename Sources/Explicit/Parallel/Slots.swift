internal import CMemory

/// The slots of a table, of 32 or of 64 bits, all empty at first.
///
/// Whoever makes them frees them.
@safe struct Slots {
  private let memory: UnsafeMutableRawPointer
  private let narrow: UnsafeMutablePointer<UInt32>
  private let wide: UnsafeMutablePointer<UInt64>
  let byteCount: Int

  init(scale: Int, isWide: Bool) {
    byteCount = Self.byteCount(scale: scale, isWide: isWide)
    // A bucket of wide slots is a line of the processor's cache.
    unsafe memory = allocatePages(byteCount, alignment: 64)
    unsafe narrow = memory.initializeMemory(as: UInt32.self, repeating: 0, count: byteCount / 4)
    unsafe wide = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt64.self)
  }

  /// The memory that 2^`scale` slots take.
  static func byteCount(scale: Int, isWide: Bool) -> Int { (isWide ? 8 : 4) << scale }

  func deallocate() { unsafe memory.deallocate() }

  @inline(__always)
  func load(_ slot: Int) -> UInt32 { unsafe memory_load(narrow + slot) }

  /// Fills an empty slot; returns what it held, so 0 if it was empty.
  @inline(__always)
  func fill(_ slot: Int, _ content: UInt32) -> UInt32 {
    unsafe memory_fill(narrow + slot, content)
  }

  @inline(__always)
  func prefetch(_ slot: Int) { unsafe memory_prefetch(narrow + slot) }

  @inline(__always)
  func loadWide(_ slot: Int) -> UInt64 { unsafe memory_load_wide(wide + slot) }

  /// The same for slots of 64 bits.
  @inline(__always)
  func fillWide(_ slot: Int, _ content: UInt64) -> UInt64 {
    unsafe memory_fill_wide(wide + slot, content)
  }

  @inline(__always)
  func prefetchWide(_ slot: Int) { unsafe memory_prefetch(wide + slot) }
}
