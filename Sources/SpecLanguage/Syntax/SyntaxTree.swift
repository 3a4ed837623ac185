/// A word of the text with its place: a name, or the content of a string.
package struct Name: Hashable, Sendable {
  package var text: String
  package var range: SourceRange

  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A parsed file.
package struct SyntaxFile: Sendable {
  package var items: [ItemSyntax]
}

/// A kernel, design, property or any other item, as it was written.
///
/// All of them are a head and members; which members a kind may have is checked by the parser.
package struct ItemSyntax: Sendable {
  package var kind: Kind
  package var name: Name
  package var isAbstract: Bool
  /// The kernels after `extends`.
  package var parents: [Name]
  /// The kernels after `on`.
  package var kernels: [Name]
  package var members: [MemberSyntax]
  package var documentation: String
  package var range: SourceRange

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case kernel, design, model, workload, observer, property, claim, litmus, bug, requirement
    case situation

    /// Whether its name is a text in quotes.
    var hasTitleName: Bool {
      switch self {
      case .kernel, .design, .model, .workload, .litmus, .bug, .situation: true
      case .observer, .property, .claim, .requirement: false
      }
    }
  }
}

/// A declaration or statement about an item, inside its braces.
package struct MemberSyntax: Sendable {
  package var kind: Kind
  package var documentation: String
  package var range: SourceRange

  package indirect enum Kind: Sendable {
    case title(Name)
    case source(Name)
    case sort(Name, isOrdered: Bool)
    case enumeration(Name, [CaseSyntax])
    case state(StateSyntax)
    case lock(Name, indices: [Name])
    case option(type: TypeSyntax?, Name, ExpressionSyntax)
    case settings([SettingSyntax])
    case define(Name, [ParameterSyntax], ExpressionSyntax)
    case event(Name, [ParameterSyntax])
    case callable(CallableSyntax)
    case environment(EnvironmentSyntax)
    case initialization(BlockSyntax)
    case property(ItemSyntax)
    case role(RoleSyntax)
    case scope([CountSyntax])
    case uses([Name])
    case workload(Name)
    case handler(HandlerSyntax)
    case demand(DemandSyntax)
    case fairness(FairnessSyntax)
    case contested
    case variant(VariantSyntax)
    case expect(ExpectSyntax)
    case claimed(ClaimedSyntax)
    case claim(ClaimSyntax)
    /// Evidence of a known bug.
    case bug(EvidenceSyntax)
    case litmus(LitmusSyntax)
    case requirement(RequirementSyntax)
    /// The property stands beside the table.
    case aside
  }
}

/// A type as it was written.
package struct TypeSyntax: Sendable {
  package var kind: Kind
  package var range: SourceRange

  package enum Kind: Sendable {
    case bool
    case integer(Int, Int)
    case named(String)
  }
}

/// `type name`.
package struct ParameterSyntax: Sendable {
  package var type: TypeSyntax
  package var name: Name
}

/// One case of an enum.
package struct CaseSyntax: Sendable {
  package var name: Name
  package var isError: Bool
  package var fields: [ParameterSyntax]
}

/// `state` or `ghost`.
package struct StateSyntax: Sendable {
  package var isGhost: Bool
  package var isPartial: Bool
  package var type: TypeSyntax
  package var name: Name
  package var indices: [Name]
  package var initial: ExpressionSyntax?
}

/// `name = expr` of a `set`.
package struct SettingSyntax: Sendable {
  package var name: Name
  package var value: ExpressionSyntax
}

/// `name = integer` of a `scope`.
package struct CountSyntax: Sendable {
  package var name: Name
  package var count: Int
}

/// An expression with its place.
package struct ExpressionSyntax: Sendable {
  package var kind: Kind
  package var range: SourceRange
  /// How deep the tree is; the parser keeps it small, so that recursion over trees is safe.
  package let depth: Int

  package indirect enum Kind: Sendable {
    case integer(Int)
    case boolean(Bool)
    case name(String)
    case call(Name, [ExpressionSyntax])
    case member(ExpressionSyntax, Name)
    /// `enum.case(arguments)`.
    case memberCall(ExpressionSyntax, Name, [ExpressionSyntax])
    case indexed(ExpressionSyntax, ExpressionSyntax)
    case defined(ExpressionSyntax)
    case first(Name)
    case last(Name)
    case held(isShared: Bool, ExpressionSyntax)
    case not(ExpressionSyntax)
    case negated(ExpressionSyntax)
    case binary(BinaryOperator, ExpressionSyntax, ExpressionSyntax)
    case chain(ChainOperator, [ExpressionSyntax])
    case test(ExpressionSyntax, isNegated: Bool, [Name])
    case conditional(ExpressionSyntax, ExpressionSyntax, ExpressionSyntax)
    case quantified(
      isUniversal: Bool, [ParameterSyntax], where: ExpressionSyntax?, ExpressionSyntax)
  }

  package enum BinaryOperator: String, Hashable, Sendable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case add = "+"
    case subtract = "-"
    case implies = "=>"
  }

  package enum ChainOperator: String, Hashable, Sendable {
    case and = "&&"
    case or = "||"
  }
}
