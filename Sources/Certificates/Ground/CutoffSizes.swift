import Relational
import TransitionSystem

/// How many elements of each sort decide a question for every size, and why.
///
/// Without functions the elements that the constants of a counterexample denote are a
/// counterexample themselves: universal hypotheses hold of fewer elements too. So one with at most
/// as many elements as there are constants (and at least one) exists if any does.
package struct CutoffSizes: Hashable, Sendable {
  /// One for each sort that the question needs.
  package var sizes: [String: Int]
  /// The first elements, which the formulas name.
  package var named: [String: Int]
  /// A sentence for each sort, in the order of the sorts' names.
  package var reasons: [String]

  /// - Throws: `CutoffError` if an existential stands inside a universal.
  package init(_ question: GroundQuestion) throws(CutoffError) {
    let parameters = WitnessCount(question.parameters)
    let place = question.name
    let assumed = try WitnessCount(of: question.guardCondition, place: place)
    var worst = WitnessCount()
    var named = question.hypotheses.named
    question.guardCondition.collectNamedElements(into: &named)
    for breach in question.breaches {
      let own = try WitnessCount(of: breach.formula, place: "\(place): \(breach.name)")
      worst = worst.maximum(own + WitnessCount(breach.constants))
      breach.formula.collectNamedElements(into: &named)
    }
    var sorts = question.hypotheses.sorts.union(question.formulas.flatMap(\.sorts))
    let counts = parameters + assumed + worst
    sorts.formUnion(counts.counts.keys)
    sorts.formUnion(named.keys)
    sizes = [:]
    reasons = []
    self.named = named
    for sort in sorts.sorted() {
      let parts = [
        (parameters.counts[sort, default: 0], "of the action"),
        (assumed.counts[sort, default: 0], "that its guard asks for"),
        (worst.counts[sort, default: 0], "in what may break"),
        (named[sort, default: 0], "by name"),
      ]
      let size = max(1, parts.reduce(0) { $0 + $1.0 })
      sizes[sort] = size
      let terms = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      reasons.append(
        "\(size) of \(sort): \(terms.isEmpty ? "no sort is empty" : terms.joined(separator: ", "))")
    }
  }
}

extension GroundQuestion {
  var formulas: [Expression] { [guardCondition] + breaches.map(\.formula) }
}

extension Expression {
  /// The sorts of the variables in it.
  fileprivate var sorts: Set<String> {
    var found = children.reduce(into: Set<String>()) { $0.formUnion($1.sorts) }
    switch self {
    case .variable(let parameter): found.insert(parameter.type.description)
    case .forAll(let bound, _), .exists(let bound, _):
      found.formUnion(bound.map(\.type.description))
    default: break
    }
    return found
  }
}
