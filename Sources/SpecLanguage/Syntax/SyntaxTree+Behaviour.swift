/// A step, routine, syscall or recipe, as it was written.
package struct CallableSyntax: Sendable {
  package var kind: Name
  package var attributes: [Name]
  /// The place of `override`.
  package var override: SourceRange?
  package var name: Name
  package var parameters: [ParameterSyntax]
  package var returns: TypeSyntax?
  package var condition: ExpressionSyntax?
  package var body: BlockSyntax
}

/// An environment action, as it was written.
package struct EnvironmentSyntax: Sendable {
  package var override: SourceRange?
  package var name: Name
  package var parameters: [ParameterSyntax]
  package var budget: Name?
  package var endsTasks: Bool
  package var condition: ExpressionSyntax?
  package var body: BlockSyntax
}

/// Statements in braces.
package struct BlockSyntax: Sendable {
  /// A `source "…";` that stands first in a body.
  package var source: Name?
  package var statements: [StatementSyntax]
  /// The closing brace.
  package var end: SourceRange
}

/// A statement with its place.
package struct StatementSyntax: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package indirect enum Kind: Sendable {
    case declare(ParameterSyntax, ExpressionSyntax?)
    case assign(ExpressionSyntax, ExpressionSyntax)
    case update([ParameterSyntax], where: ExpressionSyntax?, ExpressionSyntax, ExpressionSyntax)
    case conditional(ExpressionSyntax, [StatementSyntax], [StatementSyntax])
    case choose(
      ParameterSyntax, where: ExpressionSyntax?, [StatementSyntax], otherwise: [StatementSyntax]?)
    case with(isShared: Bool, lock: Name, [ExpressionSyntax], [StatementSyntax])
    case iterate(sort: Name, Name, [StatementSyntax])
    case atomic([StatementSyntax])
    case wait(ExpressionSyntax)
    case returning(ExpressionSyntax?)
    case retry
    /// A call; `attempt` is the place of `try`.
    case call(Name, [ExpressionSyntax], attempt: SourceRange?)
    case emit(Name, [ExpressionSyntax])
    case require(ExpressionSyntax, message: String)
    case cover(ExpressionSyntax?, message: String)
    case block([StatementSyntax])
  }
}

/// `on … by … { … }`.
package struct HandlerSyntax: Sendable {
  package var triggers: [TriggerSyntax]
  package var task: Name?
  package var body: BlockSyntax
}

/// What a handler reacts to.
package struct TriggerSyntax: Sendable {
  package var isCall: Bool
  package var name: Name
  package var binders: [Name]
  package var pattern: PatternSyntax?
  package var range: SourceRange
}

/// What a result must be.
package struct PatternSyntax: Sendable {
  package var alternatives: [AlternativeSyntax]
}

/// One of the results that a pattern allows.
package struct AlternativeSyntax: Sendable {
  package var name: Name
  /// Whether it is written `-EIO`.
  package var isNegated: Bool
  /// The names in parentheses; nil without parentheses.
  package var binders: [Name]?

  package var range: SourceRange {
    binders?.last.map { name.range.union($0.range) } ?? name.range
  }
}

/// What a property demands.
package struct DemandSyntax: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package enum Kind: Sendable {
    case always(ExpressionSyntax)
    case never(ExpressionSyntax)
    case reachable(ExpressionSyntax)
    case statically(StaticRuleSyntax)
    case leadsTo(ResponseSyntax)
  }
}

/// `forall … where … : trigger ~> goal`.
package struct ResponseSyntax: Sendable {
  package var parameters: [ParameterSyntax]
  package var condition: ExpressionSyntax?
  package var trigger: ExpressionSyntax
  package var goal: ExpressionSyntax
}

/// `fair weak name: …`.
package struct FairnessSyntax: Sendable {
  package var strength: Name
  package var name: Name
  package var subjects: [Subject]

  package struct Subject: Sendable {
    package var kind: Kind
    /// The role after `by`.
    package var role: Name?
    package var range: SourceRange
  }

  package enum Kind: Sendable {
    case steps
    case call(Name, [Name]?)
    case event(Name, [Name]?)
  }
}

/// Tasks of a workload or model.
package struct RoleSyntax: Sendable {
  package var name: Name
  package var count: Int
  package var calls: Int?
  package var loops: Bool
  package var restarts: Bool
  package var menu: [MenuEntrySyntax]
}

/// A call that a role may make.
package struct MenuEntrySyntax: Sendable {
  package var callee: Name
  package var isOptional: Bool
  /// nil: any value.
  package var arguments: [ExpressionSyntax?]
  package var range: SourceRange
}

/// Named settings of a design.
package struct VariantSyntax: Sendable {
  package var name: Name
  package var title: Name?
  package var source: Name?
  package var settings: [SettingSyntax]
  package var expectations: [ExpectSyntax]
  package var range: SourceRange
}

/// `expect … because …`.
package struct ExpectSyntax: Sendable {
  package var verdict: Name
  package var properties: [Name]
  package var kernels: [Name]
  package var reason: String
  package var range: SourceRange
}

/// One sentence of a claim.
package struct ClaimedSyntax: Sendable {
  package var design: Name
  package var variant: Name?
  package var kernel: Name?
  package var assertion: Assertion
  package var range: SourceRange

  package enum Assertion: Sendable {
    case keeps([Name])
    case breaks([Name])
    case keepsAtLeast(Int, ofWhatBreaks: Name)
    case breaksSomething
  }
}
