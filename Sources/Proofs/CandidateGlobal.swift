internal import Relational

/// Clauses that speak of no location.
extension CandidateRun {
  mutating func findGlobal(_ shouldStop: () -> Bool) {
    guard samples.rowCount > 0, !usable.isEmpty else { return }
    let occurrences = (0..<samples.rowCount).map {
      CandidateSamples.Occurrence(row: UInt32($0), tuple: 0)
    }
    var earlier: [[Int]] = []
    for counts in globalCounts() {
      if report.wasStopped { return }
      let sorts = counts.enumerated().flatMap { Array(repeating: $0, count: $1) }
      let template = CandidateTemplate(
        vocabulary, tuple: [], free: sorts, relations: usable, limit: options.globalAtoms)
      noteCap(of: template, location: nil)
      let covers = covers(
        template, occurrences, location: nil, size: options.globalLiterals, shouldStop)
      for cover in covers {
        // An earlier set of variables had the same clause.
        let used = variableCounts(template, cover)
        if earlier.contains(where: { zip(used, $0).allSatisfy(<=) }) { continue }
        note(cover.map(template.literal))
      }
      earlier.append(counts)
    }
  }

  /// How many variables of each sort a cover uses.
  private func variableCounts(_ template: CandidateTemplate, _ cover: [Int]) -> [Int] {
    var counts = Array(repeating: 0, count: vocabulary.sorts.count)
    let used = template.freeVariables(of: cover)
    for (variable, sort) in template.freeSorts.enumerated() where used >> UInt64(variable) & 1 == 1
    {
      counts[sort] += 1
    }
    return counts
  }

  /// The largest choices of variables, as counts by sort, in order.
  private func globalCounts() -> [[Int]] {
    let used = Set(usable.flatMap { vocabulary.places[$0] })
    let limits = vocabulary.sorts.indices.map { sort in
      used.contains(sort) ? min(options.variablesPerSort, vocabulary.sizes[sort]) : 0
    }
    var choices: [[Int]] = [[]]
    for limit in limits {
      choices = choices.flatMap { choice in (0...limit).map { choice + [$0] } }
    }
    let total = min(options.globalVariables, limits.reduce(0, +))
    return choices.filter { $0.reduce(0, +) == total }
  }

  mutating func noteCap(of template: CandidateTemplate, location: Int?) {
    guard template.atomCount > template.atoms.count else { return }
    let sorts = template.freeSorts.map { vocabulary.sorts[$0] }.joined(separator: ", ")
    let name = location.map { "\(vocabulary.relations[$0].name) + " } ?? ""
    report.cappedTemplates.append(
      .init(name: name + sorts, atoms: template.atomCount, kept: template.atoms.count))
  }

  /// The minimal true disjunctions of a template's literals.
  mutating func covers(
    _ template: CandidateTemplate, _ occurrences: [CandidateSamples.Occurrence], location: Int?,
    size: Int, _ shouldStop: () -> Bool
  ) -> [[Int]] {
    if shouldStop() { report.wasStopped = true }
    if report.wasStopped || template.atoms.isEmpty { return [] }
    var builder = CandidateRowBuilder(samples, template)
    let vocabulary = vocabulary
    let rows = builder.rows(
      occurrences.lazy.map { occurrence in
        let number = Int(occurrence.tuple)
        return (occurrence.row, location.map { vocabulary.tuple($0, number) } ?? [])
      }, shouldStop: shouldStop)
    // Rows of a part of the samples would make false clauses.
    if shouldStop() { report.wasStopped = true }
    if report.wasStopped || rows.count == 0 { return [] }
    let covers = CandidateCovers(
      rows, signs: template.atoms.map { $0.isNegatable ? .both : .positive }, size: size,
      shouldStop: shouldStop)
    report.wasStopped = covers.wasStopped
    return covers.covers
  }
}
