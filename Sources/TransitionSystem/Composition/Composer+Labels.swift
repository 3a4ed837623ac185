extension Composer {
  /// The label of a step from what its operations noted.
  func label(
    _ notes: [Operation.Note], fallback: String, lane: Label.Lane, kind: Label.Kind = .step
  ) -> Label {
    let major = notes.filter { !$0.isMinor }
    let shown = major.isEmpty ? notes.filter { !$0.text.isEmpty } : major
    var values: [String: Expression] = [:]
    var texts: [String] = []
    for note in shown {
      var text = ""
      var remaining = note.values[...]
      var rest = Substring(note.text)
      while let place = rest.firstRange(of: "{}") {
        text += rest[..<place.lowerBound]
        let key = "\(values.count)"
        values[key] = remaining.popFirst()
        text += "{\(key)}"
        rest = rest[place.upperBound...]
      }
      texts.append(text + rest)
    }
    let words =
      texts.isEmpty
      ? String(fallback.split(separator: ": ").last ?? "") : texts.joined(separator: "; ")
    return Label(lane, kind, words, values: values)
  }

  /// The action with short parameter names: `b` for `b#7`, as far as they stay apart.
  func renamingParameters(_ action: Action) -> Action {
    var taken: Set<String> = []
    action.collectBoundNames(into: &taken)
    var renaming: [String: Expression] = [:]
    var parameters: [Parameter] = []
    for parameter in action.parameters {
      let stem = String(parameter.name.prefix { $0 != "#" })
      var name = stem
      var number = 2
      while taken.contains(name) {
        name = "\(stem)\(number)"
        number += 1
      }
      taken.insert(name)
      let renamed = Parameter(name, parameter.type)
      parameters.append(renamed)
      renaming[parameter.name] = .variable(renamed)
    }
    var result = action
    result.parameters = parameters
    result.guardCondition = action.guardCondition.substituting(renaming)
    result.updates = action.updates.map { $0.substituting(renaming) }
    result.checks = action.checks.map { check in
      var check = check
      check.condition = check.condition.substituting(renaming)
      return check
    }
    result.label.values = action.label.values.mapValues { $0.substituting(renaming) }
    result.origin?.arguments = action.origin?.arguments.map { $0.substituting(renaming) } ?? []
    if case .task(let task) = action.label.lane {
      result.label.lane = .task(task.substituting(renaming))
    }
    return result
  }
}

extension Action {
  /// The names that quantifiers and bulk updates bind in it.
  fileprivate func collectBoundNames(into found: inout Set<String>) {
    guardCondition.collectBoundNames(into: &found)
    for check in checks { check.condition.collectBoundNames(into: &found) }
    for value in label.values.values { value.collectBoundNames(into: &found) }
    for update in updates {
      found.formUnion(update.bound.map(\.name))
      for part in update.indices + [update.condition] + (update.value.map { [$0] } ?? []) {
        part.collectBoundNames(into: &found)
      }
    }
  }
}

extension Expression {
  fileprivate func collectBoundNames(into found: inout Set<String>) {
    switch self {
    case .forAll(let bound, _), .exists(let bound, _): found.formUnion(bound.map(\.name))
    default: break
    }
    for child in children { child.collectBoundNames(into: &found) }
  }
}
