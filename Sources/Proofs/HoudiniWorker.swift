import Relational
import TransitionSystem

/// Keeps the solvers of some actions and answers questions about them, one at a time.
actor HoudiniWorker {
  /// Which hypotheses an action is to be asked about.
  struct Questions: Sendable {
    var action: Int
    var goals: [Int]
  }

  /// A question with the hypotheses that answer it.
  struct Proved: Hashable, Sendable {
    var question: Question
    var core: [Int]
  }

  /// A question whose answer is not known to be yes.
  struct Lost: Sendable {
    var question: Question
    /// From where it fails, by the number of the outcome's state; nil if that was not decided.
    var state: Int?
  }

  /// What became of some questions.
  struct Outcome: Sendable {
    var proved: [Proved] = []
    var failed: [Question] = []
    var counterexamples: [CounterexampleToInduction] = []
    var undecided: [Question] = []
    /// The failed and the undecided ones again, in the order in which they were found.
    var lost: [Lost] = []
    /// States from which something fails.
    var states: [Facts] = []
    /// How many questions the solver was asked; a model may answer several.
    var asked = 0
  }

  private var hypotheses: Hypotheses
  private let shouldStop: @Sendable () -> Bool
  private var solvers: [ConditionSolver.Moment: ConditionSolver] = [:]
  private var dropped: Set<Int> = []

  init(_ hypotheses: Hypotheses, _ shouldStop: @escaping @Sendable () -> Bool) {
    self.hypotheses = hypotheses
    self.shouldStop = shouldStop
  }

  /// Switches hypotheses off for all later questions.
  func drop(_ gone: [Int]) {
    dropped.formUnion(gone)
    for solver in solvers.values { solver.drop(gone) }
  }

  /// Switches hypotheses on again.
  func revive(_ back: [Int]) {
    dropped.subtract(back)
    for solver in solvers.values { solver.revive(back) }
  }

  /// Takes notice of more hypotheses; they are switched on.
  func extend(to more: Hypotheses) {
    hypotheses = more
    // A solver forgets nothing; now and then it is cheaper to begin anew.
    solvers = solvers.filter { !$1.isBloated }
    for solver in solvers.values { solver.extend(to: more) }
  }

  /// Asks about hypotheses as goals, dropping what fails from what is assumed for the rest.
  func filter(_ questions: [Questions]) -> Outcome {
    var outcome = Outcome()
    for item in questions { filter(item, &outcome) }
    return outcome
  }

  private func filter(_ questions: Questions, _ outcome: inout Outcome) {
    guard let solver = solver(.step(action: questions.action)) else {
      let all = questions.goals.map { Question.keeps(action: questions.action, $0) }
      outcome.undecided += all
      outcome.lost += all.map { Lost(question: $0, state: nil) }
      return
    }
    var gone: Set<Int> = []
    for (position, goal) in questions.goals.enumerated() where !gone.contains(goal) {
      guard !shouldStop() else { return }
      let question = Question.keeps(action: questions.action, goal)
      outcome.asked += 1
      switch answer(question, solver) {
      case .proved(let core): outcome.proved.append(Proved(question: question, core: core))
      case .undecided:
        outcome.undecided.append(question)
        outcome.lost.append(Lost(question: question, state: nil))
        gone.insert(goal)
        solver.drop([goal])
      case .refuted(let facts, _):
        let rest = questions.goals[(position + 1)...].filter {
          !gone.contains($0) && !hypotheses.isTotality($0)
        }
        let refuted = [goal] + solver.refuted(rest, by: facts)
        outcome.failed += refuted.map { .keeps(action: questions.action, $0) }
        outcome.lost += refuted.map {
          Lost(question: .keeps(action: questions.action, $0), state: outcome.states.count)
        }
        outcome.states.append(facts)
        gone.formUnion(refuted)
        solver.drop(refuted)
      }
    }
  }

  /// Asks questions one by one, with a counterexample for each that fails.
  func answer(_ questions: [Question], stopAtFailure: Bool = false) -> Outcome {
    var outcome = Outcome()
    for question in questions where !shouldStop() {
      guard let solver = solver(question.moment) else {
        outcome.undecided.append(question)
        continue
      }
      outcome.asked += 1
      switch answer(question, solver) {
      case .proved(let core): outcome.proved.append(Proved(question: question, core: core))
      case .undecided: outcome.undecided.append(question)
      case .refuted(let facts, let constants):
        outcome.failed.append(question)
        outcome.lost.append(Lost(question: question, state: outcome.states.count))
        outcome.states.append(facts)
        let condition = hypotheses.condition(of: question)
        let names = hypotheses.goal(of: condition).constants.map(\.name)
        outcome.counterexamples.append(
          solver.counterexample(condition, facts, names, constants))
      }
      if stopAtFailure, outcome.proved.count < outcome.asked { break }
    }
    return outcome
  }

  private func answer(_ question: Question, _ solver: ConditionSolver) -> ConditionSolver.Answer {
    if let goal = question.hypothesis, !hypotheses.isTotality(goal) {
      return solver.decide(hypotheses.clause(goal))
    }
    return solver.decide(hypotheses.goal(of: hypotheses.condition(of: question)))
  }

  private func solver(_ moment: ConditionSolver.Moment) -> ConditionSolver? {
    if let known = solvers[moment] { return known }
    do throws(InstantiationError) {
      let made = try ConditionSolver(hypotheses, moment)
      made.drop(dropped.sorted())
      solvers[moment] = made
      return made
    } catch {
      return nil
    }
  }
}
