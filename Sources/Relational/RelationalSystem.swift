package import TransitionSystem

/// A transition system of relations over sorts of any size, and of nothing else.
///
/// There are no functions: a partial function has become a relation and a domain predicate, a
/// variant one relation a case, each place of a task one relation over the task and what it
/// remembers there. So the conditions of an inductive proof fall into a decidable fragment
/// (effectively propositional logic: Piskac, de Moura, Bjørner, 2010).
///
/// Formulas are boolean `Expression`s built from `read` of a relation at terms, `equal` of two
/// terms of one sort, `bool`, `not`, `and`, `or`, `implies`, `ifThenElse`, `forAll`, `exists`; a
/// term is a `variable` or an `element`. Elements of one sort with different numbers differ.
package struct RelationalSystem: Hashable, Sendable {
  package var name: String
  package var sorts: [Sort]
  package var relations: [Relation]
  /// What is assumed of rigid relations, each a closed universal formula.
  package var axioms: [Axiom]
  /// One for each relation that is not rigid, over rigid relations only.
  package var initial: [Definition]
  package var actions: [RelationalAction]
  /// What is to be proved besides the actions' checks.
  package var goals: [Goal]
  /// Clauses that hold by construction of the relational form, to be proved like all others.
  package var structure: [Clause]
  /// Only ever used at finitely many terms, since they are no universal formulas.
  ///
  /// Those of rigid relations are axioms; the others hold by construction and are to be proved.
  package var totalities: [Totality]

  package init(name: String) {
    self.name = name
    sorts = []
    relations = []
    axioms = []
    initial = []
    actions = []
    goals = []
    structure = []
    totalities = []
  }

  package func relation(_ name: String) -> Relation? { relations.first { $0.name == name } }

  /// Whether the totality is assumed, and not to be proved: it speaks of rigid relations.
  package func isAxiom(_ totality: Totality) -> Bool {
    relation(totality.domain)?.kind == .rigid
  }

  /// The relations that say what is where the totality says that something is; if it is wide, all
  /// that say anything of what has its key.
  package func cell(of totality: Totality) -> [Relation] {
    let pair = [totality.domain, totality.relation].compactMap { relation($0) }
    let groups = pair.map(\.group)
    return relations.filter {
      let isNear = totality.isWide ? $0.kind != .rigid : groups.contains($0.group)
      return isNear && $0.sorts.starts(with: pair[0].sorts)
    }
  }
}

extension RelationalSystem {
  /// The system without the places where its actions were written.
  package var withoutSites: RelationalSystem { mappingSites { _ in nil } }

  /// The system with other places of its actions and checks.
  package func mappingSites(_ place: (SourceSite) -> SourceSite?) -> RelationalSystem {
    var system = self
    for action in system.actions.indices {
      system.actions[action].site = system.actions[action].site.flatMap(place)
      for check in system.actions[action].checks.indices {
        let site = system.actions[action].checks[check].site
        system.actions[action].checks[check].site = site.flatMap(place)
      }
    }
    return system
  }
}

/// A relation: its name and the sorts of its places.
package struct Relation: Hashable, Sendable {
  package var name: String
  package var sorts: [String]
  package var kind: Kind
  /// The variable of the original system that it stands for (`extent`, `pc`): the relations of one
  /// group are its cases.
  package var group: String
  /// How many of its places are indices of that variable; the rest are its value.
  package var keyCount: Int
  package var documentation: String
  /// What it is the projection of, if it is one.
  package var projection: Projection?

  /// Holds of these places of the tuples of which another relation holds.
  package struct Projection: Hashable, Sendable {
    package var relation: String
    package var places: [Int]

    package init(of relation: String, places: [Int]) {
      self.relation = relation
      self.places = places
    }
  }

  package enum Kind: Hashable, Sendable {
    /// State of the model or of an observer.
    case state
    /// Where a task is, with what it remembers there.
    case location
    /// Never changed by an action and restricted by axioms alone.
    case rigid
  }

  package init(
    _ name: String, _ sorts: [String], _ kind: Kind = .state, group: String? = nil,
    keyCount: Int? = nil, documentation: String = "", projection: Projection? = nil
  ) {
    self.name = name
    self.sorts = sorts
    self.kind = kind
    self.group = group ?? name
    self.keyCount = keyCount ?? sorts.count
    self.documentation = documentation
    self.projection = projection
  }
}

/// An assumption about rigid relations.
package struct Axiom: Hashable, Sendable {
  package var name: String
  /// Closed and universal.
  package var formula: Expression

  package init(_ name: String, _ formula: Expression) {
    self.name = name
    self.formula = formula
  }
}

/// What a relation is, at first or after a step: it holds of the parameters where the formula does.
package struct Definition: Hashable, Sendable {
  package var relation: String
  package var parameters: [Parameter]
  /// Over the parameters (and those of the action); it reads the state before the step.
  package var formula: Expression

  package init(_ relation: String, _ parameters: [Parameter], _ formula: Expression) {
    self.relation = relation
    self.parameters = parameters
    self.formula = formula
  }
}

/// A guarded action on relations.
package struct RelationalAction: Hashable, Sendable {
  /// Unique in its system.
  package var name: String
  package var parameters: [Parameter]
  package var guardCondition: Expression
  /// At most one for a relation; a relation without one keeps its tuples, up to `clears`.
  package var updates: [Definition]
  /// Applied to relations that `updates` does not define.
  package var clears: [Clear]
  package var checks: [Check]
  /// The action of the original system that it is a case of.
  package var origin: String
  package var site: SourceSite?

  package init(
    name: String, parameters: [Parameter], guard guardCondition: Expression,
    updates: [Definition] = [], clears: [Clear] = [], checks: [Check] = [], origin: String,
    site: SourceSite? = nil
  ) {
    self.name = name
    self.parameters = parameters
    self.guardCondition = guardCondition
    self.updates = updates
    self.clears = clears
    self.checks = checks
    self.origin = origin
    self.site = site
  }

  package func update(of relation: String) -> Definition? {
    updates.first { $0.relation == relation }
  }
}

/// Every relation of a group loses the tuples that begin with the key.
package struct Clear: Hashable, Sendable {
  package var group: String
  /// Terms.
  package var key: [Expression]

  package init(_ group: String, _ key: [Expression]) {
    self.group = group
    self.key = key
  }
}

/// A property that every reachable state has.
package struct Goal: Hashable, Sendable {
  package var property: String
  /// Closed.
  package var formula: Expression

  package init(_ property: String, _ formula: Expression) {
    self.property = property
    self.formula = formula
  }
}

/// Where the domain predicate holds of a key there is a value.
package struct Totality: Hashable, Sendable {
  package var domain: String
  package var relation: String
  /// Whether it is of use wherever something is said of its key, and not only of its own relations:
  /// that somebody holds a file's lock tells of the file's extents.
  package var isWide: Bool

  package init(domain: String, relation: String, isWide: Bool = false) {
    self.domain = domain
    self.relation = relation
    self.isWide = isWide
  }
}
