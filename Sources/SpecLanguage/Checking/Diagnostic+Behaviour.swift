internal import TransitionSystem

/// What the checker says of statements and calls, in alphabetical order of the ids.
extension Diagnostic {
  static func attemptType(
    _ callee: Name, _ type: String, _ owner: String, _ returns: ValueType?, _ range: SourceRange
  ) -> Diagnostic {
    let own = returns.map { "'\(owner)' gives '\($0.description)'" } ?? "'\(owner)' gives no result"
    return error(
      "attemptType", range,
      "'try' returns an error of '\(callee.text)', a '\(type)', but \(own)")
  }

  static func definitionAsStatement(_ name: Name) -> Diagnostic {
    error(
      "definitionAsStatement", name.range,
      "'\(name.text)' is a definition; on its own it does nothing")
  }

  static func forbiddenCall(
    _ callee: Name, _ kind: String, _ reason: String, notes: [Note]
  ) -> Diagnostic {
    error(
      "forbiddenCall", callee.range,
      "the \(kind) '\(callee.text)' cannot be called here: \(reason)", notes: notes)
  }

  static func foreignWrite(_ name: Name, isGhost: Bool) -> Diagnostic {
    let owner = isGhost ? "belongs to another observer" : "is state of the model"
    return error(
      "foreignWrite", name.range,
      "'\(name.text)' \(owner); an observer writes only its own ghosts")
  }

  static func misplacedCall(_ name: String, _ place: String, _ range: SourceRange) -> Diagnostic {
    error("misplacedCall", range, "'\(name)' cannot be called \(place)")
  }

  static func misplacedRetry(_ range: SourceRange) -> Diagnostic {
    error("misplacedRetry", range, "'retry' stands in the 'else' of a 'choose'")
  }

  static func misplacedStatement(
    _ word: String, in place: String, _ range: SourceRange
  ) -> Diagnostic {
    let word = ["call", "local"].contains(word) ? "a \(word)" : "'\(word)'"
    return error("misplacedStatement", range, "\(word) cannot stand in \(place)")
  }

  static func missingReturn(_ name: String, _ type: ValueType, _ range: SourceRange) -> Diagnostic {
    error(
      "missingReturn", range,
      "'\(name)' gives '\(type.description)', but its end can be reached without a 'return'")
  }

  static func noResult(_ callee: Name, notes: [Note]) -> Diagnostic {
    error("noResult", callee.range, "'\(callee.text)' gives no result", notes: notes)
  }

  static func notAssignable(_ name: Name) -> Diagnostic {
    error(
      "notAssignable", name.range,
      "'\(name.text)' cannot be assigned; only locals and state can")
  }

  static func nothingReplaced(_ owner: String, _ range: SourceRange) -> Diagnostic {
    error("nothingReplaced", range, "'\(owner)' replaces nothing, so there is no 'base'")
  }

  static func nothingToTry(
    _ callee: Name, _ returns: ValueType?, _ range: SourceRange
  ) -> Diagnostic {
    let found = returns.map { "gives '\($0.description)'" } ?? "gives no result"
    return error(
      "nothingToTry", range,
      "'\(callee.text)' \(found), so there is no error that 'try' could return")
  }

  static func optionAssigned(_ name: Name) -> Diagnostic {
    error(
      "optionAssigned", name.range,
      "the option '\(name.text)' is constant in a run; 'set' chooses it for a design")
  }

  static func patternBindsAll(_ name: Name, near: String) -> Diagnostic {
    var diagnostic = error(
      "patternBindsAll", name.range,
      "'\(name.text)' is no case and so takes any result\(meant(near))")
    diagnostic.severity = .warning
    return diagnostic
  }

  static func resultNeeded(_ name: String, _ type: ValueType, _ range: SourceRange) -> Diagnostic {
    error("resultNeeded", range, "'\(name)' gives '\(type.description)', but nothing is returned")
  }

  static func stateInRecipe(_ name: Name) -> Diagnostic {
    error(
      "stateInRecipe", name.range,
      "a recipe is a user program: it cannot see the kernel's '\(name.text)'")
  }

  static func unassignedLocal(_ name: Name) -> Diagnostic {
    error("unassignedLocal", name.range, "'\(name.text)' may be read before it is assigned")
  }

  static func unexpectedResult(_ name: String, _ range: SourceRange) -> Diagnostic {
    let message =
      name.isEmpty ? "nothing can be returned here" : "'\(name)' gives no result"
    return error("unexpectedResult", range, message)
  }

  static func unknownCallee(_ callee: Name, _ hint: String?, near: String?) -> Diagnostic {
    error(
      "unknownCallee", callee.range, "there is nothing to call '\(callee.text)'\(meant(near))",
      notes: [hint].compactMap(\.self).map { Note($0) })
  }

  static func unknownEvent(_ name: Name, near: String?) -> Diagnostic {
    error("unknownEvent", name.range, "there is no event '\(name.text)'\(meant(near))")
  }

  static func unknownLock(_ name: Name, near: String?) -> Diagnostic {
    error("unknownLock", name.range, "there is no lock '\(name.text)'\(meant(near))")
  }

  static func unknownMenuEntry(_ name: Name, actually: String?, near: String?) -> Diagnostic {
    let found =
      actually.map { "a role calls syscalls and recipes, but '\(name.text)' is a \($0)" }
    return error(
      "unknownMenuEntry", name.range,
      (found ?? "there is no syscall or recipe '\(name.text)'") + meant(near))
  }

  static func unknownOption(_ name: Name, near: String?) -> Diagnostic {
    error("unknownOption", name.range, "there is no option '\(name.text)'\(meant(near))")
  }

  static func unknownTrigger(_ name: Name, actually: String?, near: String?) -> Diagnostic {
    let found = actually.map {
      "observers see syscalls, recipes and events, but not this of the \($0) '\(name.text)'"
    }
    return error(
      "unknownTrigger", name.range,
      (found ?? "there is no syscall, recipe or event '\(name.text)'") + meant(near))
  }

  static func unreachable(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      id: "unreachable", severity: .warning, range: range.start,
      message: "control never comes here")
  }
}
