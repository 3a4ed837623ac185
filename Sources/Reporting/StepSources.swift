import Checking
import SpecLanguage
import TransitionSystem

/// Where the steps of a run stand: the line of a spec, and the kernel functions of mechanisms.
struct StepSources {
  let run: Run
  /// What Swift declares, by name: the kernel functions that it is taken from.
  private let mechanisms: [String: [String]]

  init(_ run: Run, _ specification: Specification) {
    self.run = run
    var found: [String: [String]] = [:]
    for fragment in specification.layers(of: run.cell.column) {
      // A later layer overrides an earlier one; what a text declares has its own line.
      for callable in fragment.callables {
        found[callable.name] = Self.isText(callable.site) ? nil : Self.functions(callable.source)
      }
      for action in fragment.environment {
        found[action.name] = Self.isText(action.site) ? nil : Self.functions(action.source)
      }
    }
    let kernels = specification.kernels.map(\.name)
    mechanisms = found.mapValues {
      Self.fitting($0, run.cell.column.kernel ?? "", others: kernels)
    }
  }

  /// A line for each place, the steps that stand there before it.
  func lines(_ style: Style) -> [String] {
    var order: [String] = []
    var steps: [String: [String]] = [:]
    for step in run.replayed.transitions.indices {
      let place = place(step)
      guard !place.isEmpty else { continue }
      if steps[place] == nil { order.append(place) }
      steps[place, default: []].append("\(step + 1)")
    }
    guard !order.isEmpty else { return [] }
    return ["where:"]
      + order.flatMap { place in
        let numbers = (steps[place] ?? []).joined(separator: ", ")
        let indent = String(repeating: " ", count: max(0, 4 - numbers.count))
        let lines = "\(numbers) \(place)".wrapped(to: TraceReport.width - 7)
        return lines.enumerated().map { offset, line in
          style.plain((offset == 0 ? indent : "       ") + line)
        }
      }
  }

  private func place(_ step: Int) -> String {
    let line = site(step).map { "\($0.fileName):\($0.line)" }
    return ([line].compactMap(\.self) + functions(step)).joined(separator: ", ")
  }

  /// Where a step stands in the text of a spec; nil if Swift declares it.
  func site(_ step: Int) -> SourceSite? {
    let site = action(step).site
    return Self.isText(site) ? site : nil
  }

  /// The mechanisms that a step calls, each with its kernel functions: `zero_range = xfs_…`.
  func functions(_ step: Int) -> [String] {
    names(in: action(step).label.text).filter { mechanisms[$0] != nil }.map { name in
      let functions = mechanisms[name] ?? []
      return functions.isEmpty ? name : "\(name) = \(functions.joined(separator: ", "))"
    }
  }

  private func action(_ step: Int) -> Action {
    run.evaluator.system.actions[run.replayed.transitions[step].firing.action]
  }

  /// The names of what a step calls, as its words have them: `take({0}); map({1}) = {2}`.
  private func names(in label: String) -> [String] {
    label.split(separator: ";").map { part in
      String(part.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }.distinct
  }

  private static func isText(_ site: SourceSite?) -> Bool {
    site?.file.hasSuffix(".swift") == false
  }

  /// `fs/ext4/inode.c:f, fs/xfs/xfs_iomap.c:g (a remark)` in parts, without remarks; what names no
  /// kernel file is left out.
  private static func functions(_ source: String) -> [String] {
    source.split(whereSeparator: { ",;".contains($0) })
      .map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
      .filter { $0.contains(".c") || $0.contains(".h") }
  }

  /// Of functions of several filesystems those of the kernel's, or at least none of another's.
  private static func fitting(
    _ functions: [String], _ kernel: String, others: [String]
  ) -> [String] {
    let own = words(kernel)
    let foreign = others.flatMap(words).filter { !own.contains($0) }
    func folder(_ function: String) -> String? {
      let parts = function.split(separator: "/").map(String.init)
      return parts.first == "fs" && parts.count > 2 ? parts[1] : nil
    }
    let isNamed = functions.contains { folder($0).map(own.contains) ?? false }
    return functions.filter { function in
      guard let folder = folder(function) else { return true }
      return isNamed ? own.contains(folder) : !foreign.contains(folder)
    }
  }

  private static func words(_ kernel: String) -> [String] {
    kernel.split(separator: "-").map(String.init)
  }
}

extension SourceSite {
  /// The name alone: a path would not fit into a mail, and differs between machines.
  var fileName: String { file.split(separator: "/").last.map(String.init) ?? file }
}
