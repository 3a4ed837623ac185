internal import TransitionSystem

/// What the checker says of names and declarations, in alphabetical order of the ids.
extension Diagnostic {
  static func abstractKernel(_ name: Name) -> Diagnostic {
    error(
      "abstractKernel", name.range,
      "the kernel \"\(name.text)\" is abstract, and no other extends it")
  }

  static func ambiguousCase(_ name: Name, _ enums: [String]) -> Diagnostic {
    let list = enums.map { "'\($0).\(name.text)'" }.joined(separator: ", ")
    return error(
      "ambiguousCase", name.range, "several enums have a case '\(name.text)'; write one of \(list)")
  }

  static func badIntegerType(_ lower: Int, _ upper: Int, _ range: SourceRange) -> Diagnostic {
    let reason = lower > upper ? "is empty" : "has more than \(Lexer.largestInteger) values"
    return error("badIntegerType", range, "'int \(lower)..\(upper)' \(reason)")
  }

  static func contradictoryExpectation(
    _ name: Name, _ first: String, _ second: String, notes: [Note]
  ) -> Diagnostic {
    error(
      "contradictoryExpectation", name.range,
      "'\(name.text)' is expected to be both '\(first)' and '\(second)'", notes: notes)
  }

  static func cyclicExtends(_ name: Name) -> Diagnostic {
    error("cyclicExtends", name.range, "the kernel \"\(name.text)\" extends itself")
  }

  static func cyclicUses(_ name: Name) -> Diagnostic {
    error("cyclicUses", name.range, "the observer '\(name.text)' uses itself")
  }

  static func definitionTooLarge(_ name: String, _ range: SourceRange) -> Diagnostic {
    error("definitionTooLarge", range, "'\(name)' is too large when it is written out")
  }

  static func disagreeingSignatures(_ name: Name, _ places: [SourceRange]) -> Diagnostic {
    let notes = places.prefix(4).map { Note("'\(name.text)' is declared here", at: $0) }
    return error(
      "disagreeingSignatures", name.range,
      "'\(name.text)' does not have the same parameters and result everywhere", notes: notes)
  }

  static func disagreeingSignatures(
    _ name: Name, _ found: String, _ expected: String, notes: [Note]
  ) -> Diagnostic {
    error(
      "disagreeingSignatures", name.range,
      "'\(name.text)\(found)' is '\(name.text)\(expected)' elsewhere", notes: notes)
  }

  static func duplicateName(_ name: Name, kind: String, notes: [Note]) -> Diagnostic {
    error(
      "duplicateName", name.range, "there is already \(kind) of the name '\(name.text)'",
      notes: notes)
  }

  static func emptyClaim(_ name: Name) -> Diagnostic {
    error("emptyClaim", name.range, "the claim '\(name.text)' says nothing of any design")
  }

  static func emptyCondition(_ range: SourceRange) -> Diagnostic {
    error("emptyCondition", range, "there is nothing that a final state could be tested for")
  }

  static func emptyLitmus(_ name: Name, _ missing: String) -> Diagnostic {
    error("emptyLitmus", name.range, "the litmus test '\(name.text)' has no \(missing)")
  }

  static func emptyMenu(_ name: Name) -> Diagnostic {
    error("emptyMenu", name.range, "the role '\(name.text)' has no calls that it could make")
  }

  static func callsOfLitmus(_ name: Name) -> Diagnostic {
    error("callsOfLitmus", name.range, "a task of a litmus test makes the calls of its program")
  }

  static func designNotOnKernel(_ design: Name, _ kernel: Name) -> Diagnostic {
    error(
      "designNotOnKernel", kernel.range,
      "the design '\(design.text)' is not proposed on '\(kernel.text)'")
  }

  static func emptyProperty(_ name: Name) -> Diagnostic {
    error(
      "emptyProperty", name.range,
      "the property '\(name.text)' demands nothing: "
        + "it needs 'always', 'never', 'reachable', 'leadsTo', 'static' or a 'require' in a handler"
    )
  }

  static func emptySort(_ name: Name) -> Diagnostic {
    error("emptySort", name.range, "a sort has at least one element")
  }

  static func enumInEnum(_ name: String, _ range: SourceRange) -> Diagnostic {
    error("enumInEnum", range, "a case cannot carry a value of the enum '\(name)'")
  }

  static func eventWithoutTask(_ name: Name) -> Diagnostic {
    error("eventWithoutTask", name.range, "an event does not say which task's step emitted it")
  }

  static func fieldTypesDiffer(
    _ name: String, _ type: ValueType, _ other: ValueType, _ range: SourceRange
  ) -> Diagnostic {
    error(
      "fieldTypesDiffer", range,
      "the field '\(name)' is '\(type.description)' here but '\(other.description)' in another case"
    )
  }

  static func ghostsCollide(_ name: String, _ use: Name) -> Diagnostic {
    error(
      "ghostsCollide", use.range,
      "'\(use.text)' has a ghost '\(name)', and so has another observer that is used here")
  }

