/// Some of a block's structures: a bit for each.
package struct BlockPart: Sendable {
  typealias Lane = SIMD8<UInt64>

  package static let capacity = laneCount * 512
  static let laneCount = 8

  private(set) var lanes: InlineArray<8, Lane>

  /// None.
  init() { lanes = InlineArray(repeating: .zero) }

  /// The first so many.
  init(first count: Int) {
    self.init { word in
      let rest = count - word * 64
      return rest >= 64 ? .max : rest <= 0 ? 0 : (1 << UInt64(rest)) - 1
    }
  }

  /// The bits of each 64 structures.
  init(word: (Int) -> UInt64) {
    lanes = InlineArray { lane in
      var bits = Lane.zero
      for position in 0..<8 { bits[position] = word(lane * 8 + position) }
      return bits
    }
  }

  /// Those of both; nil if there are none.
  func intersection(_ other: BlockPart) -> BlockPart? {
    var (result, any) = (BlockPart(), Lane.zero)
    for lane in 0..<Self.laneCount {
      result.lanes[lane] = lanes[lane] & other.lanes[lane]
      any |= result.lanes[lane]
    }
    return any == .zero ? nil : result
  }
}
