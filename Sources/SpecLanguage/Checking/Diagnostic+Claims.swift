internal import TransitionSystem

/// What the checker says of claims and their readings, in alphabetical order of the ids.
extension Diagnostic {
  static func bugUnseen(_ name: Name, on kernel: String) -> Diagnostic {
    error(
      "bugUnseen", name.range,
      "nothing in the bug \"\(name.text)\" says what it breaks on \"\(kernel)\"")
  }

  static func bugWithoutEvidence(_ name: Name) -> Diagnostic {
    error(
      "bugWithoutEvidence", name.range,
      "the bug \"\(name.text)\" breaks nothing: a litmus test, or what a design keeps, is missing")
  }

  static func bugWithoutSetting(_ name: Name) -> Diagnostic {
    error(
      "bugWithoutSetting", name.range,
      "nothing puts the bug \"\(name.text)\" back: 'set' is missing")
  }

  static func differsInNothing(_ word: Name) -> Diagnostic {
    error(
      "differsInNothing", word.range,
      "'\(word.text)' is what is expected; 'differs' says what came out instead")
  }

  static func elsewhere(_ claim: Name, _ range: SourceRange) -> Diagnostic {
    error("elsewhere", range, "this is about no kernel of the claim '\(claim.text)'")
  }

  static func emptyAssumption(_ text: Name) -> Diagnostic {
    error("emptyAssumption", text.range, "the assumption has no 'set' and no 'scope'")
  }

  static func emptyReading(_ name: Name) -> Diagnostic {
    error("emptyReading", name.range, "the reading has no evidence")
  }

  static func kernelNotOfClaim(_ kernel: Name, _ claim: Name) -> Diagnostic {
    error(
      "kernelNotOfClaim", kernel.range,
      "the claim '\(claim.text)' is not on the kernel \"\(kernel.text)\"")
  }

  static func noReading(_ name: Name) -> Diagnostic {
    error("noReading", name.range, "the claim '\(name.text)' has no reading")
  }

  static func nothingExpected(_ range: SourceRange) -> Diagnostic {
    error("nothingExpected", range, "nothing is expected that this could differ from")
  }

  static func unsaidClaim(_ name: Name) -> Diagnostic {
    error(
      "unsaidClaim", name.range,
      "the claim '\(name.text)' has readings, but no 'says' with its sentence")
  }

  static func variantNeeded(_ design: Name, _ variants: [String]) -> Diagnostic {
    let list = variants.map { "\"\($0)\"" }.joined(separator: ", ")
    return error(
      "variantNeeded", design.range,
      "the design \"\(design.text)\" has variants: name one of \(list)")
  }

  static func wholeTable(_ range: SourceRange) -> Diagnostic {
    error(
      "wholeTable", range,
      "a reading names the properties that a design keeps or breaks; this needs the whole table")
  }
}
