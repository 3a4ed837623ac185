/// A property of a transition system.
package struct Property: Hashable, Sendable {
  package var name: String
  package var kind: Kind
  package var title: String
  package var source: String
  package var site: SourceSite?

  package enum Kind: Hashable, Sendable {
    /// The expression holds in every reachable state.
    case always(Expression)
    /// A reachable state satisfies the expression; the witness is wanted.
    case reachable(Expression)
    /// The `Check`s that actions carry for it hold whenever these actions fire.
    case stepwise
  }

  package init(
    name: String, kind: Kind, title: String = "", source: String = "", site: SourceSite? = nil
  ) {
    self.name = name
    self.kind = kind
    self.title = title
    self.source = source
    self.site = site
  }
}
