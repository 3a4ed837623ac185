/// Clauses that say what holds while a task is at a location.
extension CandidateRun {
  mutating func findLocated(_ shouldStop: () -> Bool) {
    for location in 0..<vocabulary.locationCount {
      if report.wasStopped { return }
      findLocated(location, shouldStop)
    }
  }

  private mutating func findLocated(_ location: Int, _ shouldStop: () -> Bool) {
    let occurrences = samples.occurrences[location].sorted {
      ($0.row, $0.tuple) < ($1.row, $1.tuple)
    }
    let tuple = vocabulary.places[location]
    guard !occurrences.isEmpty, CandidateTemplate.fits(tuple) else { return }
    let whole = wholeLiteral(location, isPositive: false)
    var earlier: [Set<Int>] = []
    for sorts in extraSorts(tuple) {
      let template = CandidateTemplate(
        vocabulary, tuple: tuple, free: sorts, relations: usable, limit: options.locatedAtoms)
      noteCap(of: template, location: location)
      let covers = covers(
        template, occurrences, location: location, size: options.locatedLiterals, shouldStop)
      if report.wasStopped { return }
      for cover in covers {
        let used = template.freeVariables(of: cover)
        let extras = sorts.indices.filter { used >> UInt64($0) & 1 == 1 }.map { sorts[$0] }
        // An earlier choice of sorts had the same clause.
        if earlier.contains(where: { $0.isSuperset(of: extras) }) { continue }
        if cover.count > 1, !template.connects(cover) { continue }
        note([whole] + cover.map(template.literal))
      }
      earlier.append(Set(sorts))
    }
  }

  /// The sorts of variables besides the location's, as many at a time as may be.
  private func extraSorts(_ tuple: [Int]) -> [[Int]] {
    let used = Set(usable.flatMap { vocabulary.places[$0] })
    // With more variables than elements some of them are always equal.
    let sorts = vocabulary.sorts.indices.filter { sort in
      used.contains(sort) && tuple.count { $0 == sort } < vocabulary.sizes[sort]
        && CandidateTemplate.fits(tuple + [sort])
    }
    var choices: [[Int]] = [[]]
    for _ in 0..<min(options.extraSorts, sorts.count) {
      choices = choices.flatMap { choice in
        sorts.filter { $0 > choice.last ?? -1 }.map { choice + [$0] }
      }
    }
    return choices
  }
}
