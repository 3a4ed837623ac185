package import Relational

/// Whether the things that a clause speaks of have to do with each other.
extension BlockingSearch {
  /// The same of a clause over the vocabulary of the samples; false for others.
  package func isConnected(_ clause: Clause) -> Bool {
    vocabulary.coded(clause).map(isConnected) ?? false
  }

  /// Whether facts tie all the elements together that a clause speaks of.
  ///
  /// Tasks run side by side: where one is says nothing of elements that it has nothing to do with,
  /// unless it holds what others need. A clause that claims so is mostly true of the samples alone.
  func isConnected(_ clause: [CandidateLiteral]) -> Bool {
    var groups: [Set<UInt8>] = []
    for literal in clause {
      var group = Set(literal.terms.filter(ties))
      guard !group.isEmpty else { continue }
      let isTie = literal.relation != vocabulary.equality || !literal.isPositive
      guard isTie else {
        for term in group where !groups.contains(where: { $0.contains(term) }) {
          groups.append([term])
        }
        continue
      }
      groups.removeAll { other in
        guard !other.isDisjoint(with: group) else { return false }
        group.formUnion(other)
        return true
      }
      groups.append(group)
    }
    return groups.count <= 1
  }

  /// Whether a term ties together what is said of it.
  ///
  /// Two files have nothing to do with each other for having a first page each.
  private func ties(_ term: UInt8) -> Bool {
    CandidateLiteral.isVariable(term) && tyingSorts.contains(Int(term >> 4))
  }
}

extension CandidateVocabulary {
  /// The sorts of tasks, and those of which something can be said alone.
  var tyingSorts: Set<Int> {
    let alone = places.enumerated().compactMap { relation, sorts in
      sorts.count == 1 || relation < locationCount ? sorts.first : nil
    }
    return Set(alone)
  }
}
