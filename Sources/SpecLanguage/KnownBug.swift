package import TransitionSystem

/// A mistake that a kernel once had, and how to put it back.
///
/// What its evidence says is so without the settings, and some of it is not so with them: that the
/// model shows the bug, and that the settings alone are the reason.
package struct KnownBug: Sendable {
  package var name: String
  /// The commit or message that tells of it.
  package var source = ""
  /// The kernels to which it is put back.
  package var kernels: [String] = []
  /// What puts it back.
  package var settings: [OptionSetting] = []
  package var evidence: [ClaimEvidence] = []
  package var site: SourceSite?
  package var documentation = ""

  package init(name: String) { self.name = name }
}
