package import Checking
import Relational
import SpecLanguage
package import TransitionSystem

/// A `leadsTo` proved by the response rule: the premises with their invariant.
package struct ResponseProof: Sendable {
  /// Of the premises about states and steps, for every size.
  package var proof: Proof
  /// What was shown, in sentences.
  package var premises: [String]
  /// What is taken for granted.
  package var assumptions: [String]
}

/// What came of an attempt to prove a `leadsTo`.
package enum ResponseOutcome: Sendable {
  case proved(ResponseProof)
  /// The rule does not apply, or its premises have no relational form.
  case outside(OutsideFragment)
  case notFound(Prover.Attempt)
  case stopped(Verdict.Reason)
}

extension Prover {
  /// Tries to prove a `leadsTo` by the response rule.
  package func respond(_ search: Plan.Search, _ property: String) async -> ResponseOutcome {
    do throws(OutsideFragment) {
      let rule = try ResponseRule(assembly, search, property)
      let form = try rule.form()
      var prover = Prover(
        Assembly(rule.demanding, assembly.overrides), threads: threads, shouldStop: shouldStop)
      prover.progress = progress
      prover.thrift = thrift
      switch await prover.prove(form.system, sampledBy: search, property) {
      case .proved(let proof):
        return .proved(
          ResponseProof(
            proof: proof, premises: rule.premises(form), assumptions: rule.assumptions))
      case .outside(let outside): return .outside(outside)
      case .notFound(let attempt): return .notFound(attempt)
      case .stopped(let reason): return .stopped(reason)
      case .inVain: preconditionFailure("nobody was asked what makes the search vain")
      }
    } catch { return .outside(error) }
  }
}

extension ResponseRule {
  /// The premises that are to be proved, with what else was found out on the way.
  struct Form {
    var system: RelationalSystem
    var awaited: [String]
    var placeCount: Int
  }

  /// Says why if the program itself does not allow the rule.
  func form() throws(OutsideFragment) -> Form {
    let demanding = Assembly(demanding, assembly.overrides)
    do throws(CompositionError) {
      let whole = try demanding.replicated(
        search, property: property.name, copies: [[:]], isReduced: false)
      let endings = CallEndings(whole)
      if let objection = endings.objection(call, crashes: crashes) {
        throw CompositionError("the response rule does not apply: \(objection)", property.site)
      }
      if let name = unfairRole(whole, isStrong: !endings.awaited.isEmpty) {
        throw CompositionError(
          "the response rule needs 'fair \(endings.awaited.isEmpty ? "weak" : "strong") …: steps' "
            + "of '\(name)'", property.site)
      }
      var system = try relational(demanding)
      let goals = Progress(system: system).goals(idle: Set(whole.casts.map(\.idle)))
      system.goals += goals
      return Form(system: system, awaited: endings.awaited, placeCount: goals.count)
    } catch { throw OutsideFragment(error.message, error.site) }
  }

  private func relational(
    _ assembly: Assembly
  ) throws(CompositionError) -> RelationalSystem {
    do throws(OutsideFragment) { return try assembly.relational(search, property.name) } catch {
      throw CompositionError(error.message, error.site)
    }
  }

  /// A role whose steps are not fair enough.
  private func unfairRole(_ system: TransitionSystem, isStrong: Bool) -> String? {
    system.casts.filter { $0.role != Cast.initialRole }.map(\.role).first { role in
      !response.fairness.contains { fairness in
        (fairness.strength == .strong || !isStrong)
          && fairness.subjects.contains { subject in
            if case .steps(let own) = subject { return own == nil || own == role }
            return false
          }
      }
    }
  }

  private var names: String { response.parameters.map(\.name).joined(separator: ", ") }

  func premises(_ form: Form) -> [String] {
    let values = names.isEmpty ? "" : " for \(names)"
    var found = [
      "no call '\(call.callee)'\(values) that begins without \(response.goal.description), "
        + "and meets no rare event, returns without it",
      "at each of \(form.placeCount) places inside of calls the task can go on, "
        + "or waits for a lock",
      "no call of any role has a loop",
    ]
    if !form.awaited.isEmpty {
      found.append(
        "locks are taken in one order, and none that is waited for alone is ever shared: "
          + form.awaited.joined(separator: ", "))
    }
    return found
  }

  var assumptions: [String] {
    var found = response.fairness.map { fairness in
      "\(fairness.name) (\(fairness.strength.rawValue)): "
        + fairness.subjects.map(\.words).joined(separator: ", ")
    }
    if !rareEvents.isEmpty {
      found.append("these happen finitely often: " + rareEvents.joined(separator: ", "))
    }
    if !names.isEmpty {
      found.append("some task of '\(call.role)' makes the call for these \(names)")
    }
    return found
  }
}

extension Fairness.Subject {
  /// As it is written.
  fileprivate var words: String {
    switch self {
    case .steps(let role): "steps" + (role.map { " by \($0)" } ?? "")
    case .call(let name, let names, let role):
      "call \(name)(\(names.map { $0 ?? "_" }.joined(separator: ", ")))"
        + (role.map { " by \($0)" } ?? "")
    case .event(let name, _): name
    }
  }
}
