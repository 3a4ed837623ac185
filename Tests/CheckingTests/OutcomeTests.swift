import Checking
import Foundation
import SpecLanguage
import Testing
import TransitionSystem

/// What calls come to, in situations whose answers are known by thought or by litmus tests.
@Suite("Outcomes")
struct OutcomeTests {
  private func table(_ column: OutcomeColumn) throws -> OutcomeTable {
    let assembly = Assembly(try RealSpecs.specification(), Overrides())
    return try OutcomeRun(assembly: assembly, limits: Limits()).table(of: column)
  }

  private func results(
    _ table: OutcomeTable, _ name: String, _ arguments: [String], in situation: String
  ) throws -> [String] {
    let call = try #require(
      table.calls.first { $0.callable.name == name && $0.arguments == arguments })
    let row = try #require(table.situations.firstIndex { $0.name == situation })
    return call.outcomes[row].map { outcome in
      switch outcome.result {
      case .returned(let name): name
      case .waits: "waits"
      }
    }
  }

  /// A call and what it comes to, by situation.
  private struct Row {
    var call: String
    var arguments: [String]
    var expected: [String: [String]]
  }

  private func expect(_ rows: [Row], on table: OutcomeTable) throws {
    for row in rows {
      for (situation, expected) in row.expected.sorted(by: { $0.key < $1.key }) {
        let found = try results(table, row.call, row.arguments, in: situation)
        #expect(found.sorted() == expected.sorted(), "\(row.call) in '\(situation)'")
      }
    }
  }

  @Test("on 5.14 a read tells known from latent losses, and a write repairs nothing")
  func old() throws {
    let table = try table(OutcomeColumn(kernel: "linux-5.14-ext4"))
    try expect(
      [
        Row(
          call: "pread", arguments: ["A", "0"],
          expected: [
            "good page": ["bytes"], "known loss": ["EIO"], "latent loss": ["EFAULT"],
            "stale record": ["EIO"], "hole": ["zeros"], "unwritten, latent loss": ["zeros"],
            "shut down": ["EIO"], "loss during the call": ["bytes", "EIO", "EFAULT"],
          ]),
        Row(
          call: "pwrite", arguments: ["A", "0", "d1"],
          expected: [
            "good page": ["ok"], "known loss": ["EIO"], "latent loss": ["ok"],
            "hole, device full": ["ENOSPC"], "hole": ["ok"], "hole, free blocks are bad": ["ok"],
            "hole, free blocks are bad, no clearing": ["EIO"],
          ]),
        Row(
          call: "load", arguments: ["A", "0"],
          expected: [
            "known loss": ["BUS_ADRERR"], "latent loss": ["BUS_MCEERR_AR"],
            "latent loss, mapped": ["BUS_MCEERR_AR"], "hole": ["zeros"],
          ]),
        Row(
          call: "fallocate", arguments: ["A", "PUNCH_HOLE", "0"],
          expected: ["good page": ["EOPNOTSUPP"], "known loss": ["EOPNOTSUPP"]]),
        Row(call: "reattach", arguments: [], expected: ["good page": ["waits"]]),
      ], on: table)
  }

  @Test("on 6.1 a write over a known loss repairs it, where the platform clears")
  func new() throws {
    let table = try table(OutcomeColumn(kernel: "linux-6.1-xfs"))
    try expect(
      [
        Row(
          call: "pwrite", arguments: ["A", "0", "d1"],
          expected: ["known loss": ["ok"], "known loss, no clearing": ["EFAULT"]])
      ], on: table)
    let call = try #require(table.calls.first { $0.callable.name == "pwrite" })
    let row = try #require(table.situations.firstIndex { $0.name == "known loss" })
    let outcome = try #require(call.outcomes[row].first)
    #expect(outcome.after == [["written, good"], ["owned, good"]])
    #expect(outcome.steps == outcome.witness.count)
    #expect(outcome.witness.first == "call pwrite(A, 0, d1)")
  }

  @Test("a design's call differs from its kernel's where it says so")
  func design() throws {
    let table = try table(
      OutcomeColumn(kernel: "linux-5.14-ext4", design: "falloc-mode", variant: "as posted"))
    try expect(
      [
        Row(
          call: "fallocate", arguments: ["A", "ZEROINIT_KEEP_SIZE", "0"],
          expected: [
            "known loss": ["ok"], "hole": ["EOPNOTSUPP"], "known loss, no clearing": ["EIO"],
          ]),
        Row(
          call: "fallocate", arguments: ["A", "ZEROINIT", "0"],
          expected: ["known loss": ["EINVAL"]]),
      ], on: table)
  }

  @Test("a block goes round: free, in flight, owned, freed, free; and is lost and repaired")
  func lifecycle() throws {
    let table = try table(OutcomeColumn(kernel: "linux-5.14-xfs"))
    let block = try #require(table.lifecycles.first { $0.name == "block" })
    func steps(_ from: String, _ to: String) -> [String] {
      block.changes.first { block.states[$0.from] == from && block.states[$0.to] == to }?.steps
        ?? []
    }
    #expect(steps("free, good", "allocated, not mapped, good").contains("take"))
    #expect(steps("allocated, not mapped, good", "owned, good").contains("map_written"))
    #expect(steps("owned, good", "freed, not committed, good").contains("free_extent"))
    #expect(steps("freed, not committed, good", "free, good").contains("journal_commit"))
    #expect(steps("owned, good", "owned, lost and recorded") == ["media_error"])
    #expect(steps("owned, good", "owned, lost") == ["latent_error"])
    #expect(steps("owned, lost", "owned, lost and recorded").contains("scrub"))
    #expect(steps("owned, good", "free, good") == [])
  }
}
