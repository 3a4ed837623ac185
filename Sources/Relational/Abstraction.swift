package import TransitionSystem

/// What a state of the original system is as a structure of the relational one.
package struct Abstraction: Sendable {
  private let layout: Layout
  private let system: TransitionSystem
  private let variants: [String: VariantType]
  private let isOrdered: [String]

  /// For a system and its relational form.
  package init(_ layout: Layout, _ relational: RelationalSystem) {
    self.layout = layout
    system = layout.system
    variants = Dictionary(layout.system.variants.map { ($0.name, $0) }) { first, _ in first }
    isOrdered = layout.system.sorts.map(\.name).filter {
      relational.relation(RelationalSystem.orderName($0)) != nil
    }
  }

  /// The structure, rigid relations included.
  package func structure(_ state: State) -> Structure {
    let control = Control(system)
    var result = Structure(sizes: layout.scope.sizes)
    for sort in system.sorts where result.sizes[sort.name] == nil {
      result.sizes[sort.name] = layout.scope[sort.name]
    }
    let casts = Set(system.casts.flatMap { $0.members.map(\.variable) + [$0.variable] })
    for variable in system.variables where control.slots[variable.name] == nil {
      guard variable.name != control.variable, !casts.contains(variable.name) else { continue }
      let shape = VariableShape(variable, variants)
      forEachCell(variable, state) { key, value in
        let (item, payload) = decoded(value, shape)
        guard let item else { return }
        result.tuples[item.relation.name, default: []].insert(key + payload)
        result.tuples[item.domain.name, default: []].insert(
          item.domain == item.relation ? key + payload : key)
      }
    }
    addPlaces(control, state, &result)
    addRigid(state, &result)
    return result
  }

  private func forEachCell(
    _ variable: StateVariable, _ state: State, _ body: (_ key: [Int], _ value: Int?) -> Void
  ) {
    let field = layout.field(variable.name)
    for offset in 0..<field.count {
      var key: [Int] = []
      var rest = offset
      for extent in field.extents.reversed() {
        key.append(rest % extent)
        rest /= extent
      }
      let content = Int(state.cells[field.base + offset])
      let isUndefined = variable.isPartial && content == field.undefined
      body(key.reversed(), isUndefined ? nil : content)
    }
  }

  /// The case of a value and its payload; nil where the variable is undefined or false.
  private func decoded(
    _ content: Int?, _ shape: VariableShape
  ) -> (VariableShape.Case?, [Int]) {
    guard let content else { return (nil, []) }
    let (label, payload) = decoded(content, shape.variable.type)
    return (shape.cases.first { $0.shape.label == label }, payload)
  }

  /// The label of the case and the elements of the payload.
  private func decoded(_ content: Int, _ type: ValueType) -> (String, [Int]) {
    switch type {
    case .bool: return (content == 0 ? "false" : "true", [])
    case .integer(let range): return ("\(content + range.lowerBound)", [])
    case .sort: return ("", [content])
    case .variant(let name):
      let variant = layout.variantLayout(name)
      let (index, payload) = variant.decompose(content)
      let item = variant.type.cases[index]
      var label = item.name
      var elements: [Int] = []
      for (field, number) in zip(item.fields, payload) {
        let (inner, found) = decoded(number, field.type)
        if !inner.isEmpty { label += ".\(inner)" }
        elements += found
      }
      return (label, elements)
    }
  }

  private func addPlaces(_ control: Control, _ state: State, _ result: inout Structure) {
    guard let name = control.variable, let variable = system.variable(name) else { return }
    forEachCell(variable, state) { key, value in
      guard let value, let task = key.first else { return }
      let (location, _) = decoded(value, variable.type)
      var tuple = key
      for member in control.cast(at: location)?.members ?? [] {
        tuple.append(self.value(of: member.variable, task, state) ?? 0)
      }
      var cases: [Int] = []
      for slot in control.slots(at: location) {
        guard let type = control.slots[slot.variable]?.type,
          let content = self.value(of: slot.variable, task, state)
        else { return }
        let (label, payload) = decoded(content, type)
        let shape = control.shape(slot.variable)
        cases.append(shape.cases.firstIndex { $0.label == label } ?? 0)
        tuple += payload
      }
      let place = Control.Place(location: location, cases: cases)
      result.tuples[control.relation(place).name, default: []].insert(tuple)
    }
  }

  private func value(of variable: String, _ task: Int, _ state: State) -> Int? {
    let field = layout.field(variable)
    let content = Int(state.cells[field.base + task])
    return field.variable.isPartial && content == field.undefined ? nil : content
  }

  private func addRigid(_ state: State, _ result: inout Structure) {
    for cast in system.casts {
      for task in 0..<layout.scope["task"] where value(of: cast.variable, task, state) == 1 {
        let members = cast.members.map { value(of: $0.variable, task, state) ?? 0 }
        result.tuples[cast.relation.name, default: []].insert(
          cast.role == Cast.initialRole ? members : [task] + members)
      }
    }
    for sort in isOrdered {
      let size = layout.scope[sort]
      for low in 0..<size {
        for high in low..<size {
          result.tuples[RelationalSystem.orderName(sort), default: []].insert([low, high])
        }
      }
    }
  }
}
