package import TransitionSystem

/// Reads `name=value`, as `--set` on the command line gives it.
///
/// The options, and the types of their values, are those of the fragments: the library's, then
/// those of the kernels and the design that the setting is for. With errors the setting is nil.
package func setting(
  _ source: SourceText, among fragments: [Fragment]
) -> (OptionSetting?, [Diagnostic]) {
  let (syntax, diagnostics) = Parser.parseSetting(source)
  let log = DiagnosticLog()
  log.report(diagnostics)
  guard let syntax, !diagnostics.hasErrors else { return (nil, log.diagnostics) }
  let declarations = fragments.reduce(Declarations()) { $0.merging(Declarations($1)) }
  let checker = FragmentChecker(
    .design, "", inherited: declarations, sources: [source], log: log)
  let setting = checker.settings([syntax]).first
  return (log.diagnostics.hasErrors ? nil : setting, log.diagnostics)
}
