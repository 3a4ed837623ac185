import Checking
import Explicit
import Reporting
import SpecLanguage
import TransitionSystem

/// A file with a printed trace in it, as `check` and `replay` print them.
struct PrintedTrace {
  private let text: String
  private let path: String
  private let files: SpecFiles

  /// Nil if the file is none.
  init?(_ bytes: [UInt8], _ path: String, _ files: SpecFiles) {
    let text = String(decoding: bytes, as: UTF8.self)
    let isJSON = text.first { !$0.isWhitespace } == "{"
    guard !isJSON, TraceTextReader.looksLikeTrace(text) else { return nil }
    self.text = text
    self.path = path
    self.files = files
  }

  /// The run, found step by step in today's specs.
  func run() throws -> Run {
    let reader: TraceTextReader
    do throws(TraceTextReader.Failure) {
      reader = try TraceTextReader(text, files.specification)
    } catch { throw unfit(error) }
    var options: [OptionSetting] = []
    do throws(Failure) {
      for setting in reader.origin.settings {
        options.append(try OverrideOptions.setting(setting, files.names))
      }
    } catch { throw Failure.specErrors("\(path): \(error.message)") }
    let cell = reader.cell
    let search = Plan.Search(
      column: cell.column, workload: cell.workload, scope: cell.scope,
      properties: reader.origin.properties)
    let assembly = Assembly(
      files.specification, Overrides(options: options, unfair: Set(reader.origin.unfair)))
    do {
      let (system, scope) = try assembly.system(of: search)
      if let excess = ScopeEstimate(system, scope).excess {
        throw Failure.specErrors("\(path): the scope is too large: \(excess)")
      }
      let evaluator = Evaluator(system: system, scope: scope)
      let trace = try reader.trace(evaluator, roles: files.specification.roles(of: cell))
      return try CheckRun.replay(trace, reader.claim(evaluator), cell, search, assembly)
    } catch let error as TraceTextReader.Failure {
      throw unfit(error)
    } catch let error as ReplayError {
      throw Failure.specErrors("\(path) does not fit today's specs: \(error.message)")
    } catch let error as CompositionError {
      throw Failure.specErrors("\(path) does not fit today's specs: \(error.message)")
    }
  }

  private func unfit(_ error: TraceTextReader.Failure) -> Failure {
    .specErrors("\(path):\(error.line): this does not fit today's specs: \(error.message)")
  }
}

extension ReplayCommand {
  /// So many kinds of counterexamples are looked for under a name.
  private static let mostKinds = 100

  /// The run of this name among those that `--fewest-switches` and `--all-different` show.
  func otherRun(
    _ first: Run, _ search: Plan.Search, _ assembly: Assembly, _ console: Console
  ) throws -> Run? {
    let (claim, cell) = (first.claim, first.cell)
    guard [.violatesStepwise, .violatesAlways].contains(claim) else { return nil }
    let runs = OtherRuns(assembly, RunLimits().limits(console))
    func replay(_ trace: Trace) throws -> Run? {
      guard TraceIdentity(cell, trace).text == self.trace else { return nil }
      return try CheckRun.replay(trace, claim, cell, search, assembly)
    }
    let violation = SearchResult.Violation(trace: first.replayed.trace, claim: claim)
    do {
      if case .found(let trace, _)? = try runs.fewestSwitches(violation, cell, search),
        let run = try replay(trace)
      {
        return run
      }
      let others = try runs.different(from: violation, atMost: Self.mostKinds, cell, search)
      for other in others.violations {
        if let run = try replay(other.trace) { return run }
      }
    } catch let error as InternalError { throw Failure.internalError(error.message) }
    return nil
  }
}
