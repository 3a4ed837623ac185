package import TransitionSystem

/// What keeps a system out of the relational form: the construct, and where it was written.
package struct FragmentError: Error, Hashable, Sendable {
  package var message: String
  package var site: SourceSite?

  package init(_ message: String, _ site: SourceSite? = nil) {
    self.message = message
    self.site = site
  }
}
