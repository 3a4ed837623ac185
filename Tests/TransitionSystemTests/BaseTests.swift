import Checking
import Explicit
import SpecLanguage
import Testing
import TransitionSystem

@Suite("base")
struct BaseTests {
  private static let library: MechanismLibrary = {
    var fragment = Fragment()
    fragment.sorts = [Sort("task", elements: .numbered(prefix: "P"))]
    fragment.variants = [VariantType("result", [.init("ok"), .init("EIO", isError: true)])]
    fragment.variables = [StateVariable("path", [], .integer(0...4095))]
    let path = StateReference("path")
    fragment.callables = [
      Callable(
        .step, "mark", [Parameter("x", .integer(0...3))],
        body: [
          path[].becomes(
            .add(
              .add(.add(path[].value, path[].value), .add(path[].value, path[].value)),
              .variable("x", .integer(0...3))))
        ]),
      Callable(
        .routine, "work",
        body: [.call(CallStatement("mark", [.integer(1)]), nil)]),
    ]
    return MechanismLibrary(name: "marks", fragment: fragment)
  }()

  /// Explores a text over the library; the value of `path` in the end, and the number of steps.
  private func run(_ text: String) throws -> (path: Int, steps: Int) {
    let source = SourceText(
      name: "base.kspec",
      text: text + """
        workload "w" { role user { run(); } }
        property nothing { workload "w"; always true; }
        """)
    let (specification, diagnostics) = SpecLanguage.check([source], library: Self.library)
    let rendered = DiagnosticRenderer(sources: [source]).render(diagnostics)
    try #require(diagnostics.isEmpty, Comment(rawValue: rendered))
    let plan = Plan(specification, Selection(), Overrides(scope: ["calls": 1]))
    let search = try #require(plan.searches.first)
    let (system, scope) = try Assembly(specification, Overrides()).system(of: search)
    let evaluator = Evaluator(system: system, scope: scope)
    var state = try evaluator.initialState()
    var steps = 0
    while let next = try evaluator.transitions(from: state).first {
      state = next.target
      steps += 1
    }
    return (try evaluator.value(of: .read("path", []), in: state), steps)
  }

  @Test("goes down through library, two kernels and a design, one layer at a time")
  func chain() throws {
    let (path, steps) = try run(
      """
      abstract kernel "k" { override routine work() { mark(2); base(); }
                            syscall run() -> result { work(); return ok; } }
      kernel "l" extends "k" { override routine work() { base(); mark(3); } }
      design "d" on "l" { override routine work() { base(); base(); } }
      """)
    #expect(steps == 2 + 6)
    #expect(path == Self.digits(2, 1, 3, 2, 1, 3))
  }

  @Test("is what was replaced, also for syscalls, whose inner calls take what counts")
  func syscalls() throws {
    let (path, steps) = try run(
      """
      abstract kernel "k" { syscall run() -> result { work(); return ok; } }
      kernel "l" extends "k" { override syscall run() -> result { mark(3); return base(); } }
      design "d" on "l" {
        syscall run() -> result { mark(2); result r = base(); return r; }
        override routine work() { mark(0); base(); mark(0); }
      }
      """)
    #expect(steps == 2 + 5)
    #expect(path == Self.digits(2, 3, 0, 1, 0))
  }

  @Test("a step may replace a routine, and a routine a step")
  func kinds() throws {
    let (path, steps) = try run(
      """
      kernel "k" {
        override step work() { mark(3); mark(2); }
        override routine mark(int 0..3 x) { base(x); base(1); }
        syscall run() -> result { work(); mark(2); return ok; }
      }
      design "d" on "k" { }
      """)
    // One step that marks twice, each time twice; two steps for the other mark.
    #expect(steps == 2 + 1 + 2)
    #expect(path == Self.digits(3, 1, 2, 1, 2, 1))
  }

  /// The digits as a number in base 4.
  private static func digits(_ digits: Int...) -> Int { digits.reduce(0) { $0 * 4 + $1 } }
}
