import Conformance
import SpecLanguage
import Testing

@Suite("Programs with parts of pages, several pages, shared blocks")
struct PartTests {
  private func lines(
    _ members: String, workload: String, on kernel: String = "linux-6.1-xfs"
  ) throws -> [String] {
    try Specs.outcomes([members], workload: workload, on: kernel)[0].get().lines
      .map { String($0.drop { $0 == " " }) }
  }

  @Test("one bad sector, and all of them")
  func sectors() throws {
    let lines = try lines(
      """
      init { poison[b0][s3] = true; bad[b0][s3] = true; content[b0][s3] = junk; }
      scope sector = 8;
      task P0 { r0 = pwrite_faulting(A, 0, s4, d1); r1 = blkzeroout_sector(b0, s3); }
      exactly { r0 == short(s4); !bad[b0]; poison[b0][s3]; }
      """, workload: "owner")
    #expect(lines.contains("fill(A, 0, of(A, 0, d0));"))
    #expect(lines.contains("fill_sector(A, 0, s3, plain(\"junk\"));"))
    #expect(lines.contains("strike_sector(b0, s3, RECORDED | POISONED);"))
    #expect(lines.contains("r0 = do_pwrite_faulting(A, 0, s4, d1);"))
    #expect(lines.contains("r1 = do_blkzeroout_sector(place(b0), s3);"))
    #expect(lines.contains("both(given(r0), equal(r0, ended(s4))));"))
    #expect(
      Array(lines.suffix(4)) == [
        "demand(\"!bad[b0]\",", "negation(recorded(b0)));",
        "demand(\"poison[b0][s3]\",", "poisoned_sector(b0, s3));",
      ])
  }

  @Test("blocks that follow each other, but for two of them")
  func ranges() throws {
    let lines = try lines(
      """
      init { poison[b3] = true; bad[b3] = true; content[b3] = junk; follows[b1][b2] = false; }
      task P0 { r0 = pread_range(A, 0, 7); r1 = truncate(A, 3); }
      exactly { r0 == count(2); }
      """, workload: "eight pages in one extent")
    #expect(
      lines.filter { $0.hasPrefix("allocate") || $0.hasPrefix("require_apart") } == [
        "allocate(A, 0, 1);", "allocate_apart(A, 2, 7);", "require_apart(A, 2);",
      ])
    #expect(lines.filter { $0.hasPrefix("require_joined") }.count == 6)
    #expect(lines.contains("r0 = do_pread_range(A, 0, 7);"))
    #expect(lines.contains("r1 = do_truncate(A, 3);"))
    #expect(lines.contains("both(given(r0), equal(r0, count(2))));"))
  }

  private static let sharing =
    "set shares_blocks = true; task P0 { r0 = pwrite(A, 0, d1); } exactly { r0 == ok; }"

  @Test("two sharers")
  func sharers() throws {
    let program = try Specs.outcomes(
      [Self.sharing], workload: "two sharers", on: "linux-6.1-xfs")[0].get()
    #expect(program.kernel.filesystem == "xfs-reflink")
    let calls = program.lines.filter { $0.contains("fill") || $0.contains("clone") }
    #expect(calls == ["  fill(A, 0, of(A, 0, d0));", "  clone_file(A, B);"])
  }

  @Test("what there is no page or kernel for is an error with its reason")
  func refusals() throws {
    let rest = "task P0 { r0 = pread(A, 0); } exactly { r0 == EIO; }"
    func reasons(_ members: String, _ workload: String, on kernel: String) throws -> [String] {
      try Specs.outcomes([members], workload: workload, on: kernel).map { outcome in
        if case .failure(let problem) = outcome { problem.reason } else { "" }
      }
    }
    #expect(
      try reasons("scope sector = 2; " + rest, "owner", on: "linux-6.1-ext4")
        == ["a page has 8 sectors, and not 2"])
    #expect(
      try reasons(Self.sharing, "two sharers", on: "linux-5.14-xfs")
        == ["no real kernel has the option 'shares_blocks' to set"])
    #expect(
      try reasons(rest, "two sharers", on: "linux-6.1-ext4")
        == ["no real kernel of 'linux-6.1-ext4' lets files share blocks with DAX"])
    #expect(
      try reasons("init { follows[b0][b1] = true; } " + rest, "owner", on: "linux-6.1-xfs")
        == ["its initial state has blocks in a row that are no pages in a row"])
    #expect(
      try reasons(
        "init { extent[B][0] = written(b0); committed_extent[B][0] = written(b0); } " + rest,
        "owner", on: "linux-6.1-xfs")
        == ["its initial state has files that share blocks and are no copies"])
  }
}
