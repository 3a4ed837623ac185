package import Relational

/// Finds the smallest clauses that are true in every sample.
///
/// There are three classes of them. *Global* clauses speak of state alone, over few variables.
/// *Located* ones say what holds while a task is at a location: `not at.L(t, x)` or a few literals
/// over the location's variables and some more, which the literals relate to these. *Pair* clauses
/// say what two tasks have in common, or never have: `not at.L(t, x) or not at.M(u, y)` or
/// equalities.
///
/// A clause is left out if it contains, up to renaming, a smaller one of any class or an instance
/// of one, or of a known clause; and if only axioms could make it true. Variables of a sort are
/// never more than the elements that the sort has in the samples.
package struct CandidateSearch: Sendable {
  let options: CandidateOptions
  let known: [Clause]

  /// - Parameters:
  ///   - options: How large the clauses may be.
  ///   - known: Clauses that need not be found.
  package init(options: CandidateOptions = CandidateOptions(), known: [Clause] = []) {
    self.options = options
    self.known = known
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - samples: What the clauses are true in.
  ///   - shouldStop: Polled now and then; the clauses that are found by then are the result.
  /// - Returns: The clauses, in an order that depends on the set of samples alone.
  package func candidates(
    in samples: CandidateSamples, shouldStop: () -> Bool = { false }
  ) -> CandidateSet {
    var run = CandidateRun(samples, options)
    run.findConstants()
    run.findGlobal(shouldStop)
    run.findLocated(shouldStop)
    if options.hasPairs || !options.unsharedSorts.isEmpty { run.findPairs(shouldStop) }
    return run.result(known: known)
  }
}

/// The clauses that a search has found so far.
struct CandidateRun {
  let samples: CandidateSamples
  let options: CandidateOptions
  let canonicalizer: CandidateCanonicalizer
  var report = CandidateReport()
  /// Those of which templates are made: neither constant nor a location.
  private(set) var usable: [Int] = []
  private var found: Set<[CandidateLiteral]> = []

  init(_ samples: CandidateSamples, _ options: CandidateOptions) {
    self.samples = samples
    self.options = options
    canonicalizer = CandidateCanonicalizer(equality: samples.vocabulary.equality)
    report.distinctStates = samples.rowCount
    report.distinctPlacements = samples.placements.count
    report.skippedRelations = samples.vocabulary.skipped
  }

  var vocabulary: CandidateVocabulary { samples.vocabulary }

  /// Takes note of a clause that is true in every sample.
  mutating func note(_ literals: [CandidateLiteral]) {
    if let clause = canonicalizer.canonical(literals) { found.insert(clause) }
  }

  /// Finds the relations that never hold, or always do.
  mutating func findConstants() {
    guard samples.rowCount > 0 else { return }
    for (number, relation) in vocabulary.relations.enumerated() {
      let isLocation = number < vocabulary.locationCount
      let held = isLocation ? !samples.occurrences[number].isEmpty : samples.everHeld[number]
      let failed = isLocation || samples.everFailed[number]
      if held, failed {
        if !isLocation { usable.append(number) }
        continue
      }
      note([wholeLiteral(number, isPositive: held)])
      if isLocation {
        report.unseenLocations.append(relation.name)
      } else if held {
        report.fullRelations.append(relation.name)
      } else {
        report.emptyRelations.append(relation.name)
      }
    }
  }

  /// The relation at different variables.
  func wholeLiteral(_ relation: Int, isPositive: Bool) -> CandidateLiteral {
    let codes = variableCodes(vocabulary.places[relation])
    return CandidateLiteral(head: 2 * relation + (isPositive ? 1 : 0), terms: codes)
  }

  /// Different variables of these sorts.
  func variableCodes(_ sorts: [Int]) -> [UInt8] {
    var counts = Array(repeating: 0, count: vocabulary.sorts.count)
    return sorts.map { sort in
      counts[sort] += 1
      return CandidateLiteral.variable(sort: sort, counts[sort] - 1)
    }
  }

  /// What was found, without what something smaller says.
  func result(known: [Clause]) -> CandidateSet {
    var report = report
    let hypotheses = known.compactMap(vocabulary.coded).compactMap(canonicalizer.canonical)
    let subsumption = CandidateSubsumption(found.union(hypotheses), vocabulary.equality)
    let given = Set(hypotheses)
    let kept = found.filter { clause in
      guard !given.contains(clause), !vocabulary.isStatic(clause) else { return false }
      return !subsumption.isSubsumed(clause)
    }
    let ordered = kept.sorted { left, right in
      left.count != right.count
        ? left.count < right.count : left.lexicographicallyPrecedes(right)
    }
    for clause in ordered {
      switch clause.count(where: { $0.relation < vocabulary.locationCount }) {
      case 0: report.globalCount += 1
      case 1: report.locatedCount += 1
      default: report.pairCount += 1
      }
    }
    return CandidateSet(clauses: ordered.map(vocabulary.clause), report: report)
  }
}
