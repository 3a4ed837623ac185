package import TransitionSystem

/// What a state of the original system is as a structure of the relational one.
///
/// What each content of each cell means is worked out once, so that many states can be looked at.
package struct Abstraction: Sendable {
  /// The names of the relations, by their numbers.
  package let relations: [String]
  /// How many elements each sort has.
  package let sizes: [String: Int]
  /// The cells of variables that are neither control nor locals nor casts.
  private let cells: [CellFacts]
  private let places: PlaceReader?
  private let casts: [CastReader]
  private let projections: [ProjectedFacts]
  /// The facts that hold in every state.
  private let constant: [Fact]

  /// A relation that holds of a tuple of elements.
  package struct Fact: Hashable, Sendable {
    package var relation: Int
    package var tuple: [Int]
  }

  /// What holds of parts of another relation's tuples.
  private struct ProjectedFacts {
    let number: Int
    let source: Int
    let places: [Int]
  }

  /// What a cell says, by its content.
  private struct CellFacts {
    let cell: Int
    let facts: [[Fact]]
  }

  /// For a system and its relational form.
  package init(_ layout: Layout, _ relational: RelationalSystem) {
    let system = layout.system
    let control = Control(system)
    let variants = Dictionary(system.variants.map { ($0.name, $0) }) { first, _ in first }
    var numbering = Numbering()
    let hidden = Set(system.casts.flatMap { $0.members.map(\.variable) + [$0.variable] })
    var cells: [CellFacts] = []
    for variable in system.variables where control.slots[variable.name] == nil {
      guard variable.name != control.variable, !hidden.contains(variable.name) else { continue }
      let field = layout.field(variable.name)
      let decoder = ContentDecoder(layout, VariableShape(variable, variants))
      for offset in 0..<field.count {
        let key = field.key(offset)
        let contents = layout.cellSizes[field.base + offset]
        let facts = (0..<contents).map { content in
          decoder.facts(of: content, key).map {
            Fact(relation: numbering.number(of: $0.name), tuple: $0.tuple)
          }
        }
        cells.append(CellFacts(cell: field.base + offset, facts: facts))
      }
    }
    self.cells = cells
    places = PlaceReader(layout, control, &numbering)
    casts = system.casts.map { CastReader(layout, $0, system.casts, &numbering) }
    projections = relational.relations.compactMap { relation in
      relation.projection.map { projection in
        ProjectedFacts(
          number: numbering.number(of: relation.name),
          source: numbering.number(of: projection.relation), places: projection.places)
      }
    }
    var constant: [Fact] = []
    var sizes = layout.scope.sizes
    for sort in system.sorts {
      let size = layout.scope[sort.name]
      sizes[sort.name] = size
      let order = RelationalSystem.orderName(sort.name)
      guard relational.relation(order) != nil else { continue }
      let number = numbering.number(of: order)
      for low in 0..<size {
        constant += (low..<size).map { Fact(relation: number, tuple: [low, $0]) }
      }
    }
    self.constant = constant
    self.sizes = sizes
    relations = numbering.names
  }

  /// The structure, rigid relations included.
  package func structure(_ state: State) -> Structure {
    var result = Structure(sizes: sizes)
    forEachFact(of: state) { relation, tuple in
      result.tuples[relations[relation], default: []].insert(tuple)
    }
    return result
  }

  /// Everything that holds in the state, each fact once, rigid relations included.
  package func forEachFact(of state: State, _ body: (_ relation: Int, _ tuple: [Int]) -> Void) {
    forEachRigidFact(of: state, body)
    var projected: [Fact] = []
    for item in cells {
      for fact in item.facts[Int(state.cells[item.cell])] {
        body(fact.relation, fact.tuple)
        for projection in projections where projection.source == fact.relation {
          let part = projection.places.map { fact.tuple[$0] }
          let made = Fact(relation: projection.number, tuple: part)
          if !projected.contains(made) { projected.append(made) }
        }
      }
    }
    for fact in projected { body(fact.relation, fact.tuple) }
    forEachPlace(of: state, body)
  }

  /// What each content of each cell says, projections included, possibly more than once.
  package func forEachContent(_ body: (_ cell: Int, _ content: Int, _ facts: [Fact]) -> Void) {
    for item in cells {
      for (content, facts) in item.facts.enumerated() {
        let projected = facts.flatMap { fact in
          projections.filter { $0.source == fact.relation }.map { projection in
            Fact(relation: projection.number, tuple: projection.places.map { fact.tuple[$0] })
          }
        }
        body(item.cell, content, facts + projected)
      }
    }
  }

  /// What holds in the state that no action changes.
  package func forEachRigidFact(
    of state: State, _ body: (_ relation: Int, _ tuple: [Int]) -> Void
  ) {
    for fact in constant { body(fact.relation, fact.tuple) }
    for cast in casts { cast.forEachFact(of: state, body) }
  }

  /// The cells on which the rigid facts depend.
  package var rigidCells: [Int] { casts.flatMap(\.cells) }

  /// Where the tasks of the state are, and what they remember there.
  package func forEachPlace(of state: State, _ body: (_ relation: Int, _ tuple: [Int]) -> Void) {
    places?.forEachFact(of: state, body)
  }

  func forEachTask(_ body: (PlaceReader.Task) -> Void) { places?.forEachTask(body) }
}

/// Gives numbers to names as they come.
struct Numbering {
  private(set) var names: [String] = []
  private var numbers: [String: Int] = [:]

  mutating func number(of name: String) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}

/// What the contents of a variable's cells mean.
private struct ContentDecoder {
  let layout: Layout
  let shape: VariableShape

  init(_ layout: Layout, _ shape: VariableShape) {
    self.layout = layout
    self.shape = shape
  }

  /// What holds where the cell at a key has the content.
  func facts(of content: Int, _ key: [Int]) -> [(name: String, tuple: [Int])] {
    let field = layout.field(shape.variable.name)
    if shape.variable.isPartial, content == field.undefined { return [] }
    let (label, payload) = layout.decoded(content, shape.variable.type)
    guard let item = shape.cases.first(where: { $0.shape.label == label }) else { return [] }
    let whole = (item.relation.name, key + payload)
    return item.domain == item.relation ? [whole] : [whole, (item.domain.name, key)]
  }
}

extension Layout {
  /// The label of the case that a value is (see ``Shape``), and the elements of its payload.
  func decoded(_ content: Int, _ type: ValueType) -> (String, [Int]) {
    switch type {
    case .bool: return (content == 0 ? "false" : "true", [])
    case .integer(let range): return ("\(content + range.lowerBound)", [])
    case .sort: return ("", [content])
    case .variant(let name):
      let variant = variantLayout(name)
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
}

extension Layout.Field {
  /// The values of the indices of a cell.
  func key(_ offset: Int) -> [Int] {
    var rest = offset
    var key: [Int] = []
    for extent in extents.reversed() {
      key.append(rest % extent)
      rest /= extent
    }
    return key.reversed()
  }

  /// What the state has in the cell of a task; nil where it is undefined.
  func content(_ task: Int, _ state: State) -> Int? {
    let content = Int(state.cells[base + task])
    return isUndefined(content) ? nil : content
  }

  func isUndefined(_ content: Int) -> Bool { variable.isPartial && content == undefined }
}
