import Relational
import TestSupport
import Testing
import TransitionSystem

/// A relation that says whether there is something says so in every reached state.
@Suite struct ProjectionTests {
  struct Comparison {
    var projections: [String: Int] = [:]
    var changed = 0
    var problems: [String] = []
  }

  @Test func `projections of random systems follow what they project`() throws {
    var comparison = Comparison()
    for seed in AgreementTests.seeds { compare(RandomSystem(seed: seed), &comparison) }
    #expect(comparison.problems == [])
    let expected = ["lock.some", "lock.some.task1", "lock.some.item2", "mark.some", "on.some"]
    for name in expected { #expect(comparison.projections[name, default: 0] >= 5, "\(name)") }
    #expect(comparison.changed >= 60)
  }

  @Test func `an update that forgets what there is besides is found`() throws {
    var problems: [String] = []
    for seed in 1...120 {
      let random = RandomSystem(seed: seed)
      guard var relational = Self.relational(random) else { continue }
      let whole = relational
      for action in relational.actions.indices {
        relational.actions[action].updates.removeAll { whole.isProjection($0.relation) }
      }
      problems += Self.problems(relational, random)
    }
    #expect(problems.count >= 15)
  }

  private func compare(_ random: RandomSystem, _ result: inout Comparison) {
    guard let relational = Self.relational(random) else { return }
    for relation in relational.relations where relation.projection != nil {
      result.projections[relation.name, default: 0] += 1
    }
    result.changed +=
      relational.actions.contains {
        $0.updates.contains { relational.isProjection($0.relation) }
      } ? 1 : 0
    result.problems += Self.problems(relational, random)
  }

  /// The system with a property for each part of its variables; nil if it is too large or not in
  /// the fragment.
  private static func relational(_ random: RandomSystem) -> RelationalSystem? {
    let original = ReferenceSearch(random.system, scope: random.scope, limit: 200)
    guard !original.isTooLarge, original.errorDepth == nil else { return nil }
    var system = random.system
    system.properties = []
    for variable in system.variables {
      for (number, property) in parts(of: variable).enumerated() {
        system.properties.append(
          Property(name: "\(variable.name) \(number)", kind: .always(property)))
      }
    }
    let relational = try? Translation.relational(system)
    return relational?.relations.contains { $0.projection != nil } == true ? relational : nil
  }

  /// That there is something, for each choice of the places that are left open.
  private static func parts(of variable: StateVariable) -> [Expression] {
    let places = variable.indices.enumerated().map { Parameter("v\($0)", .sort($1)) }
    guard variable.type == .bool else { return [] }
    let atom = Expression.read(variable.name, places.map(\.use))
    return (1..<(1 << places.count)).map { mask in
      let bound = places.indices.filter { mask >> $0 & 1 == 1 }.map { places[$0] }
      let kept = places.filter { !bound.contains($0) }
      let some = Expression.exists(bound, atom)
      return kept.isEmpty ? some : .forAll(kept, some)
    }
  }

  /// The projections that differ in some reached state from what they are of.
  private static func problems(
    _ relational: RelationalSystem, _ random: RandomSystem
  ) -> [String] {
    var relational = relational
    relational.goals = []
    for action in relational.actions.indices { relational.actions[action].checks = [] }
    for relation in relational.relations {
      guard let projection = relation.projection,
        let source = relational.relation(projection.relation)
      else { continue }
      let places = source.sorts.enumerated().map { Parameter("p\($0)", .sort($1)) }
      let bound = places.indices.filter { !projection.places.contains($0) }.map { places[$0] }
      let kept = projection.places.map { places[$0] }
      let holds = Expression.read(relation.name, kept.map(\.use))
      let some = Expression.exists(bound, .read(source.name, places.map(\.use)))
      let same = Expression.and([.implies(holds, some), .implies(some, holds)])
      relational.goals.append(Goal(relation.name, kept.isEmpty ? same : .forAll(kept, same)))
    }
    var rigid: [String: Set<[Int]>] = [:]
    for sort in random.system.sorts {
      let size = random.scope[sort.name]
      rigid[RelationalSystem.orderName(sort.name)] = Set(
        (0..<size).flatMap { low in (low..<size).map { [low, $0] } })
    }
    let search = ReferenceSearch(
      relational.instance(rigid: rigid), scope: random.scope, limit: 1000)
    guard !search.isTooLarge else { return ["seed \(random.seed): too large"] }
    return search.violations.keys.sorted().map { "seed \(random.seed): \($0)" }
  }
}

extension RelationalSystem {
  fileprivate func isProjection(_ name: String) -> Bool { relation(name)?.projection != nil }
}
