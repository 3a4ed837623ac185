import Checking
import Proving
import TestSupport
import Testing
import TransitionSystem

/// The states of a search as its properties see them.
@Suite("The sample of a search")
struct SearchSampleTests {
  @Test(
    "a property sees steps of its own system", arguments: ["linux-5.14-ext4", "linux-5.14-xfs"])
  func steps(kernel: String) throws {
    let overrides = Overrides(scope: ["block": 2, "data": 1])
    let specification = try Specs.specification()
    let selection = Selection(kernels: [kernel], designs: ["zeroinit"], variants: ["as meant"])
    let assembly = Assembly(specification, overrides)
    var looked = 0
    for search in Plan(specification, selection, overrides).searches {
      let whole = try assembly.replicated(search, [[:]])
      let larger = Assembly.reduced(whole, of: search)
      let scope = Scope(search.scope.sizes.merging(larger.minimumSizes) { max($0, $1) })
      let evaluator = Evaluator(system: larger, scope: scope)
      let states = try Self.walk(evaluator)
      for property in search.properties {
        let own = try assembly.replicated(search, property: property, copies: [[:]])
        let smaller = Layout(system: own, scope: scope)
        let projection = try #require(
          StateProjection(from: Layout(system: larger, scope: scope), to: smaller))
        let image = Evaluator(system: own, scope: scope)
        #expect(try projection.image(of: states[0]) == image.initialState())
        for (before, after) in zip(states, states.dropFirst()) {
          let (before, after) = (projection.image(of: before), projection.image(of: after))
          if before == after { continue }
          looked += 1
          let targets = try image.transitions(from: before).map(\.target)
          #expect(targets.contains(after), "\(property)")
        }
      }
    }
    #expect(looked > 500)
  }

  /// The initial state and then each time one that a step leads to, another step every time.
  private static func walk(_ evaluator: Evaluator) throws -> [State] {
    var states = [try evaluator.initialState()]
    for step in 0..<60 {
      let next = try evaluator.transitions(from: states[states.count - 1])
      guard !next.isEmpty else { break }
      states.append(next[(7 * step) % next.count].target)
    }
    return states
  }

  @Test("a property that the search does not have is no part of it")
  func missing() throws {
    let specification = try Specs.specification()
    let selection = Selection(
      kernels: ["linux-5.14-ext4"], designs: ["zeroinit"], properties: ["metadata_intact"],
      variants: ["as meant"])
    let assembly = Assembly(specification, Overrides())
    let search = try #require(Plan(specification, selection, Overrides()).searches.first)
    let larger = try assembly.replicated(search, property: "metadata_intact", copies: [[:]])
    let scope = Scope(search.scope.sizes.merging(larger.minimumSizes) { max($0, $1) })
    let other = try assembly.replicated(search, property: "no_silent_loss", copies: [[:]])
    let layouts = (
      Layout(system: larger, scope: scope), Layout(system: other, scope: scope)
    )
    #expect(StateProjection(from: layouts.0, to: layouts.1) == nil)
    #expect(StateProjection(from: layouts.1, to: layouts.0)?.cells.count == layouts.0.cellCount)
  }
}
