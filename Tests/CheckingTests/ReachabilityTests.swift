import Checking
import DaxModel
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

/// What no search ever does is either impossible for a reason, or a mistake in a spec.
@Suite("Reachability")
struct ReachabilityTests {
  /// Results that a call's own text can return, and no run does, each with the reason.
  private static let unreachableResults = [
    "fallocate EINVAL": "no workload asks for ZEROINIT without KEEP_SIZE",
    "fsync EIO": "two calls of one task: the first makes the filesystem shut down",
  ]
  /// Steps that no call of the workloads comes to.
  private static let unreachableSteps: [String: String] = [:]
  /// Linux 6.12 has one option that 6.1 has not.
  private static let kernels = [
    "linux-5.14-ext4", "linux-5.14-xfs", "linux-6.1-ext4", "linux-6.1-xfs", "disk",
  ]
  /// The other workloads have no call and no result that these do not have.
  private static let workloads = [
    "owner+bystander", "owner", "owner with handler", "unaware writer", "full device, contended",
    "owner+remover",
  ]

  /// What some searches did.
  private struct Seen {
    var results: Set<String> = []
    var steps: Set<String> = []
  }

  @Test("every step happens, and every result that a call can return is returned")
  func everything() async throws {
    let specification = try RealSpecs.specification()
    let calls = Self.calls(of: specification)
    let watched = try RealSpecs.extended(with: Self.properties(calls))
    let overrides = Overrides(scope: ["block": 2, "data": 1, "calls": 1])
    let names = watched.properties.map(\.name).filter { $0.hasPrefix("watch_") }
    let selection = Selection(kernels: Self.kernels, properties: names, models: false)
    let plan = Plan(watched, selection, overrides)
    let assembly = Assembly(watched, overrides)
    var parts = try await inParallel(plan.searches) { try Self.seen(in: $0, assembly) }
    parts += try await inParallel(specification.litmusTests) { try Self.seen(in: $0, assembly) }
    let seen = parts.reduce(into: Seen()) { all, part in
      all.results.formUnion(part.results)
      all.steps.formUnion(part.steps)
    }
    let written = calls.reduce(into: Set<String>()) { found, call in
      found.formUnion(Self.writtenResults(of: call).map { "\(call.name) \($0)" })
    }
    #expect(written.count >= 25)
    #expect(written.subtracting(seen.results).sorted() == Self.unreachableResults.keys.sorted())
    let steps = Self.callables(of: specification).filter { $0.kind == .step }.map(\.name)
    #expect(steps.count >= 28)
    #expect(Set(steps).subtracting(seen.steps).sorted() == Self.unreachableSteps.keys.sorted())
  }

  /// What the runs of a litmus test do: their steps, and what its registers get.
  private static func seen(in test: LitmusTest, _ assembly: Assembly) throws -> Seen {
    var seen = Seen()
    let calls = Self.calls(of: test)
    for kernel in test.kernels where kernels.contains(kernel) {
      let (system, scope) = try assembly.system(of: test, on: kernel)
      for index in explore(system, scope: scope, options: SearchOptions()).firedActions {
        for part in system.actions[index].label.text.split(separator: "; ") {
          seen.steps.insert(String(part.prefix { $0 != "(" }))
        }
      }
      let run = LitmusRun(assembly: assembly, limits: Limits())
      for value in try run.result(of: test, on: kernel).finalStates.flatMap(\.values) {
        guard let call = calls[value.name] else { continue }
        seen.results.insert("\(call) \(value.text)")
        // What ends early says where: the case is what counts.
        seen.results.insert("\(call) \(value.text.prefix { $0 != "(" })")
      }
    }
    return seen
  }

  /// The call whose result each register gets.
  private static func calls(of test: LitmusTest) -> [String: String] {
    var found: [String: String] = [:]
    for body in test.fragment.callables.map(\.body) {
      let registers = LitmusTest.registers(in: body)
      for case .call(let call, _) in body.flattened {
        if let result = call.result, let name = registers[result.name] { found[name] = call.callee }
      }
    }
    return found
  }

  private static func seen(in search: Plan.Search, _ assembly: Assembly) throws -> Seen {
    let (whole, scope) = try assembly.system(of: search)
    let system = Assembly.reduced(whole, of: search)
    let options = SearchOptions(symmetricSorts: .automatic(["block"]))
    let result = explore(system, scope: scope, options: options)
    #expect(result.outcome == .exhausted && result.specError == nil)
    var seen = Seen()
    seen.results = Set(result.covers.keys.map(\.message))
    for index in result.firedActions {
      for part in system.actions[index].label.text.split(separator: "; ") {
        seen.steps.insert(String(part.prefix { $0 != "(" }))
      }
    }
    return seen
  }

  /// The callables of the library, the kernels and the designs.
  private static func callables(of specification: Specification) -> [Callable] {
    let fragments =
      [specification.library.fragment] + specification.kernels.map(\.fragment)
      + specification.designs.map(\.fragment)
    return fragments.flatMap(\.callables) + specification.workloads.flatMap(\.recipes)
  }

  /// What user space calls, and what gives a `result`.
  private static func calls(of specification: Specification) -> [Callable] {
    callables(of: specification).filter {
      ($0.kind == .syscall || $0.kind == .recipe) && $0.returns == .variant("result")
    }
  }

  /// The cases that stand in the `return`s of a call.
  private static func writtenResults(of call: Callable) -> Set<String> {
    call.body.flattened.reduce(into: []) { found, statement in
      if case .returning(.make("result", let name, _)?, _) = statement { found.insert(name) }
    }
  }

  /// A property a workload and budget that covers every result of every call.
  private static func properties(_ calls: [Callable]) -> String {
    var handlers = ""
    var done: Set<String> = []
    let cases = DaxModel.library.fragment.variants.first { $0.name == "result" }?.cases ?? []
    for call in calls where done.insert(call.name).inserted {
      let binders = Array(repeating: "_", count: call.parameters.count).joined(separator: ", ")
      let covers = cases.map { "cover r is \($0.name) \"\(call.name) \($0.name)\";" }
      handlers +=
        "on \(call.name)(\(binders)) returns r { require true; \(covers.joined(separator: " ")) }\n"
    }
    let budgets = [
      "errors = 1, commit = 1, clear_failures = 1", "latent = 1, scrub = 1, metadata = 1",
    ]
    var text = ""
    for (place, workload) in Self.workloads.enumerated() {
      for (number, budget) in budgets.enumerated() {
        text += """
          property watch_\(place)_\(number) {
            workload "\(workload)"; scope \(budget);
            \(handlers)}

          """
      }
    }
    return text
  }
}
