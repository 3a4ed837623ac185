package import SpecLanguage
import TransitionSystem

/// Which options of the kernels the litmus tests notice: each is turned over, one at a time.
package struct LitmusPower: Sendable {
  package let assembly: Assembly
  package let limits: Limits

  package init(assembly: Assembly, limits: Limits) {
    (self.assembly, self.limits) = (assembly, limits)
  }

  /// What came of turning one option of a kernel over.
  package struct Finding: Sendable {
    package var kernel: String
    package var option: String
    /// What it is turned to.
    package var value: Bool
    package var testCount: Int
    /// The names of the tests that are not as they say then.
    package var noticedBy: [String]
  }

  /// For each kernel, each of its options that is true or false, in the order of declaration.
  ///
  /// With `untilNoticed` an option is left as soon as some tests have noticed it; which others
  /// would is not found out then.
  package func findings(
    _ tests: [(test: LitmusTest, kernel: String)], untilNoticed: Bool = false
  ) async throws -> [Finding] {
    var found: [Finding] = []
    for kernel in tests.map(\.kernel).distinct {
      let mine = tests.filter { $0.kernel == kernel }
      for (option, value) in options(of: kernel) {
        var overrides = assembly.overrides
        overrides.options.append(OptionSetting(name: option, value: .bool(!value)))
        let run = LitmusRun(
          assembly: Assembly(assembly.specification, overrides), limits: limits)
        var noticedBy: [String] = []
        var rest = mine[...]
        while !rest.isEmpty && !(untilNoticed && !noticedBy.isEmpty) {
          let some = rest.prefix(untilNoticed ? Self.fewTests : rest.count)
          rest = rest.dropFirst(some.count)
          noticedBy += try await run.run(Array(some)).filter { !$0.holds }.map(\.test.name)
        }
        found.append(
          Finding(
            kernel: kernel, option: option, value: !value, testCount: mine.count,
            noticedBy: noticedBy))
      }
    }
    return found
  }

  private static let fewTests = 12

  private func options(of kernel: String) -> [(name: String, value: Bool)] {
    let chain = assembly.specification.chain(of: kernel)
    let fragments = [assembly.specification.library.fragment] + chain.map(\.fragment)
    var settings: [String: Expression] = [:]
    for setting in chain.flatMap(\.settings) { settings[setting.name] = setting.value }
    return fragments.flatMap(\.options).compactMap { option in
      guard case .bool(let value) = settings[option.name] ?? option.value else { return nil }
      return (option.name, value)
    }
  }
}
