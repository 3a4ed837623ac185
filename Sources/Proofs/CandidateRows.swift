/// The different truth values that the atoms of a template take together, a row of bits each.
struct CandidateRows: Sendable {
  let atomCount: Int
  let wordCount: Int
  private(set) var count = 0
  private var words: [UInt64] = []
  /// The numbers of rows plus one, by hash; 0 is an empty slot.
  private var slots: [UInt32] = Array(repeating: 0, count: 256)

  init(atomCount: Int) {
    self.atomCount = atomCount
    wordCount = max((atomCount + 63) / 64, 1)
  }

  subscript(row: Int, word: Int) -> UInt64 { words[row &* wordCount &+ word] }

  /// Adds a row unless it is there; returns its number.
  @discardableResult mutating func insert(_ row: [UInt64]) -> Int {
    if count &* 2 >= slots.count { grow() }
    let mask = slots.count &- 1
    var slot = Int(truncatingIfNeeded: Self.hash(row, 0, wordCount)) & mask
    while slots[slot] != 0 {
      if isRow(Int(slots[slot]) &- 1, row) { return Int(slots[slot]) &- 1 }
      slot = (slot &+ 1) & mask
    }
    words.append(contentsOf: row)
    count &+= 1
    slots[slot] = UInt32(count)
    return count &- 1
  }

  private func isRow(_ number: Int, _ row: [UInt64]) -> Bool {
    let start = number &* wordCount
    for word in 0..<wordCount where words[start &+ word] != row[word] { return false }
    return true
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count &- 1
    for row in 0..<count {
      var slot = Int(truncatingIfNeeded: Self.hash(words, row &* wordCount, wordCount)) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = UInt32(row &+ 1)
    }
  }

  private static func hash(_ words: [UInt64], _ start: Int, _ count: Int) -> UInt64 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for word in start..<start &+ count {
      let product = (hash ^ words[word]).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
    }
    return hash ^ hash >> 32
  }

  /// The rows in an order in which neighbours have little in common.
  var scattered: CandidateRows {
    var result = CandidateRows(atomCount: atomCount)
    result.words.reserveCapacity(words.count)
    for slot in slots where slot != 0 {
      let start = (Int(slot) - 1) * wordCount
      result.words += words[start..<start + wordCount]
      result.count += 1
    }
    return result
  }
}

/// Evaluates the atoms of a template in samples.
struct CandidateRowBuilder {
  private let samples: CandidateSamples
  private let template: CandidateTemplate
  /// Whether each ground atom holds in the loaded state.
  private var holds: [UInt8]
  /// For each atom, its ground atom if all variables are 0.
  private var bases: [Int]
  /// For each atom, the positions of the tuple in it and how much each adds to the ground atom.
  private var shares: [[(position: Int, stride: Int)]]
  /// By the sizes of states: what each choice of the free variables adds, atoms of one choice in a
  /// row.
  private var offsets: [Int: [Int]] = [:]

  /// How often, in states, the builder polls whether it should stop.
  private static let pollInterval = 1024

  init(_ samples: CandidateSamples, _ template: CandidateTemplate) {
    self.samples = samples
    self.template = template
    let vocabulary = samples.vocabulary
    holds = Array(repeating: 0, count: vocabulary.groundCount)
    for (sort, base) in vocabulary.equalityBases.enumerated() {
      for element in 0..<vocabulary.sizes[sort] {
        holds[base + element * (vocabulary.sizes[sort] + 1)] = 1
      }
    }
    bases = []
    shares = []
    for atom in template.atoms {
      var base = Self.base(atom, template, vocabulary)
      var share: [(Int, Int)] = []
      for (place, position) in atom.terms.enumerated() {
        let stride = Self.stride(atom, place, template, vocabulary)
        switch template.terms[position].source {
        case .tuple(let index): share.append((index, stride))
        case .element(let number): base += stride * number
        case .free: continue
        }
      }
      bases.append(base)
      shares.append(share)
    }
  }

  private static func base(
    _ atom: CandidateTemplate.Atom, _ template: CandidateTemplate,
    _ vocabulary: CandidateVocabulary
  ) -> Int {
    guard atom.relation == vocabulary.equality else { return vocabulary.bases[atom.relation] }
    return vocabulary.equalityBases[template.terms[atom.terms[0]].sort]
  }

  private static func stride(
    _ atom: CandidateTemplate.Atom, _ place: Int, _ template: CandidateTemplate,
    _ vocabulary: CandidateVocabulary
  ) -> Int {
    guard atom.relation == vocabulary.equality else {
      return vocabulary.strides[atom.relation][place]
    }
    return place == 0 ? vocabulary.sizes[template.terms[atom.terms[0]].sort] : 1
  }

  /// The rows of these states, each with the values of the template's tuple.
  mutating func rows(
    _ occurrences: some Sequence<(row: UInt32, tuple: [Int])>, addedTo known: CandidateRows? = nil,
    shouldStop: () -> Bool = { false }
  ) -> CandidateRows {
    var rows = known ?? CandidateRows(atomCount: template.atoms.count)
    var starts = bases
    var loaded: UInt32?
    for (position, occurrence) in occurrences.enumerated() {
      if position % Self.pollInterval == 0, shouldStop() { break }
      if loaded != occurrence.row {
        if let loaded { set(Int(loaded), 0) }
        set(Int(occurrence.row), 1)
        loaded = occurrence.row
      }
      for atom in bases.indices {
        starts[atom] = bases[atom]
        for share in shares[atom] {
          starts[atom] &+= share.stride &* occurrence.tuple[share.position]
        }
      }
      let vector = samples.sizesOfRow[Int(occurrence.row)]
      if offsets[vector] == nil { offsets[vector] = makeOffsets(samples.sizeVectors[vector]) }
      Self.collect(starts, offsets[vector] ?? [], holds, &rows)
    }
    if let loaded { set(Int(loaded), 0) }
    return rows
  }

  private mutating func set(_ row: Int, _ value: UInt8) {
    for position in samples.starts[row]..<samples.starts[row &+ 1] {
      holds[Int(samples.facts[position])] = value
    }
  }

  /// One row for each choice of the free variables.
  private static func collect(
    _ starts: [Int], _ offsets: [Int], _ holds: [UInt8], _ rows: inout CandidateRows
  ) {
    let count = starts.count
    guard count > 0 else { return }
    var row = Array(repeating: UInt64(0), count: rows.wordCount)
    var first = 0
    while first < offsets.count {
      var word = 0
      var atom = 0
      while atom < count {
        let end = min(atom &+ 64, count)
        var bits: UInt64 = 0
        var bit: UInt64 = 0
        while atom < end {
          bits |= UInt64(holds[starts[atom] &+ offsets[first &+ atom]]) &<< bit
          bit &+= 1
          atom &+= 1
        }
        row[word] = bits
        word &+= 1
      }
      rows.insert(row)
      first &+= count
    }
  }

  private func makeOffsets(_ sizes: [Int]) -> [Int] {
    var choices: [[Int]] = [[]]
    for sort in template.freeSorts {
      choices = choices.flatMap { choice in (0..<sizes[sort]).map { choice + [$0] } }
    }
    return choices.flatMap { choice in
      template.atoms.map { atom in
        var offset = 0
        for (place, position) in atom.terms.enumerated() {
          guard case .free(let variable) = template.terms[position].source else { continue }
          offset += Self.stride(atom, place, template, samples.vocabulary) * choice[variable]
        }
        return offset
      }
    }
  }
}
