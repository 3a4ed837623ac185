import ArgumentParser
import Checking
import SpecLanguage
import TransitionSystem

/// `--scope` and `--set`.
struct OverrideOptions: ParsableArguments {
  @Option(
    help: "Sizes of sorts, calls, copies of the workload, budgets: blocks=3,calls=2,errors=1.")
  var scope: [String] = []
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Set an option of the kernels or designs.", valueName: "option=value"))
  var settings: [String] = []
  @Option(
    name: .customLong("unfair"),
    help: ArgumentHelp("Do not make this fairness assumption.", valueName: "name"))
  var unfair: [String] = []

  /// The largest number that can be meant: what is larger is a typing error.
  private static let largest = 1_000_000_000

  /// Each copy has all tasks of the workload.
  private static let mostCopies = 8

  func overrides(_ names: KnownNames) throws(Failure) -> Overrides {
    var entries: [String: Int] = [:]
    for text in scope {
      for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
        let (name, number) = try Self.entry(String(entry), names)
        entries[name] = number
      }
    }
    var options: [OptionSetting] = []
    for text in settings { options.append(try Self.setting(text, names)) }
    try KnownNames.require(unfair, "fairness assumption", among: names.fairness)
    return Overrides(scope: entries, options: options, unfair: Set(unfair))
  }

  private static func entry(
    _ text: String, _ names: KnownNames
  ) throws(Failure) -> (name: String, number: Int) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    guard parts.count == 2, !parts[0].isEmpty else {
      throw .usage("'\(text)' in --scope is not of the form name=number, as in blocks=3")
    }
    let name = try scopeName(parts[0], names)
    guard let number = Int(parts[1]), parts[1].first != "+" else {
      throw .usage("'\(parts[1])' in --scope is no whole number; write \(parts[0])=2, say")
    }
    let isBudget = !RunScope.counts.contains(name) && !names.sorts.contains(name)
    let least = isBudget ? 0 : 1
    guard number >= least else {
      throw .usage(
        "the scope \(parts[0])=\(number) is too small; the least is \(parts[0])=\(least)")
    }
    guard name != "copies" || number <= mostCopies else {
      throw .usage("the scope copies=\(number) is too large; the most is copies=\(mostCopies)")
    }
    guard number <= largest else {
      throw .usage("the scope \(parts[0])=\(number) is too large; write \(parts[0])=3, say")
    }
    return (name, number)
  }

  /// A sort, in the singular or plural, a budget, or one of `RunScope.counts`.
  private static func scopeName(_ text: String, _ names: KnownNames) throws(Failure) -> String {
    let known = names.sorts + names.budgets + RunScope.counts
    if known.contains(text) { return text }
    if text.last == "s", names.sorts.contains(String(text.dropLast())) {
      return String(text.dropLast())
    }
    let sorts = names.sorts.filter { $0 != "task" && $0 != "data" }.map { $0 + "s" }
    throw KnownNames.unknown(
      text, "size or budget", sorts + ["data"] + RunScope.counts + names.budgets)
  }

  static func setting(_ text: String, _ names: KnownNames) throws(Failure) -> OptionSetting {
    let source = SourceText(name: "--set", text: text)
    let (setting, diagnostics) = SpecLanguage.setting(source, among: names.fragments)
    if let setting { return setting }
    let error = diagnostics.first { $0.severity == .error }
    throw .usage("--set \(text): \(error?.message ?? "write option=value")")
  }
}
