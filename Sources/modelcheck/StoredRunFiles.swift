import Documents
import Foundation
import Reporting

/// The files in which runs of `check` and `claims` are kept.
struct StoredRunFiles {
  private let verdicts: Place
  private let traces: Place
  private let claims: Place

  /// A file or folder; one that nobody named may be missing.
  private struct Place {
    var path: String
    var isNamed: Bool
  }

  /// Files that are not named are those beside the specs.
  init(
    _ paths: [String], verdicts: String?, traces: String?, claims: String?
  ) throws(Failure) {
    let root = paths.isEmpty ? try SpecFiles.defaultFolder() : paths[0]
    func place(_ named: String?, _ name: String) -> Place {
      Place(path: named ?? "\(root)/expected/\(name)", isNamed: named != nil)
    }
    self.verdicts = place(verdicts, "verdicts.json")
    self.traces = place(traces, "traces")
    self.claims = place(claims, "claims.json")
  }

  func run() throws(Failure) -> StoredRun {
    var run = StoredRun()
    if let json = try json(verdicts) {
      try read(verdicts.path) { () throws(StoredRun.Failure) in try run.addVerdicts(json) }
    }
    if let json = try json(claims) {
      try read(claims.path) { () throws(StoredRun.Failure) in try run.addClaims(json) }
    }
    for path in try traceFiles {
      guard let json = try json(Place(path: path, isNamed: true)) else { continue }
      try read(path) { () throws(StoredRun.Failure) in try run.addTrace(json) }
    }
    return run
  }

  private var traceFiles: [String] {
    get throws(Failure) {
      guard SpecFiles.isFolder(traces.path) else {
        if traces.isNamed { throw .usage("there is no folder '\(traces.path)'") }
        return []
      }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: traces.path)) ?? []
      return names.filter { $0.hasSuffix(".json") }.sorted().map { "\(traces.path)/\($0)" }
    }
  }

  private func json(_ place: Place) throws(Failure) -> JSON? {
    guard FileManager.default.fileExists(atPath: place.path) else {
      if place.isNamed { throw .usage("there is no file '\(place.path)'") }
      return nil
    }
    let bytes = try SpecFiles.bytes(of: place.path)
    do throws(JSONParser.Failure) { return try JSONParser.parse(bytes) } catch {
      throw .usage("\(place.path):\(error.line):\(error.column): \(error.message)")
    }
  }

  private func read(
    _ path: String, _ action: () throws(StoredRun.Failure) -> Void
  ) throws(Failure) {
    do throws(StoredRun.Failure) { try action() } catch {
      throw .usage("\(path): \(error.message)")
    }
  }
}
