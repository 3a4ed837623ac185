import Relational
import TransitionSystem

/// A condition with its clause or totality as a number.
enum Question: Hashable, Sendable {
  /// The hypothesis holds at first.
  case starts(Int)
  /// The action keeps the hypothesis.
  case keeps(action: Int, Int)
  case check(action: Int, check: Int)
  case goal(Int)

  /// The hypothesis that it is about.
  var hypothesis: Int? {
    switch self {
    case .starts(let hypothesis), .keeps(_, let hypothesis): hypothesis
    case .check, .goal: nil
    }
  }

  var moment: ConditionSolver.Moment {
    switch self {
    case .starts: .initial
    case .keeps(let action, _), .check(let action, _): .step(action: action)
    case .goal: .state
    }
  }
}

extension Hypotheses {
  func condition(of question: Question) -> Condition {
    switch question {
    case .starts(let hypothesis):
      isTotality(hypothesis) ? .totalityInitiation(hypothesis) : .initiation(clause(hypothesis))
    case .keeps(let action, let hypothesis):
      isTotality(hypothesis)
        ? .totality(action: action, hypothesis)
        : .consecution(action: action, clause(hypothesis))
    case .check(let action, let check): .check(action: action, check: check)
    case .goal(let goal): .goal(goal)
    }
  }

  func goal(of condition: Condition) -> ObligationBuilder.Goal {
    let parameters = condition.action.map { system.actions[$0].parameters } ?? []
    return builder.goal(of: condition, avoiding: Set(parameters.map(\.name)))
  }
}
