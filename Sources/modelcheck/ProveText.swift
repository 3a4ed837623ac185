import Certificates
import Checking
import Proofs
import Proving
import Relational
import Reporting
import SpecLanguage
import TransitionSystem

/// What `prove` says of a cell.
struct ProveText {
  let proof: CellProof
  let specification: Specification

  init(_ proof: CellProof, specification: Specification) {
    self.proof = proof
    self.specification = specification
  }

  var verdict: String {
    switch proof {
    case .proved(let proof, let check, let isStored):
      "proved for every size: \(Self.counted(proof.invariant.count, "clause")), "
        + Self.counted(check.conditions, "condition") + (isStored ? ", stored" : "")
    case .beyond(let violation, _):
      "holds at scope, violated beyond it "
        + "(\(Self.counted(violation.trace.steps.count, "step")), \(violation.scope))"
    case .notFound: "unknown (no invariant found)"
    case .outside(let outside):
      "holds at scope; not provable: \(outside.site.map { "\($0.description): " } ?? "")"
        + outside.message
    case .stopped(let reason): "unknown (\(reason.words))"
    }
  }

  /// The state that keeps the clauses from being an invariant, if that is known.
  var details: [String] {
    guard case .notFound(let attempt, let isReached) = proof else { return [] }
    var lines = attempt.undecided.prefix(1).map { condition in
      "Z3 does not decide \(condition.words(in: attempt.system))"
    }
    if !attempt.statistics.capped.isEmpty {
      let names = attempt.statistics.capped.joined(separator: ", ")
      lines.append("too many atoms to try them all: \(names)")
    }
    guard let failure = attempt.failures.first else { return lines }
    lines.append("not implied: \(failure.condition.words(in: attempt.system))")
    let text = StructureText(attempt.system)
    let reached = isReached.map { $0 ? " (reached in the sample)" : " (not reached)" } ?? ""
    lines.append("before\(reached):")
    lines += text.facts(of: failure.before)
    guard let action = failure.condition.action, let after = failure.after(in: attempt.system)
    else { return lines }
    lines.append("action: \(text.words(attempt.system.actions[action], failure.values))")
    lines.append("after:")
    return lines + text.changes(from: failure.before, to: after)
  }

  /// Why the property holds, in sentences.
  var explanation: [String] {
    guard case .proved(let proof, _, _) = proof else { return [] }
    return InvariantExplanation(proof).text.split(separator: "\n").map(String.init)
  }

  static func counted(_ number: Int, _ noun: String) -> String {
    "\(number) \(number == 1 ? noun : noun + "s")"
  }
}

/// Structures in words: only what is true.
struct StructureText {
  let system: RelationalSystem

  init(_ system: RelationalSystem) { self.system = system }

  /// A line a relation.
  func facts(of structure: Structure) -> [String] { facts { structure.tuples[$0] ?? [] } }

  /// What a step made true, and what it made false.
  func changes(from before: Structure, to after: Structure) -> [String] {
    let new = facts { name in (after.tuples[name] ?? []).subtracting(before.tuples[name] ?? []) }
    let gone = facts { name in (before.tuples[name] ?? []).subtracting(after.tuples[name] ?? []) }
    guard !new.isEmpty || !gone.isEmpty else { return ["  as before"] }
    return new + (gone.isEmpty ? [] : ["no longer:"] + gone)
  }

  func words(_ action: RelationalAction, _ values: [String: Int]) -> String {
    let arguments = action.parameters.map { parameter in
      name(values[parameter.name] ?? 0, parameter.type.description)
    }
    return "\(action.name)(\(arguments.joined(separator: ", ")))"
  }

  private func facts(_ tuples: (String) -> Set<[Int]>) -> [String] {
    system.relations.flatMap { relation in
      tuples(relation.name).sorted { $0.lexicographicallyPrecedes($1) }.map { tuple in
        let names = zip(tuple, relation.sorts).map { name($0, $1) }
        return "  \(relation.name)(\(names.joined(separator: ", ")))"
      }
    }
  }

  private func name(_ element: Int, _ sort: String) -> String {
    system.sorts.first { $0.name == sort }?.elementName(element) ?? "\(sort)\(element)"
  }
}

extension CellResult {
  /// Why `prove` has nothing to do.
  var wordInProofs: String {
    switch verdict {
    case .violated: "violated at scope"
    case .witnessed: "reachable: there is nothing to prove"
    case .decided(let holds, _, _): "\(holds ? "holds" : "violated"), decided from the declarations"
    case .vacuous(let reason): "vacuous (\(reason))"
    case .notApplicable(let reason): "not applicable (\(reason))"
    case .unknown(let reason): "unknown (\(reason.words))"
    case .holds: "holds at scope"
    }
  }
}

extension Condition {
  /// What the condition says.
  func words(in system: RelationalSystem) -> String {
    let text = ClauseText(sorts: system.sorts)
    switch self {
    case .initiation(let clause): return "at first, \(text.text(clause))"
    case .consecution(let action, let clause):
      return "\(system.actions[action].name) keeps \(text.text(clause))"
    case .check(let action, let check):
      let demand = system.actions[action].checks[check]
      return "\(demand.property) in \(system.actions[action].name)"
        + (demand.message.isEmpty ? "" : " (\"\(demand.message)\")")
        + (demand.site.map { ", \($0.description)" } ?? "")
    case .goal(let goal): return system.goals[goal].property
    case .totalityInitiation(let index):
      return "at first, \(system.totalities[index].domain) has a value"
    case .totality(let action, let index):
      return "\(system.actions[action].name) keeps a value where \(system.totalities[index].domain)"
    }
  }
}

extension Duration {
  /// With one digit after the point.
  var inSeconds: String {
    let tenths = Int((self / .milliseconds(100)).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
