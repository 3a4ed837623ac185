import SMT
import Symbolic
import Testing
import TransitionSystem

@Suite struct AgreementTests {
  private static let seeds = 0..<160

  @Test("Z3 and the reference evaluator agree on random systems", arguments: seeds)
  func agreement(seed: Int) throws {
    let system = RandomSystem.make(seed: seed)
    let reference = ReferenceSearch(system, RandomSystem.scope)
    let kinds = Solver.Kind.allCases
    let checker = try BoundedChecker(
      system: system, scope: RandomSystem.scope,
      options: BoundedChecker.Options(solver: kinds[seed % kinds.count]))
    for property in RandomSystem.properties {
      let expected = try reference.shortest(property, maximumDepth: 6)
      let depth = expected.length ?? expected.depth
      let result = try checker.shortestViolation(of: property, maximumDepth: depth)
      switch result {
      case .found(let finding):
        #expect(finding.length == expected.length, "\(property)")
        let again = try checker.confirms(
          finding.trace, claim: finding.claim, property: finding.property)
        #expect(again == .confirmed, "\(property)")
        try refusesCorruptions(of: finding, checker)
      case .none(let reached):
        #expect(expected.length == nil, "\(property)")
        #expect(reached == depth)
      case .stopped: Issue.record("\(property): \(result)")
      }
    }
  }

  /// Z3 must say of each changed trace what the reference evaluator says of it.
  private func refusesCorruptions(
    of finding: BoundedResult.Finding, _ checker: BoundedChecker
  ) throws {
    let system = checker.evaluator.system
    for position in finding.trace.steps.indices {
      for (offset, action) in system.actions.enumerated() {
        var trace = finding.trace
        let arguments = action.parameters.map { parameter in
          if case .integer(let range) = parameter.type { return range.lowerBound }
          return offset % checker.evaluator.layout.count(of: parameter.type)
        }
        trace.steps[position] = Trace.Step(action: action.name, arguments: arguments)
        let replayed = try? checker.evaluator.replay(
          trace, claiming: finding.claim, property: finding.property)
        let answer = try checker.confirms(
          trace, claim: finding.claim, property: finding.property)
        #expect((answer == .confirmed) == (replayed != nil), "\(trace)")
      }
    }
  }

  @Test("the random systems are of all kinds") func variety() throws {
    var lengths: [Int?: Int] = [:]
    for seed in Self.seeds {
      let reference = ReferenceSearch(RandomSystem.make(seed: seed), RandomSystem.scope)
      for property in RandomSystem.properties {
        lengths[try reference.shortest(property, maximumDepth: 4).length, default: 0] += 1
      }
    }
    #expect((lengths[nil] ?? 0) >= 100, "\(lengths)")
    for length in 0...2 { #expect((lengths[length] ?? 0) >= 10, "\(lengths)") }
    #expect((lengths[3] ?? 0) + (lengths[4] ?? 0) >= 10, "\(lengths)")
  }
}
