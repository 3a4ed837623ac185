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
    /// Whenever one thing holds, another holds then or later, in every fair run.
    case leadsTo(Response)

    /// The conditions on states that it is made of.
    package var conditions: [Expression] {
      switch self {
      case .always(let condition), .reachable(let condition): [condition]
      case .stepwise: []
      case .leadsTo(let response): [response.trigger, response.goal]
      }
    }

    /// What it assumes of runs.
    package var fairness: [Fairness] {
      if case .leadsTo(let response) = self { return response.fairness }
      return []
    }

    /// The same with each condition replaced.
    package func mapConditions(_ transform: (Expression) -> Expression) -> Kind {
      switch self {
      case .always(let condition): .always(transform(condition))
      case .reachable(let condition): .reachable(transform(condition))
      case .stepwise: .stepwise
      case .leadsTo(let response): .leadsTo(response.mapConditions(transform))
      }
    }
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
