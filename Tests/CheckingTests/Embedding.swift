import Testing
import TransitionSystem

/// A system that is to be found inside a larger one: its elements, and what becomes of its states.
struct Embedding {
  let small: Evaluator
  let large: Evaluator
  /// For each sort, the element of the large system that each element of the small one is; a sort
  /// that is missing is as it was.
  let elements: [String: [Int]]
  /// The variables that both have.
  private let fields: [(small: Layout.Field, large: Layout.Field)]

  init(_ small: Evaluator, _ large: Evaluator, elements: [String: [Int]] = [:]) {
    self.small = small
    self.large = large
    self.elements = elements
    fields = small.layout.fields.compactMap { field in
      large.system.variable(field.variable.name).map { (field, large.layout.field($0.name)) }
    }
  }

  private func image(of element: Int, _ sort: String) -> Int { elements[sort]?[element] ?? element }

  private func image(ofValue value: Int, _ type: ValueType) -> Int {
    switch type {
    case .bool, .integer: return value
    case .sort(let sort): return image(of: value, sort)
    case .variant(let name):
      let (index, payload) = small.layout.variantLayout(name).decompose(value)
      let variant = large.layout.variantLayout(name)
      let images = zip(payload, variant.type.cases[index].fields).map {
        image(ofValue: $0, $1.type)
      }
      return variant.compose(caseIndex: index, payload: images)
    }
  }

  /// Whether the common part of the states is the same.
  func agrees(_ state: State, _ other: State) -> Bool {
    fields.allSatisfy { small, large in
      (0..<small.count).allSatisfy { offset in
        let content = Int(state.cells[small.base + offset])
        let isUndefined = small.variable.isPartial && content == small.undefined
        let expected =
          isUndefined ? large.undefined : image(ofValue: content, small.variable.type)
        return Int(other.cells[large.base + position(of: offset, small, large)]) == expected
      }
    }
  }

  private func position(of offset: Int, _ small: Layout.Field, _ large: Layout.Field) -> Int {
    var rest = offset
    var indices: [Int] = []
    for (extent, sort) in zip(small.extents, small.variable.indices).reversed() {
      indices.insert(image(of: rest % extent, sort), at: 0)
      rest /= extent
    }
    return zip(large.extents, indices).reduce(0) { $0 * $1.0 + $1.1 }
  }

  /// The common part of a state of the small system.
  func common(_ state: State) -> [UInt16] {
    fields.flatMap { state.cells[$0.small.base..<$0.small.base + $0.small.count] }
  }

  /// The step of the large system that a step of the small one is.
  func image(of firing: Firing) throws -> Firing {
    let action = small.system.actions[firing.action]
    let position = try #require(large.system.actions.firstIndex { $0.name == action.name })
    let values = Dictionary(
      uniqueKeysWithValues: zip(action.parameters, firing.arguments).map { parameter, argument in
        (parameter.name, image(ofValue: argument, parameter.type))
      })
    return Firing(
      action: position,
      arguments: try large.system.actions[position].parameters.map {
        try #require(values[$0.name])
      })
  }

  /// Walks through the small system, in turn broadly and deeply, and takes each step in the large
  /// one as well.
  ///
  /// - Parameters:
  ///   - limit: How many states of the small system to look at.
  ///   - visit: What to check of each pair of states, with the steps of the small one.
  /// - Throws: What `visit` or the evaluation throws, or that the large system lacks a step.
  func walk(
    limit: Int, _ visit: (State, State, [Evaluator.Transition]) throws -> Void
  ) throws {
    var pairs = [(try small.initialState(), try large.initialState())]
    #expect(agrees(pairs[0].0, pairs[0].1))
    var seen: Set<[UInt16]> = [common(pairs[0].0)]
    for turn in 0..<limit where !pairs.isEmpty {
      let (state, other) = turn.isMultiple(of: 2) ? pairs.removeFirst() : pairs.removeLast()
      let steps = try small.transitions(from: state)
      try visit(state, other, steps)
      for step in steps where !seen.contains(common(step.target)) {
        let firing = try image(of: step.firing)
        let taken = try #require(try large.fire(firing, in: other), "\(firing)")
        try #require(agrees(step.target, taken.target))
        seen.insert(common(step.target))
        pairs.append((step.target, taken.target))
      }
    }
  }
}
