import TransitionSystem

/// Reads where the tasks of a state are, and what they remember there.
struct PlaceReader: Sendable {
  private let control: Layout.Field
  /// By the number of the location.
  private let locations: [Location]

  /// A local at a location, and the case and payload of each of its contents.
  private struct Slot {
    let field: Layout.Field
    let cases: Int
    let decoded: [(position: Int, payload: [Int])]
  }

  private struct Location {
    let members: [Layout.Field]
    let slots: [Slot]
    /// The relations of its places, by the cases of the slots, the last varying fastest.
    let relations: [Int]
  }

  /// Nil for a model without tasks.
  init?(_ layout: Layout, _ control: Control, _ numbering: inout Numbering) {
    guard let name = control.variable, let type = layout.system.variable(name)?.type else {
      return nil
    }
    self.control = layout.field(name)
    var locations: [Location] = []
    for content in 0..<layout.count(of: type) {
      let (location, _) = layout.decoded(content, type)
      let slots = control.slots(at: location).map { local in
        let shape = control.shape(local.variable)
        let field = layout.field(local.variable)
        let decoded = (0..<field.valueCount).map { value in
          let (label, payload) = layout.decoded(value, field.variable.type)
          return (position: shape.cases.firstIndex { $0.label == label } ?? 0, payload: payload)
        }
        return Slot(field: field, cases: shape.cases.count, decoded: decoded)
      }
      let members = control.cast(at: location)?.members ?? []
      let places = control.places(location)
      locations.append(
        Location(
          members: members.map { layout.field($0.variable) }, slots: slots,
          relations: places.map { numbering.number(of: control.relation($0).name) }))
    }
    self.locations = locations
  }

  /// A task whose locals are not all defined is nowhere.
  func forEachFact(of state: State, _ body: (_ relation: Int, _ tuple: [Int]) -> Void) {
    forEachTask { task in
      let location = Int(state.cells[task.controlCell])
      guard let cells = task.cells(at: location),
        let (relation, tuple) = task.fact(at: location, cells.map { Int(state.cells[$0]) })
      else { return }
      body(relation, tuple)
    }
  }

  func forEachTask(_ body: (Task) -> Void) {
    for task in 0..<control.count { body(Task(reader: self, number: task)) }
  }

  /// One of the tasks.
  struct Task {
    fileprivate let reader: PlaceReader
    fileprivate let number: Int

    /// The cell that says where it is.
    var controlCell: Int { reader.control.base + number }

    /// The cells that tell the rest, once that cell's content is known; nil: it is nowhere.
    func cells(at location: Int) -> [Int]? {
      guard location < reader.locations.count else { return nil }
      let place = reader.locations[location]
      return (place.members + place.slots.map(\.field)).map { $0.base + number }
    }

    /// What the contents of those cells say; nil: it is nowhere.
    func fact(at location: Int, _ contents: [Int]) -> (relation: Int, tuple: [Int])? {
      let place = reader.locations[location]
      var tuple = [number]
      for (member, content) in zip(place.members, contents) {
        tuple.append(member.isUndefined(content) ? 0 : content)
      }
      var number = 0
      for (slot, content) in zip(place.slots, contents.dropFirst(place.members.count)) {
        guard !slot.field.isUndefined(content) else { return nil }
        number = number * slot.cases + slot.decoded[content].position
        tuple += slot.decoded[content].payload
      }
      return (place.relations[number], tuple)
    }
  }
}

/// Reads which tasks play a role, and with which elements.
struct CastReader: Sendable {
  private let cast: Layout.Field
  private let members: [Layout.Field]
  private let relation: Int
  private let isInitial: Bool
  /// The numbers of the relations that are parts of this one, and where their elements are.
  private let domains: [(relation: Int, domain: InitialDomain)]

  init(_ layout: Layout, _ cast: Cast, _ casts: [Cast], _ numbering: inout Numbering) {
    self.cast = layout.field(cast.variable)
    members = cast.members.map { layout.field($0.variable) }
    relation = numbering.number(of: cast.relation.name)
    isInitial = cast.role == Cast.initialRole
    domains = (isInitial ? casts.initialDomains : []).map {
      (numbering.number(of: $0.relation.name), $0)
    }
  }

  /// The cells that it looks at.
  var cells: [Int] {
    ([cast] + members).flatMap { field in (field.base..<field.base + field.count).map { $0 } }
  }

  func forEachFact(of state: State, _ body: (_ relation: Int, _ tuple: [Int]) -> Void) {
    var seen: Set<[Int]> = []
    for task in 0..<cast.count where cast.content(task, state) == 1 {
      let elements = members.map { $0.content(task, state) ?? 0 }
      let tuple = isInitial ? elements : [task] + elements
      guard seen.insert(tuple).inserted else { continue }
      body(relation, tuple)
      for (relation, domain) in domains { body(relation, domain.part(of: tuple)) }
    }
  }
}
