package import TransitionSystem

/// A state of media, records and files in which a call may be made.
///
/// Documents say of each call what it can come to in each of the situations; nothing is demanded of
/// it.
package struct Situation: Hashable, Sendable {
  package var name: String
  package var title = ""
  package var source = ""
  /// The kernels on which it makes sense.
  package var kernels: [String] = []
  /// Assignments that prepare the state.
  package var initialization: [Statement] = []
  package var settings: [OptionSetting] = []
  /// Sizes by sort, and budgets by name: what may happen during the call.
  package var scope: [String: Int] = [:]
  package var site: SourceSite?
  package var documentation = ""

  package init(name: String) { self.name = name }
}
