import SpecLanguage
import Testing
import TransitionSystem

/// What whole items become.
@Suite("Lowering of items")
struct ItemLoweringTests {
  private static let watched = """
    kernel "x" {
      syscall look(file f, page p) -> answer { return zero; }
      recipe go() -> result { return ok; }
    }
    property p {
      ghost data last;
      on call look(_, p), call go() by t { cover; }
      on look(f, _) returns bytes(d), strike(f) { last = d1; }
      on look(f, _) returns bytes(d) { require last != d "why"; last = d; }
      on look(_, _) returns zero or error { }
      on go() returns r { require r is ok; }
      on go() { }
    }
    """

  private static let handlers = """
    on call look(_, p) by t {
      cover true;
    }
    on call go() by t {
      cover true;
    }
    on look(f, _) returns result'1 when result'1 is bytes {
      last = d1;
    }
    on strike(f) {
      last = d1;
    }
    on look(f, _) returns result'1 when result'1 is bytes {
      require last != result'1.d "why";
      last = result'1.d;
    }
    on look(_, _) returns result'1 when result'1 is zero or EIO {
    }
    on go() returns r {
      require r is ok;
    }
    on go() {
    }

    """

  @Test("makes handlers of triggers, with parts of results in place of their names")
  func handlers() throws {
    let (specification, diagnostics) = checked(Self.watched)
    #expect(diagnostics.isEmpty, "\(rendered(diagnostics, of: Self.watched))")
    let handlers = try #require(specification.properties.first?.fragment.handlers)
    let printer = PseudoCode([TestLibrary.library.fragment])
    #expect(handlers.map { printer.text($0) }.joined() == Self.handlers)
    #expect(handlers.allSatisfy { $0.owner == "p" })
  }

  @Test("gives state its starting value")
  func initialValues() throws {
    let (specification, _) = checked(
      """
      kernel "x" {
        state bool a; state int 3..5 b; state file c; state content d; state partial page e;
        enum pair { both(file f, page p) } state pair g; state int -1..1 h = 1; state page i = 2;
      }
      """)
    let variables = try #require(specification.kernels.first?.fragment.variables)
    let pair = Expression.make(
      type: "pair", case: "both", [.element(sort: "file", 0), .element(sort: "page", 0)])
    let expected: [Expression?] = [
      .bool(false), .integer(3), .element(sort: "file", 0), .value("content", "zero"), nil, pair,
      .integer(1), .element(sort: "page", 2),
    ]
    #expect(variables.map(\.initial) == expected)
  }

  @Test("keeps what items say of themselves")
  func items() throws {
    let (specification, diagnostics) = checked(Samples.all[0])
    #expect(diagnostics.isEmpty)
    #expect(specification.kernels.map(\.name) == ["linux", "linux-ext4", "linux-xfs"])
    #expect(specification.kernels.map(\.extends) == [[], ["linux"], ["linux"]])
    #expect(specification.kernels[0].documentation == "What the thread is about.")
    #expect(specification.kernels[1].settings.map(\.name) == ["commit_and_retry"])
    let design = try #require(specification.designs.first)
    #expect(design.kernels == ["linux-ext4", "linux-xfs"])
    #expect(design.title == "dax_zeroinit_range() behind FALLOC_FL_ZERO_RANGE")
    #expect(design.variants.map(\.name) == ["as posted", "as meant"])
    #expect(design.variants[0].settings.map(\.value) == [.bool(true)])
    #expect(design.variants[1].expectations.map(\.verdict) == [.holds])
    #expect(design.expectations.map(\.verdict) == [.static])
    let workload = try #require(specification.workloads.first)
    #expect(workload.roles.map(\.calls) == [3, nil])
    #expect(workload.roles.map(\.count) == [2, 1])
    #expect(workload.roles[0].menu[0].arguments.map { $0 == nil } == [false, false, true])
    #expect(workload.roles[0].menu.map(\.isOptional) == [false, true])
    #expect(workload.roles.map(\.loops) == [false, true])
    let property = try #require(specification.properties.first)
    #expect(property.scope == ["errors": 1, "block": 3, "calls": 2])
    #expect(property.isContested && property.uses == ["history"])
    #expect(
      specification.properties.last.map(\.demand)
        .map { if case .reachable = $0 { true } else { false } } == true)
    #expect(specification.claims.first?.statements.count == 3)
    let readings = try #require(specification.claims.last?.readings)
    #expect(readings.map(\.evidence.count) == [6, 1])
    #expect(specification.bugs.map(\.evidence.count) == [4])
    #expect(specification.bugs.first?.settings.map(\.name) == ["as_posted"])
    #expect(specification.properties.filter(\.isAside).map(\.name) == ["hands_off"])
    let requirements = specification.requirements
    #expect(requirements.map(\.properties) == [["no_loss", "in_place"], []])
    #expect(requirements.map(\.notModelled) == [nil, "there is no clock"])
    #expect(specification.contradictions(of: requirements[0]).map(\.name) == ["R2"])
    let situations = specification.situations
    #expect(situations.map(\.name) == ["lost and full", "as it is"])
    #expect(situations.map(\.kernels) == [["linux-xfs"], ["linux-ext4", "linux-xfs"]])
    #expect(situations.map(\.scope) == [["errors": 1], [:]])
    #expect(situations[0].settings.map(\.name) == ["as_posted"])
    #expect(situations[0].initialization.count == workload.initialization.count + 1)
  }
}
