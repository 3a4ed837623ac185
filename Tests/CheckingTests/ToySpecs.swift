import Checking
import SpecLanguage
import Testing
import TransitionSystem

/// A small kernel with two designs, for what is said about verdicts.
enum ToySpecs {
  static let text = """
    abstract kernel "base" {
      option loud = false;
      state bool no_pair;
      state bool no_either;
      state bool no_third;
      state int 0..7 n;
      step miss_pair() { no_pair = true; }
      step miss_either() { no_either = true; }
      step miss_third() { no_third = true; }
      step tick() { n = n == 7 ? 0 : n + 1; }
      syscall poke() -> result { tick(); return ok; }
      privileged syscall reset() -> result { tick(); return ok; }
      environment noise() budget noise { n = 0; }
    }
    kernel "k" extends "base" { }
    kernel "l" extends "base" { set loud = true; }
    design "plan" {
      option a = false;
      option b = false;
      option c = false;
      variant "as posted" { expect violated pair, third because "nothing is set"; }
      variant "as meant" { set a = true, b = true, c = true; expect holds pair because "a and b"; }
      syscall run() -> result {
        if (!(a && b)) miss_pair();
        if (!(a || c)) miss_either();
        if (!c) miss_third();
        return ok;
      }
      recipe recover() -> result { try run(); try poke(); return ok; }
    }
    design "rough" on "k" {
      syscall run() -> result { miss_pair(); miss_either(); return -EIO; }
      recipe recover() -> result { try reset(); try run(); return ok; }
    }
    workload "w" { title "one task"; role user { recover(); } }
    workload "noisy" { role user * 2 { poke(); } }
    property pair { workload "w"; never no_pair;
                    on recover() returns ok { cover true "recover returned ok on a lost position"; } }
    property either { workload "w"; never no_either; }
    property third { workload "w"; contested; never no_third; }
    property quiet { workload "noisy"; scope noise = 1, calls = 3; always n <= 6; }
    property found { workload "w"; reachable n == 1; }
    property hidden { workload "w"; reachable n == 5; }
    property free { workload "w"; static no privileged in recover; on recover() returns r { cover true; } }

    """

  static func specification(_ more: String = "") throws -> Specification {
    try RealSpecs.specification(of: [SourceText(name: "toy.kspec", text: text + more)])
  }

  /// All cells of what is selected.
  static func results(
    _ specification: Specification, _ selection: Selection = Selection(),
    _ overrides: Overrides = Overrides(), limits: Limits = Limits()
  ) async -> (plan: Plan, cells: [CellResult]) {
    let plan = Plan(specification, selection, overrides)
    let campaign = Campaign(
      assembly: Assembly(specification, overrides), plan: plan, limits: limits)
    var cells: [CellResult] = []
    for outcome in await campaign.run() {
      if case .decided(let decided, _) = outcome {
        cells += decided
      } else {
        Issue.record("\(outcome)")
      }
    }
    return (plan, cells)
  }
}

extension [CellResult] {
  /// The cell of a column.
  func cell(
    _ property: String, _ design: String, _ variant: String? = nil, on kernel: String = "k"
  ) throws -> CellResult {
    let column = Column(kernel: kernel, design: design, variant: variant)
    return try #require(first { $0.cell.column == column && $0.cell.property == property })
  }
}
