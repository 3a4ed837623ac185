/// A hash of a packed state, two words at a time; the same in every run.
@inline(__always)
func stateHash(_ words: UnsafePointer<UInt32>, count: Int) -> UInt64 {
  var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
  var position = 0
  while position < count {
    var pair = UInt64(unsafe words[position])
    if position &+ 1 < count { pair |= UInt64(unsafe words[position &+ 1]) &<< 32 }
    let product = (hash ^ pair).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    hash = product.high ^ product.low ^ 0xA076_1D64_78BD_642F
    position &+= 2
  }
  let product = hash.multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
  return product.high ^ product.low
}
