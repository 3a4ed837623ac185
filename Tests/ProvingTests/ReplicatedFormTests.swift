import Checking
import Explicit
import Proofs
import Proving
import Relational
import SpecLanguage
import Testing
import TransitionSystem

/// The relational form of replicated workloads against the workloads themselves.
@Suite("Copies of a workload as relations")
struct ReplicatedFormTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kernel: String
    var design: String
    var property: String
    var depth: Int
    var testDescription: String { "\(kernel) \(design) \(property)" }
  }

  static let cases = ["linux-5.14-ext4", "linux-5.14-xfs"].flatMap { kernel in
    [
      Case(kernel: kernel, design: "zeroinit", property: "repair_kept", depth: 3),
      Case(kernel: kernel, design: "write-flag", property: "recovered_is_clean", depth: 3),
      Case(kernel: kernel, design: "falloc-mode", property: "works_when_full_alone", depth: 3),
    ]
  }

  /// Some copies, at a scope with room for them.
  private struct Instance {
    var system: TransitionSystem
    var scope: Scope
    var relational: RelationalSystem
    var initial: Structure
  }

  private static func instances(_ test: Case) throws -> [Instance] {
    let overrides = Overrides(scope: ["block": 2, "data": 1])
    let specification = try Specs.specification()
    let plan = Plan(
      specification,
      Selection(
        kernels: [test.kernel], designs: [test.design], properties: [test.property],
        variants: ["as meant"]), overrides)
    let assembly = Assembly(specification, overrides)
    let search = try #require(plan.searches.first)
    let relational = try assembly.relational(search, test.property)
    var wide = search
    wide.scope.sizes.merge(["file": 4, "page": 2, "block": 4]) { max($0, $1) }
    let two = try assembly.defaultCopies(of: wide, count: 2)
    #expect(!two.isEmpty)
    return try ([[[:]]] + two).map { copies in
      let system = try assembly.replicated(search, property: test.property, copies: copies)
      let sizes = search.scope.sizes.merging(system.minimumSizes) { max($0, $1) }
      let scope = Scope(sizes)
      let abstraction = Abstraction(Layout(system: system, scope: scope), relational)
      let evaluator = Evaluator(system: system, scope: scope)
      return Instance(
        system: system, scope: scope, relational: relational,
        initial: abstraction.structure(try evaluator.initialState()))
    }
  }

  @Test("axioms hold of copies, which start as the form says", arguments: cases)
  func initial(test: Case) throws {
    for instance in try Self.instances(test) {
      let evaluator = StructureEvaluator(instance.initial)
      for axiom in instance.relational.axioms {
        #expect(evaluator.holds(axiom.formula), "\(axiom.name)")
      }
      let rigid = Set(instance.relational.relations.filter { $0.kind == .rigid }.map(\.name))
      var empty = instance.initial
      empty.tuples = empty.tuples.filter { rigid.contains($0.key) }
      let first = StructureEvaluator(empty).initialized(instance.relational)
      #expect(first.tuples.filter { !$1.isEmpty } == instance.initial.tuples.filter { !$1.isEmpty })
      for clause in instance.relational.structure { #expect(evaluator.holds(clause)) }
    }
  }

  @Test("who works on a position of the initial state has what it gives", arguments: cases)
  func positions(test: Case) throws {
    let name = "cast.init.is.file0"
    for instance in try Self.instances(test) {
      let form = instance.relational
      #expect(form.relation(name)?.sorts == ["file", "page"])
      let first = try #require(form.initial.first { $0.relation == "extent.is.written" })
      let isNamed = Expression.read(name, first.parameters.map(\.use))
      let parts = if case .or(let operands) = first.formula { operands } else { [first.formula] }
      #expect(parts.contains(isNamed), "\(first.formula)")
      var bare = instance.initial
      #expect(bare.tuples[name]?.isEmpty == false)
      bare.tuples[name] = []
      let evaluator = StructureEvaluator(bare)
      let failing = form.axioms.filter { !evaluator.holds($0.formula) }.map(\.name)
      #expect(failing.contains("'owner' has \(name)"), "\(failing)")
    }
  }

  @Test("the form has the states of the copies", arguments: cases)
  func states(test: Case) throws {
    for instance in try Self.instances(test).prefix(2) {
      let rigid = instance.relational.relations.filter { $0.kind == .rigid }.map(\.name)
      let form = instance.relational.instance(
        rigid: instance.initial.tuples.filter { rigid.contains($0.key) })
      let options = SearchOptions(checksDeadlock: false, maximumDepth: test.depth)
      let original = explore(instance.system, scope: instance.scope, options: options)
      let translated = explore(form, scope: instance.scope, options: options)
      #expect(original.specError == nil && translated.specError == nil)
      #expect(original.distinctStates == translated.distinctStates)
      #expect(original.distinctStates > 10)
      #expect(Set(original.violations.keys) == Set(translated.violations.keys))
    }
  }
}
