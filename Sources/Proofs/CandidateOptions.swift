package import Relational

/// How large the clauses may be that are tried as candidates.
package struct CandidateOptions: Hashable, Sendable {
  /// Variables of one sort in a clause that speaks of no location.
  package var variablesPerSort = 2
  /// Variables of all sorts in such a clause.
  package var globalVariables = 5
  package var globalLiterals = 3
  /// Literals besides the location in a clause about one location.
  package var locatedLiterals = 2
  /// How many sorts may have a variable besides those that the location remembers.
  package var extraSorts = 2
  /// Whether there are clauses about two tasks; otherwise there are only those that say that tasks
  /// at two locations never share an element of some sorts.
  package var hasPairs = true
  package var unsharedSorts: Set<String> = []
  /// Equalities in a clause about two tasks at one location; one fewer at two locations.
  package var pairLiterals = 2
  /// Atoms over one set of variables; further ones are left out and reported.
  package var globalAtoms = 192
  package var locatedAtoms = 192
  /// How often two locations must have been seen, or expected, together before it counts as a rule
  /// what their tasks have in common.
  package var pairEvidence = 8

  package init() {}
}

/// What is true in every sample, and what was not looked at.
package struct CandidateSet: Sendable {
  /// Small ones first.
  package var clauses: [Clause]
  package var report: CandidateReport
}

/// What a search for candidates saw and left out.
package struct CandidateReport: Hashable, Sendable {
  /// The samples that differ in something other than where the tasks are.
  package var distinctStates = 0
  /// The samples that differ in where the tasks are, with what they remember there.
  package var distinctPlacements = 0
  /// The locations at which no task was ever seen.
  package var unseenLocations: [String] = []
  /// The relations that never held.
  package var emptyRelations: [String] = []
  /// The relations that always held of everything.
  package var fullRelations: [String] = []
  /// The relations that are too wide for the search.
  package var skippedRelations: [String] = []
  package var cappedTemplates: [CappedTemplate] = []
  /// The pairs of locations that were seen, and expected, together too rarely.
  package var omittedPairs = 0
  package var globalCount = 0
  package var locatedCount = 0
  package var pairCount = 0
  /// Whether the search was asked to stop before its end.
  package var wasStopped = false

  /// A set of variables with more atoms than are looked at.
  package struct CappedTemplate: Hashable, Sendable {
    package var name: String
    package var atoms: Int
    package var kept: Int
  }
}
