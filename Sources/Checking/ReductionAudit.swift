package import Explicit
package import TransitionSystem

/// Searches again with every combination of the reductions, and compares what comes out.
///
/// Verdicts and the lengths of all runs must be the same. Where symmetry is the only reduction, the
/// orbits of what is stored must have as many states together as the search without it has, begun
/// from every image of the initial state.
package struct ReductionAudit: Sendable {
  private let assembly: Assembly
  private let limits: Limits

  package init(assembly: Assembly, limits: Limits) {
    self.assembly = assembly
    self.limits = limits
  }

  /// One search with all combinations.
  package struct Row: Sendable {
    package var search: Plan.Search
    /// Those that visited every state.
    package var results: [Reductions: SearchResult] = [:]
    /// The states of the orbits that symmetry alone stores, and those that there are.
    package var orbits: [Orbits] = []
    /// In sentences.
    package var disagreements: [String] = []
    /// What was not compared.
    package var gaps: [Gap] = []
  }

  /// What ended early, and why.
  package struct Gap: Sendable {
    package var what: String
    package var reason: Verdict.Reason?
  }

  /// What symmetry counted, and what it ought to have.
  package struct Orbits: Hashable, Sendable {
    package var stored: Int
    package var reached: Int
  }

  /// - Throws: `CompositionError`, if the specs do not fit together.
  package func row(_ search: Plan.Search) throws(CompositionError) -> Row {
    let (whole, scope) = try assembly.system(of: search)
    let sliced = Assembly.reduced(whole, of: search)
    let evaluator = Evaluator(system: whole, scope: scope)
    var row = Row(search: search)
    var first: (answers: Answers, words: String)?
    for reductions in Reductions.combinations(of: search) {
      let system = reductions.slices ? sliced : whole
      let options = reductions.applied(to: searchOptions)
      let result = Campaign.engine.explore(system, scope, options)
      if case .stopped(let reason) = result.outcome, result.specError == nil {
        row.gaps.append(Gap(what: reductions.words, reason: reason))
        continue
      }
      row.results[reductions] = result
      let answers = Answers(result, search)
      if let failure = replay(result, search, evaluator) {
        row.disagreements.append("with \(reductions.words): \(failure)")
      }
      if let first {
        row.disagreements += answers.differences(
          from: first.answers, "with \(reductions.words)", "with \(first.words)")
      }
      first = first ?? (answers, reductions.words)
      if result.specError == nil { count(reductions, system, scope, &row) }
    }
    return row
  }

  private var searchOptions: SearchOptions {
    var options = limits.searchOptions
    options.memoryLimit = limits.memory
    let threads = limits.threads
    options.threads = { threads }
    return options
  }

  /// What is wrong with a run that was found; nil if each is one of the whole system.
  private func replay(
    _ result: SearchResult, _ search: Plan.Search, _ evaluator: Evaluator
  ) -> String? {
    let decision = Decision(
      assembly: assembly, search: search, result: result, evaluator: evaluator)
    do throws(InternalError) {
      _ = try decision.cells()
      return nil
    } catch { return error.message }
  }

  /// Compares the numbers of states where symmetry is the only reduction of these systems.
  private func count(
    _ reductions: Reductions, _ system: TransitionSystem, _ scope: Scope, _ row: inout Row
  ) {
    guard reductions.symmetry, !reductions.skipsTransientStates,
      let result = row.results[reductions],
      let plain = row.results[Reductions(slices: reductions.slices)]
    else { return }
    var reached: Int? = plain.distinctStates
    if result.orbitStates != plain.distinctStates {
      reached = countFromImages(
        system, scope: scope, options: reductions.applied(to: searchOptions))
    }
    guard let reached else {
      return row.gaps.append(Gap(what: "the states of all orbits, \(reductions.words)"))
    }
    row.orbits.append(Orbits(stored: result.orbitStates, reached: reached))
    if result.orbitStates != reached {
      row.disagreements.append(
        "with \(reductions.words) the orbits have \(result.orbitStates) states, not \(reached)")
    }
  }
}

/// What a search says, without the numbers that reductions may change.
private struct Answers {
  /// What is said of each thing that was looked for.
  private var answers: [String: String] = [:]

  init(_ result: SearchResult, _ search: Plan.Search) {
    if let error = result.specError {
      // What is found before the error depends on the order in which a level is visited.
      answers["the search"] = "an error of the spec after \(error.trace.steps.count) steps"
      return
    }
    for property in search.properties { answers[property] = "kept" }
    for (name, violation) in result.violations {
      answers[name] = "violated in \(violation.trace.steps.count) steps"
    }
    for (name, witness) in result.witnesses {
      answers[name] = "witnessed in \(witness.steps.count) steps"
    }
    for (key, cover) in result.covers {
      answers["\(key.property), \(key.message)"] = "covered in \(cover.steps.count) steps"
    }
    for (name, finding) in result.responses where result.violations[name] == nil {
      answers[name] =
        "answered, \(finding.isTriggered ? "" : "never ")triggered, with "
        + finding.needed.joined(separator: ", ")
    }
    if let deadlock = result.deadlock {
      answers["deadlock"] = "a deadlock after \(deadlock.steps.count) steps"
    }
  }

  /// The sentences about what is said differently.
  func differences(from other: Answers, _ mine: String, _ others: String) -> [String] {
    Set(answers.keys).union(other.answers.keys).sorted().compactMap { name in
      let (one, another) = (answers[name] ?? "nothing", other.answers[name] ?? "nothing")
      return one == another ? nil : "\(name): \(one) \(mine), \(another) \(others)"
    }
  }
}
