import Foundation
import Testing
import TransitionSystem
import modelcheck

/// Runs that are kept with `--checkpoint`, and gone on with.
@Suite("Checkpoints")
struct CheckpointTests {
  /// Some 40 000 states, a violation at depth 14.
  static let model =
    ["check", "\(repository)/Benchmarks/pmem.kspec", "--no-symmetry", "--no-proofs", "--verbose"]
    + ["--scope", "block=3,file=2,page=1,task=2,errors=1", "--threads", "1"]

  private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// Runs `model` with more arguments; at the poll with that number somebody presses Ctrl-C.
  private func check(_ more: [String], interruptedAt last: Int? = nil) async -> Ended {
    let captured = Captured()
    let polls = Counter()
    let console = Console(
      write: { captured.write($0) }, complain: { captured.complain($0) },
      interruption: { polls.next() == last ? .interrupted : nil }, isUTF8: true)
    let status = await Entry.run(Self.model + more, on: console)
    return captured.ended(status)
  }

  private func arguments(_ folder: String) -> [String] {
    ["--checkpoint", folder, "--checkpoint-interval", "0"]
  }

  @Test("A run that is interrupted again and again ends as one that is not")
  func interruptions() async throws {
    let undisturbed = await check([])
    #expect(undisturbed.output.contains("38943 states, 134148 transitions, depth 27"))
    try await withTemporaryFolder { folder in
      var ended = await check(arguments(folder), interruptedAt: 5)
      #expect(ended.status == 20)
      var rounds = 0
      while ended.errors.hasSuffix("the same command goes on with it\n") {
        rounds += 1
        ended = await check(arguments(folder), interruptedAt: 5)
        #expect(ended.errors.contains("0 of 1 searches have ended, 1 is under way"))
      }
      #expect(rounds > 3)
      #expect(ended.output == undisturbed.output)
      #expect(ended.status == undisturbed.status)
      // What has ended is not searched again.
      let again = await check(arguments(folder), interruptedAt: 2)
      #expect(again.output == undisturbed.output)
      #expect(again.errors.contains("1 of 1 searches have ended, 0 are under way"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names == ["0.search", "lock", "run"])
    }
  }

  @Test("Whatever is cut off or changed of a checkpoint, it is not used, and the run is right")
  func damage() async throws {
    let undisturbed = await check([])
    try await withTemporaryFolder { folder in
      let (kept, copy) = (folder + "/kept", folder + "/copy")
      _ = await check(arguments(kept), interruptedAt: 5)
      for (number, file) in (0..<16).flatMap({ number in
        ["0.search", "0.states"].map { (number, $0) }
      }) {
        try? FileManager.default.removeItem(atPath: copy)
        try FileManager.default.copyItem(atPath: kept, toPath: copy)
        let place = URL(fileURLWithPath: "\(copy)/\(file)")
        var bytes = try Data(contentsOf: place)
        let position = (number * 7919 + 13) % bytes.count
        if number % 2 == 0 { bytes[position] ^= 1 << (number / 2 % 8) }
        try (number % 2 == 0 ? bytes : bytes.prefix(position)).write(to: place)
        let ended = await check(arguments(copy))
        #expect(
          ended.errors.contains("'\(copy)/\(file)' is damaged: the search begins anew"),
          "\(file), byte \(position): \(ended.errors)")
        #expect(ended.output == undisturbed.output)
      }
    }
  }

  @Test("The checkpoint of another run is refused, with what is different")
  func refusals() async throws {
    try await withTemporaryFolder { folder in
      let kept = folder + "/kept"
      _ = await check(arguments(kept), interruptedAt: 5)
      let before = try FileManager.default.contentsOfDirectory(atPath: kept).sorted()
      let other = await check(arguments(kept) + ["--scope", "errors=2"])
      #expect(other.status == 64)
      #expect(
        other.errors == """
          error: '\(kept)/run' is of other specs, cells, scopes or settings: name another folder, \
          or remove this one to begin anew

          """)
      let run = try text(of: kept + "/run")
      let lines = run.split(separator: "\n").map(String.init)
      try write(run.replacing("checkpoint 1", with: "checkpoint 2"), to: kept + "/run")
      let newer = await check(arguments(kept))
      #expect(newer.status == 64)
      #expect(newer.errors.contains("has format 2, and this modelcheck reads format 1"))
      for damage in [lines[0], lines[0] + "\n" + lines[1] + "\n", "", "\n\n\n\n", run + "\n"] {
        try write(damage, to: kept + "/run")
        let ended = await check(arguments(kept))
        #expect(ended.status == 64)
        #expect(ended.errors.contains("'\(kept)/run' is damaged"), "\(ended.errors)")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: kept).sorted() == before)
    }
  }

  @Test("A folder that is none, has other files, or cannot be made, keeps no run")
  func folders() async throws {
    try await withTemporaryFolder { folder in
      try write("mine", to: folder + "/notes")
      let full = await check(arguments(folder))
      #expect(full.status == 64)
      #expect(full.errors.contains("'\(folder)' has files, but no run that was kept"))
      for place in [folder + "/notes", folder + "/notes/below", "/proc/checkpoint"] {
        let ended = await check(arguments(place))
        #expect(ended.status == 74, "\(place)")
        #expect(ended.errors.contains("'\(place)'"), "\(ended.errors)")
      }
      #expect(try text(of: folder + "/notes") == "mine")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["notes"])
    }
    for more in [["--no-disk"], ["--known-bugs"]] {
      #expect(await check(["--checkpoint", "nowhere"] + more).status == 64)
    }
  }

  @Test("With a limit of memory that is far too small a run is the same, its states on disk")
  func beyondMemory() async throws {
    let larger = ["--scope", "block=4,errors=2"]
    let undisturbed = await check(larger)
    #expect(undisturbed.output.contains("706246 states, 2950376 transitions, depth 36; "))
    try await withTemporaryFolder { folder in
      let ended = await check(arguments(folder) + larger + ["--memory", "1"])
      #expect(ended.output.contains("depth 36, on disk for want of memory; "))
      let output = ended.output.replacing(", on disk for want of memory", with: "")
      #expect(output == undisturbed.output)
    }
  }
}
