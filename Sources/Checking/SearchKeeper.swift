package import Explicit

/// What keeps the searches of a run, so that another process can go on with them.
package struct SearchKeeper: Sendable {
  /// What a search has seen that has ended; nil: it has not.
  package var result: @Sendable (Plan.Search) -> SearchResult?
  /// Where a search is kept while it runs.
  package var checkpoint: @Sendable (Plan.Search) -> Checkpoint
  /// Keeps what a search has seen, if it has seen all.
  package var keep: @Sendable (Plan.Search, SearchResult) -> Void

  package init(
    result: @escaping @Sendable (Plan.Search) -> SearchResult?,
    checkpoint: @escaping @Sendable (Plan.Search) -> Checkpoint,
    keep: @escaping @Sendable (Plan.Search, SearchResult) -> Void
  ) {
    self.result = result
    self.checkpoint = checkpoint
    self.keep = keep
  }
}