  static func kernelsDisagree(_ name: Name, _ first: String, _ second: String) -> Diagnostic {
    error(
      "kernelsDisagree", name.range,
      "the design \"\(name.text)\" means something else on \"\(second)\" than on \"\(first)\"; "
        + "write one design for each")
  }

  static func kernelDiffers(_ other: String, in name: Name) -> Diagnostic {
    error(
      "kernelDiffers", name.range,
      "the kernel \"\(other)\" means something else as a part of \"\(name.text)\" than by itself")
  }

  static func mixedDemand(_ range: SourceRange) -> Diagnostic {
    error(
      "mixedDemand", range,
      "the property's handlers already 'require' something; make it two properties")
  }

  static func nothingToOverride(_ name: Name, near: String?, _ range: SourceRange) -> Diagnostic {
    error(
      "nothingToOverride", range, "there is no '\(name.text)' to override\(meant(near))")
  }

  static func optionNeedsType(_ name: Name) -> Diagnostic {
    error(
      "optionNeedsType", name.range,
      "the option '\(name.text)' needs its bounds: 'option int 0..1 \(name.text) = …'")
  }

  static func otherKernel(_ name: Name, _ design: String, near: String?) -> Diagnostic {
    error(
      "otherKernel", name.range,
      "the design \"\(design)\" is not on the kernel \"\(name.text)\"\(meant(near))")
  }

  static func overrideDiffers(_ name: Name, _ found: String, _ old: String) -> Diagnostic {
    error(
      "overrideDiffers", name.range, "'\(name.text)\(found)' replaces '\(name.text)\(old)'")
  }

  static func overrideKind(_ name: Name, _ kind: String, _ old: String, notes: [Note]) -> Diagnostic
  {
    error(
      "overrideKind", name.range, "a \(kind) cannot replace the \(old) '\(name.text)'",
      notes: notes)
  }

  static func overrideNeeded(_ name: Name, _ kind: String, notes: [Note]) -> Diagnostic {
    error(
      "overrideNeeded", name.range,
      "there is already a '\(name.text)'; write 'override \(kind)' to replace it", notes: notes)
  }

  static func recursiveCall(_ name: String, _ range: SourceRange) -> Diagnostic {
    error("recursiveCall", range, "this call of '\(name)' can come back to itself")
  }

  static func recursiveDefinition(_ name: String, _ range: SourceRange) -> Diagnostic {
    error("recursiveDefinition", range, "the definition of '\(name)' uses itself")
  }

  static func secondDemand(_ range: SourceRange, notes: [Note]) -> Diagnostic {
    error("secondDemand", range, "a property demands one thing; make it two", notes: notes)
  }

  static func tooManyItems(_ kind: String, _ most: Int, _ range: SourceRange) -> Diagnostic {
    error("tooManyItems", range, "there are more than \(most) \(kind)s")
  }

  static func unknownAttribute(_ name: Name, near: String?) -> Diagnostic {
    let known = Callable.Attribute.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return error(
      "unknownAttribute", name.range,
      "there is no attribute '\(name.text)' (there are \(known))\(meant(near))")
  }

  static func unknownItem(_ kind: String, _ name: Name, near: String?) -> Diagnostic {
    error("unknownItem", name.range, "there is no \(kind) '\(name.text)'\(meant(near))")
  }

  static func unknownScope(_ name: Name, near: String?) -> Diagnostic {
    error(
      "unknownScope", name.range,
      "'\(name.text)' is no sort, no budget of an environment action and not 'calls'\(meant(near))")
  }

  static func unknownSort(
    _ name: String, isEnum: Bool, near: String?, _ range: SourceRange
  ) -> Diagnostic {
    let found = isEnum ? "'\(name)' is an enum, but a sort is needed" : "there is no sort '\(name)'"
    return error("unknownSort", range, found + meant(near))
  }

  static func unknownType(_ name: String, near: String?, _ range: SourceRange) -> Diagnostic {
    error("unknownType", range, "there is no type '\(name)'\(meant(near))")
  }

  static func unknownVerdict(_ name: Name, _ known: [String], near: String?) -> Diagnostic {
    let list = known.map { "'\($0)'" }.joined(separator: ", ")
    return error(
      "unknownVerdict", name.range,
      "there is no verdict '\(name.text)' (there are \(list))\(meant(near))")
  }

  static func unorderedSort(_ name: Name) -> Diagnostic {
    error(
      "unorderedSort", name.range,
      "the elements of '\(name.text)' have no order; only an 'ordered sort' has a first and a last")
  }

  static func usesInModel(_ name: Name) -> Diagnostic {
    error("usesInModel", name.range, "a model's property has its own ghosts and uses no observer")
  }

  static func workloadInModel(_ range: SourceRange) -> Diagnostic {
    error("workloadInModel", range, "a model has its own roles and no workload")
  }
}
