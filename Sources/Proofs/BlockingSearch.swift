package import Relational

/// Finds the smallest clauses that are true in every sample and false in one state.
///
/// After the diagrams of Karbyshev, Bjørner, Itzhaky, Rinetzky and Shoham ("Property-directed
/// inference of universal invariants", 2017): what is true of a few elements of a state that is not
/// to be reached, negated, is a clause; parts of it are tried that no sample contradicts. Where
/// they generalize by asking a solver, samples do it here, and Houdini sorts out the rest.
package struct BlockingSearch: Sendable {
  private(set) var samples: CandidateSamples
  private(set) var canonicalizer: CandidateCanonicalizer
  /// Those of which literals are made: neither constant nor a location.
  private var usable: [Int]
  private var prepared: [TemplateKey: Prepared] = [:]
  let locks: LocksHeld
  let tyingSorts: Set<Int>

  /// The tasks' locations, and the sorts of the other variables.
  private struct TemplateKey: Hashable {
    var anchors: [Int]
    var sorts: [Int]
    var atoms: Int
  }

  struct Prepared {
    let template: CandidateTemplate
    var rows: CandidateRows
    /// The atoms' numbers by relation and positions of terms.
    let numbers: [[Int]: Int]

    init(_ template: CandidateTemplate, _ rows: CandidateRows) {
      self.template = template
      self.rows = rows
      numbers = Dictionary(
        template.atoms.enumerated().map { ([$1.relation] + $1.terms, $0) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  package init(_ samples: CandidateSamples) {
    self.samples = samples
    locks = LocksHeld(samples)
    tyingSorts = samples.vocabulary.tyingSorts
    var run = CandidateRun(samples, CandidateOptions())
    run.findConstants()
    usable = run.usable
    canonicalizer = run.canonicalizer
  }

  /// Takes notice of more states.
  package mutating func add(_ structures: [Structure]) {
    let known = samples
    for structure in structures { samples.add(structure) }
    var run = CandidateRun(samples, CandidateOptions())
    run.findConstants()
    canonicalizer = run.canonicalizer
    guard run.usable == usable else {
      usable = run.usable
      prepared = [:]
      return
    }
    for (key, template) in prepared {
      var builder = CandidateRowBuilder(samples, template.template)
      let rows = builder.rows(occurrences(of: key.anchors, since: known), addedTo: template.rows)
      prepared[key]?.rows = rows
    }
  }

  var vocabulary: CandidateVocabulary { samples.vocabulary }

  /// The clauses, small ones first; none if a sample is like the state, or if told to stop.
  package mutating func clauses(
    excluding state: Structure, _ options: Options = Options(), shouldStop: () -> Bool
  ) -> [Clause] {
    let diagram = Diagram(state, samples)
    var found = Set(units(diagram).compactMap(canonicalizer.canonical))
    for choice in choices(of: diagram, options) {
      if shouldStop() { return [] }
      for literals in clauses(choice, diagram, options, shouldStop) {
        if let clause = canonical(literals) { found.insert(clause) }
      }
    }
    // A part of them would not be the smallest ones.
    if shouldStop() { return [] }
    let subsumption = CandidateSubsumption(found, vocabulary.equality)
    var kept = found.filter { !vocabulary.isStatic($0) && !subsumption.isSubsumed($0) }
    // That two tasks are never at two places says more, but samples know least of that.
    for case .some(let clause) in found.flatMap({ apart($0, diagram) }) { kept.insert(clause) }
    let ordered = kept.sorted { left, right in
      let (first, second) = (rank(left), rank(right))
      return first != second ? first < second : left.lexicographicallyPrecedes(right)
    }
    return ordered.prefix(options.clauses).map(vocabulary.clause)
  }

  /// Clauses about what belongs together come first, of these short ones, and among them those that
  /// say that two things are the same.
  private func rank(_ clause: [CandidateLiteral]) -> Int {
    let equalities = clause.count { $0.relation == vocabulary.equality }
    return 2 * clause.count - min(equalities, 1) + (isConnected(clause) ? 0 : 100)
  }

  /// That a relation never holds, or always does, or that no task is at a place.
  private func units(_ diagram: Diagram) -> [[CandidateLiteral]] {
    vocabulary.relations.indices.compactMap { relation in
      let isLocation = relation < vocabulary.locationCount
      let held = isLocation ? !samples.occurrences[relation].isEmpty : samples.everHeld[relation]
      let whole = wholeLiteral(relation, [])
      if !held { return diagram.hasFact(of: relation) ? [whole] : nil }
      let isFull = !isLocation && !samples.everFailed[relation]
      return isFull && !diagram.holdsOfAll(relation) ? [whole.negated] : nil
    }
  }

  /// Elements that a clause may speak of.
  private struct Choice {
    /// The facts that say where the tasks are.
    var anchors: [Diagram.Fact]
    var extras: [Diagram.Element]
  }

  private func choices(of diagram: Diagram, _ options: Options) -> [Choice] {
    let tasks = diagram.facts.filter {
      $0.relation < vocabulary.locationCount && !samples.occurrences[$0.relation].isEmpty
    }
    var anchors: [([Diagram.Fact], Int)] = tasks.map { ([$0], options.facts) }
    anchors.append(([], options.globalFacts))
    for (position, left) in tasks.enumerated() where options.hasPairs {
      for right in tasks[(position + 1)...] {
        anchors.append(([left, right].sorted(), options.facts - 1))
      }
    }
    var choices: [Choice] = []
    for (anchors, count) in anchors {
      let tuple = anchors.flatMap { fact in
        zip(vocabulary.places[fact.relation], fact.tuple).map { Diagram.Element(sort: $0, $1) }
      }
      // What a task has found out may be about elements that it has nothing to do with.
      let apart = tuple.isEmpty ? [] : diagram.elements.filter { !tuple.contains($0) }.map { [$0] }
      let near = diagram.neighbourhoods(of: tuple, facts: count, most: options.elements)
      for extras in near + apart.filter({ !near.contains($0) })
      where CandidateTemplate.fits(tuple.map(\.sort) + extras.map(\.sort)) {
        choices.append(Choice(anchors: anchors, extras: extras))
      }
    }
    return Array(choices.prefix(options.templates))
  }

  private mutating func clauses(
    _ choice: Choice, _ diagram: Diagram, _ options: Options, _ shouldStop: () -> Bool
  ) -> [[CandidateLiteral]] {
    let anchors = choice.anchors.map(\.relation)
    guard
      let prepared = prepare(anchors, choice.extras.map(\.sort), options.atoms, shouldStop)
    else { return [] }
    let whole = choice.anchors.reduce(into: [CandidateLiteral]()) { literals, fact in
      literals.append(wholeLiteral(fact.relation, literals))
    }
    let template = prepared.template
    let isPair = choice.anchors.count > 1
    guard prepared.rows.count > 0 else { return isPair ? [whole] : [] }
    let values = choice.anchors.flatMap(\.tuple)
    let signs = template.atoms.map { atom in
      let terms = atom.terms.map { position in
        switch template.terms[position].source {
        case .tuple(let place): values[place]
        case .free(let variable): choice.extras[variable].number
        case .element(let number): number
        }
      }
      let holds =
        atom.relation == vocabulary.equality
        ? terms[0] == terms[1] : diagram.holds(atom.relation, terms)
      return holds ? CandidateCovers.Signs.negative : .positive
    }
    let covers = CandidateCovers(
      prepared.rows, signs: signs, size: options.literals(of: template.atoms.count),
      shouldStop: shouldStop)
    return covers.covers.map { whole + $0.map(template.literal) }
  }

  /// The values that the atoms over tasks at some locations and over further variables take.
  mutating func prepare(
    _ anchors: [Int], _ sorts: [Int], _ limit: Int, _ shouldStop: () -> Bool
  ) -> Prepared? {
    let key = TemplateKey(anchors: anchors, sorts: sorts, atoms: limit)
    if let known = prepared[key] { return known }
    let template = CandidateTemplate(
      vocabulary, tuple: key.anchors.flatMap { vocabulary.places[$0] }, free: key.sorts,
      relations: usable, limit: limit)
    guard !template.atoms.isEmpty else { return nil }
    var builder = CandidateRowBuilder(samples, template)
    let rows = builder.rows(occurrences(of: key.anchors), shouldStop: shouldStop)
    // Rows of a part of the samples would make false clauses.
    if shouldStop() { return nil }
    let made = Prepared(template, rows)
    prepared[key] = made
    return made
  }

  /// The states with tasks at these locations, and what the tasks remember; those that were not yet
  /// among the known ones.
  private func occurrences(
    of anchors: [Int], since known: CandidateSamples? = nil
  ) -> [(row: UInt32, tuple: [Int])] {
    switch anchors.count {
    case 0: ((known?.rowCount ?? 0)..<samples.rowCount).map { (UInt32($0), []) }
    case 1:
      samples.occurrences[anchors[0]].dropFirst(known?.occurrences[anchors[0]].count ?? 0).map {
        ($0.row, vocabulary.tuple(anchors[0], Int($0.tuple)))
      }
    default: pairs(anchors[0], anchors[1], since: known?.states.count ?? 0)
    }
  }

  /// The canonical form; nil if the clause is trivial, or may be true since the samples are small.
  func canonical(_ literals: [CandidateLiteral]) -> [CandidateLiteral]? {
    guard let clause = canonicalizer.canonical(literals) else { return nil }
    // Of three pages two are the same if there are no more than two.
    var counts = Array(repeating: 0, count: vocabulary.sorts.count)
    for term in Set(clause.flatMap(\.terms)) where CandidateLiteral.isVariable(term) {
      counts[Int(term >> 4)] += 1
    }
    let isDoubtful = clause.contains { literal in
      guard literal.relation == vocabulary.equality else { return false }
      let sort = Int(literal.terms[0] >> 4)
      return counts[sort] > vocabulary.sizes[sort]
    }
    return isDoubtful ? nil : clause
  }

  /// That the relation does not hold of variables that the literals do not have.
  func wholeLiteral(_ relation: Int, _ literals: [CandidateLiteral]) -> CandidateLiteral {
    var counts = Array(repeating: 0, count: vocabulary.sorts.count)
    for term in literals.flatMap(\.terms) { counts[Int(term >> 4)] += 1 }
    let terms = vocabulary.places[relation].map { sort in
      counts[sort] += 1
      return CandidateLiteral.variable(sort: sort, counts[sort] - 1)
    }
    return CandidateLiteral(head: 2 * relation, terms: terms)
  }
}
