/// What permuted cells became lately when states were replaced by their representatives.
///
/// The permutation depends on the permuted cells alone, and most steps change others; so what they
/// hold has mostly come up before. Each content has one place, where a later one replaces it:
///
///     │ size of the orbit │ the bits before │ the bits of the representative │     0 is empty
struct RecentRepresentatives: ~Copyable {
  private static let scale = 11
  private let wordCount: Int
  /// The bits of the packed words that some permutation changes.
  private let permuted: Buffer<UInt32>
  private var rows: Buffer<UInt32>
  /// The bits that were looked for last.
  private var wanted: Buffer<UInt32>

  /// With the bits that some permutation changes; nothing will be noted unless there is one.
  init(_ permuted: [UInt32], isNeeded: Bool) {
    wordCount = permuted.count
    self.permuted = Buffer(permuted)
    rows = Buffer(repeating: 0, count: isNeeded ? (2 * wordCount + 1) << Self.scale : 0)
    wanted = Buffer(repeating: 0, count: wordCount)
  }

  /// Whether two states differ in a permuted cell.
  @inline(__always)
  func tellsApart(_ one: UnsafePointer<UInt32>, _ other: UnsafePointer<UInt32>) -> Bool {
    var difference: UInt32 = 0
    var word = 0
    while word < wordCount {
      difference |= unsafe (one[word] ^ other[word]) & permuted.base[word]
      word &+= 1
    }
    return difference != 0
  }

  /// Where what is known of a state stands, if anything is.
  @inline(__always)
  mutating func place(of words: UnsafePointer<UInt32>) -> Int {
    var hash: UInt64 = 0
    var word = 0
    while word < wordCount {
      let bits = unsafe words[word] & permuted.base[word]
      unsafe wanted.base[word] = bits
      hash = (hash ^ UInt64(bits)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash &>> 29
      word &+= 1
    }
    let row = (hash &* 0xD6E8_FEB8_6659_FD93) &>> UInt64(64 - Self.scale)
    return Int(truncatingIfNeeded: row) &* (2 &* wordCount &+ 1)
  }

  /// Replaces the state that was looked for by its representative, if that is known; returns the
  /// size of its orbit.
  @inline(__always)
  func replace(_ words: UnsafeMutablePointer<UInt32>, at place: Int) -> Int? {
    let row = unsafe rows.base + place
    guard unsafe row[0] != 0 else { return nil }
    var difference: UInt32 = 0
    var word = 0
    while word < wordCount {
      difference |= unsafe row[word &+ 1] ^ wanted.base[word]
      word &+= 1
    }
    guard difference == 0 else { return nil }
    word = 0
    while word < wordCount {
      let fixed = unsafe words[word] & ~permuted.base[word]
      unsafe words[word] = fixed | row[wordCount &+ 1 &+ word]
      word &+= 1
    }
    return Int(unsafe row[0])
  }

  /// Notes what the state that was looked for has become.
  mutating func note(_ words: UnsafePointer<UInt32>, orbit: Int, at place: Int) {
    rows[place] = UInt32(truncatingIfNeeded: orbit)
    for word in 0..<wordCount {
      rows[place &+ 1 &+ word] = wanted[word]
      rows[place &+ 1 &+ wordCount &+ word] = unsafe words[word] & permuted[word]
    }
  }
}
