/// The mechanisms that Swift offers to texts: names, signatures, state, steps and routines.
///
/// `SpecLanguage` resolves names against whatever library it is given; the empty one serves models
/// that are written in text alone.
package struct MechanismLibrary: Sendable {
  package var name: String
  package var fragment: Fragment
  /// What the fragment consists of, for documents.
  package var mechanisms: [Mechanism]
  /// The things whose states are told in documents.
  package var lifecycles: [Lifecycle]
  /// The element of each sort that stands for all in an example; the first one if none is named.
  package var examples: [String: Int]

  package init(
    name: String, fragment: Fragment, mechanisms: [Mechanism] = [], lifecycles: [Lifecycle] = [],
    examples: [String: Int] = [:]
  ) {
    self.name = name
    self.fragment = fragment
    self.mechanisms = mechanisms
    self.lifecycles = lifecycles
    self.examples = examples
  }

  /// A library without anything in it.
  package static let empty = MechanismLibrary(name: "", fragment: Fragment())
}

/// A part of the system that has state and steps of its own.
package struct Mechanism: Sendable {
  package var name: String
  /// What it is, in a sentence without a full stop.
  package var title: String
  package var fragment: Fragment

  package init(_ name: String, _ title: String, _ fragment: Fragment) {
    self.name = name
    self.title = title
    self.fragment = fragment
  }
}

/// What tells the states of a thing apart: a block, a page of a file.
package struct Lifecycle: Hashable, Sendable {
  package var name: String
  package var parameters: [Parameter]
  /// Each aspect adds the words of the first of its cases that holds.
  package var aspects: [[Case]]

  package struct Case: Hashable, Sendable {
    package var words: String
    /// Over the parameters.
    package var condition: Expression

    package init(_ words: String, _ condition: Expression) {
      self.words = words
      self.condition = condition
    }
  }

  package init(_ name: String, _ parameters: [Parameter], _ aspects: [[Case]]) {
    self.name = name
    self.parameters = parameters
    self.aspects = aspects
  }
}
