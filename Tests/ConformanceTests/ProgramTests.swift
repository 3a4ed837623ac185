import Conformance
import SpecLanguage
import Testing

@Suite("Programs of litmus tests")
struct ProgramTests {
  private func program(_ members: String) throws -> LitmusProgram {
    try Specs.outcomes([members])[0].get()
  }

  private static let bad = "init { poison[b0] = true; bad[b0] = true; content[b0] = junk; }"

  @Test("a whole device, calls, and what can and cannot be seen")
  func punch() throws {
    let program = try program(
      """
      observed "Linux 5.10.262, ext4, memmap=";
      \(Self.bad)
      scope block = 2;
      task P0 { r0 = fallocate(A, PUNCH_HOLE_KEEP_SIZE, 0); r1 = pwrite(A, 0, d1); }
      exactly { r0 == ok; r1 is error; !bad[b0]; usage[b0] == busy; }
      or { extent[A][0] == written(b1); }
      """)
    #expect(program.platform == .memmap)
    #expect(
      program.lines.joined(separator: "\n") == """
          struct value r0 = nothing, r1 = nothing;

          create(A, 1);
          fill(A, 0, plain("junk"));
          settle();
          leave_free(1);
          name_block(b0, A, 0);
          strike(b0, RECORDED | POISONED);

          as_task(P0);
          r0 = do_fallocate(A, PUNCH_HOLE_KEEP_SIZE, 0);
          r1 = do_pwrite(A, 0, d1);

          tell("r0", r0);
          tell("r1", r1);
          exactly();
          demand("r0 == ok",
            both(given(r0), equal(r0, plain("ok"))));
          demand("r1 is error",
            both(given(r1), is_error(r1)));
          demand("!bad[b0]",
            negation(recorded(b0)));
          demand("usage[b0] == busy",
            UNKNOWN);
          or_else();
          demand("extent[A][0] == written(b1)",
            equal(extent(A, 0), written(b1)));
        """)
  }

  @Test("a task that decides, a mapping that was there before, an unwritten page")
  func handler() throws {
    let program = try program(
      """
      init {
        poison[b0] = true;
        extent[A][0] = unwritten(b0);
        committed_extent[A][0] = unwritten(b0);
        user_mapping[P0][A][0] = true;
        clearing = partial;
      }
      task P0 {
        r0 = load(A, 0);
        if (r0 is BUS_MCEERR_AR) { r1 = fiemap(A, 0); } else { r2 = mstore(B, 0, d0); }
      }
      task P1 { s0 = blkzeroout(b0); }
      forbids { s0 == ok; r1 == written(b0); }
      """)
    #expect(program.platform == .machineCheck)
    #expect(
      program.lines.joined(separator: "\n") == """
          struct value r0 = nothing, r1 = nothing, r2 = nothing, s0 = nothing;

          create(A, 1);
          create(B, 1);
          do_fallocate(A, ALLOCATE, 0);
          settle();
          name_block(b0, A, 0);
          map_page(P0, A, 0);
          clearing("partial");
          strike(b0, POISONED);

          as_task(P0);
          r0 = do_load(A, 0);
          if (among(r0, " BUS_MCEERR_AR ") == YES) {
            r1 = do_fiemap(A, 0);
          } else {
            r2 = do_mstore(B, 0, d0);
          }
          as_task(P1);
          s0 = do_blkzeroout(place(b0));

          tell("r0", r0);
          tell("r1", r1);
          tell("r2", r2);
          tell("s0", s0);
          forbids();
          demand("s0 == ok",
            both(given(s0), equal(s0, plain("ok"))));
          demand("r1 == written(b0)",
            both(given(r1), equal(r1, written(b0))));
        """)
  }

  @Test("the platform is what the initial state needs, or another that can begin there")
  func platforms() throws {
    let known = "poison[b0] = true; bad[b0] = true;"
    let cases: [(start: String, observed: String, platform: Platform?)] = [
      (known, "", .memmap),
      (known + "clearing = none;", "", .nvdimm),
      ("poison[b0] = true;", "", .media),
      (known + "user_mapping[P0][A][0] = true;", "", .memmap),
      (known, "simulated media", .media),
      (known, "memmap= and simulated media", .memmap),
      ("poison[b0] = true;", "QEMU nvdimm", nil),
    ]
    let found = try Specs.outcomes(
      cases.map { start, observed, _ in
        "init { \(start) } observed \"on \(observed)\"; \(Self.rest)"
      })
    #expect(found.map { try? $0.get().platform } == cases.map(\.platform))
    let mapped = "init { \(known) user_mapping[P0][A][0] = true; }"
    let load = "task P0 { r0 = load(A, 0); } allows { r0 == ok; }"
    #expect(try program(mapped + load).platform == .machineCheck)
  }

  private static let rest = "task P0 { r0 = fsync(A); } allows { r0 == ok; }"

  @Test("what no real kernel can be told to do is an error with its reason")
  func refusals() throws {
    let cases = [
      (
        "init { usage[b0] = busy; } " + Self.rest, "nothing sets 'usage' to 'busy' on a real kernel"
      ),
      (
        "init { poison[b1] = true; } " + Self.rest,
        "its initial state has an error in a block that no file has"
      ),
      (
        "init { extent[A][0] = unwritten(b0); } " + Self.rest,
        "its initial state has something that is not committed"
      ),
      (
        "design \"zeroinit\" variant \"as meant\"; " + Self.rest,
        "no real kernel has the design 'zeroinit'"
      ),
      (
        "set commit_and_retry = false; " + Self.rest,
        "no real kernel has the option 'commit_and_retry' to set"
      ),
      (
        "scope crash = 1; " + Self.rest,
        "the emulated machine is not crashed in the middle of a call"
      ),
      (
        "scope block = 2, commit = 1, errors = 1; " + Self.rest,
        "nothing makes 'errors' happen on a real kernel while the tasks run"
      ),
      (
        "task P0 { r0 = umount(); } allows { r0 == ok; }", "there is no C for the call 'umount'"
      ),
    ]
    let found = try Specs.outcomes(cases.map(\.0)).map { outcome -> String in
      if case .failure(let problem) = outcome { problem.reason } else { "" }
    }
    #expect(found == cases.map(\.1))
  }

  @Test("a kernel for which nothing real stands")
  func kernels() throws {
    #expect(RealKernel("linux-5.14-xfs")?.release == "5.10")
    #expect(RealKernel("linux-6.12-ext4")?.filesystem == "ext4")
    #expect(RealKernel("linux-5.14") == nil)
    #expect(RealKernel("linux-2.6-ext4") == nil)
    let specification = try Specs.specification()
    let test = try #require(specification.litmusTests.first)
    #expect(throws: NoProgram("no real kernel stands for 'disk'")) {
      try LitmusProgram(test, on: "disk", of: specification)
    }
  }
}
