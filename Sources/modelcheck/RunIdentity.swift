import Certificates
import Checking
import Explicit
import Foundation
import Reporting
import SpecLanguage

/// What has to be the same for a run to go on with what another one has kept.
struct RunIdentity {
  /// The digest of all that decides what is searched.
  let input: String

  init(_ sources: [SourceText], _ plan: Plan, _ options: OverrideOptions, symmetry: Bool) {
    var parts = sources.map { SHA256.digest(of: $0.bytes) }
    parts += options.settings.map { "set \($0)" } + options.unfair.map { "unfair \($0)" }
    parts.append("symmetry \(symmetry)")
    for search in plan.searches {
      let scope = search.scope.entries.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      parts.append(
        "\(search.column.place); \(search.workload); \(scope.joined(separator: ",")); "
          + search.properties.joined(separator: ","))
    }
    input = SHA256.digest(of: parts.joined(separator: "\n"))
  }

  private static let build = ProofCache.program ?? "unknown"

  private var json: JSON {
    .object([
      .init("version", .string(ModelCheck.version)), .init("program", .string(Self.build)),
      .init("input", .string(input)),
    ])
  }

  /// Makes a folder that is empty the one of this run; refuses that of another one.
  func claim(_ folder: String) throws(Failure) {
    let file = folder + "/run"
    switch SealedFile.read(file) {
    case .json(let json): try demandSame(json, file)
    case .damaged: throw refusal(file, "is damaged")
    case .otherFormat(let format):
      throw refusal(
        file, "has format \(format), and this modelcheck reads format \(SealedFile.format)")
    case .nothing:
      try Self.demandNothingElse(folder)
      do throws(StorageFailure) { try SealedFile.write(json, to: file) } catch {
        throw .output("'\(folder)' cannot keep this run: \(error.message)")
      }
    }
  }

  /// Refuses a folder that has files but no run: they are not ours.
  static func demandNothingElse(_ folder: String) throws(Failure) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard names.contains("run") || names.allSatisfy({ ["lock", "run.new"].contains($0) }) else {
      throw .usage("'\(folder)' has files, but no run that was kept: name a new folder")
    }
  }

  private func demandSame(_ found: JSON, _ file: String) throws(Failure) {
    guard found["version"] == .string(ModelCheck.version) else {
      throw refusal(file, "was written by another version of modelcheck")
    }
    guard found["program"] == .string(Self.build) else {
      throw refusal(file, "was written by another build of modelcheck")
    }
    guard found["input"] == .string(input) else {
      throw refusal(file, "is of other specs, cells, scopes or settings")
    }
  }

  private func refusal(_ file: String, _ what: String) -> Failure {
    .usage("'\(file)' \(what): name another folder, or remove this one to begin anew")
  }
}
