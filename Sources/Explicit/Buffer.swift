/// Memory of a fixed number of numbers or small records, owned by whoever holds it.
///
/// Unlike an array it is never copied, so that a write costs no uniqueness check. Every access is
/// checked against the bounds: a mistake ends the program instead of reading other memory.
@safe struct Buffer<Element: BitwiseCopyable>: ~Copyable {
  /// For inner loops whose positions are known to be within bounds.
  let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating element: Element, count: Int) {
    let memory = unsafe allocatePages(
      max(count, 1) * MemoryLayout<Element>.stride, alignment: MemoryLayout<Element>.alignment)
    unsafe base = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    unsafe base.initialize(repeating: element, count: count)
    self.count = count
  }

  init(_ elements: [Element]) {
    unsafe base = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
    for (position, element) in elements.enumerated() {
      unsafe (base + position).initialize(to: element)
    }
    count = elements.count
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  subscript(position: Int) -> Element {
    get {
      precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "outside of a buffer")
      return unsafe base[position]
    }
    set {
      precondition(UInt(bitPattern: position) < UInt(bitPattern: count), "outside of a buffer")
      unsafe base[position] = newValue
    }
  }

  /// Overwrites everything with the content of a buffer of the same length.
  @inline(__always)
  mutating func copy(_ other: borrowing Buffer) {
    precondition(count == other.count, "buffers of different lengths")
    var position = 0
    while position < count {
      unsafe base[position] = other.base[position]
      position &+= 1
    }
  }

  /// Overwrites everything with as much from elsewhere.
  @inline(__always)
  mutating func copy(from other: UnsafePointer<Element>) {
    var position = 0
    while position < count {
      unsafe base[position] = other[position]
      position &+= 1
    }
  }

  /// Writes everything elsewhere.
  @inline(__always)
  func copy(to other: UnsafeMutablePointer<Element>) {
    var position = 0
    while position < count {
      unsafe other[position] = base[position]
      position &+= 1
    }
  }

  /// The same content with more room behind it.
  func enlarged(to count: Int) -> Buffer where Element: ExpressibleByIntegerLiteral {
    precondition(count >= self.count)
    let larger = Buffer(repeating: 0, count: count)
    unsafe larger.base.update(from: base, count: self.count)
    return larger
  }

  /// The content as an array, for use outside of the hot loop.
  var array: [Element] { (0..<count).map { self[$0] } }
}

extension Buffer where Element: Equatable {
  /// Whether there is the same elsewhere.
  @inline(__always)
  func equals(_ other: UnsafePointer<Element>) -> Bool {
    var position = 0
    while position < count {
      guard unsafe base[position] == other[position] else { return false }
      position &+= 1
    }
    return true
  }
}
