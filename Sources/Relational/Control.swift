import TransitionSystem

/// Where tasks can be, and what they remember there.
///
/// A place becomes one relation over the task, the elements that its role has in a replicated
/// workload, and its live locals; a local of a variant type splits the place by its cases.
struct Control {
  /// The variable that says where each task is; nil in a model without roles.
  let variable: String?
  /// The variables that hold live locals.
  let slots: [String: StateVariable]
  /// The live slots of each location with the names that the author gave them.
  private let live: [String: [TransitionSystem.LocalName]]
  private let variants: [String: VariantType]
  private let casts: [Cast]

  static let ended = "ended"

  /// A location together with the case of each live local.
  struct Place: Hashable {
    var location: String
    /// The position in the shape of each live slot's type.
    var cases: [Int]
  }

  init(_ system: TransitionSystem) {
    let placed = Set(system.locals.values.joined().map(\.variable))
    let locals = system.variables.filter { $0.role == .local && placed.contains($0.name) }
    let names = Set(locals.map(\.name))
    variable =
      system.variables.first { $0.role == .control && $0.type == .variant("location") }?
      .name
    slots = Dictionary(uniqueKeysWithValues: locals.map { ($0.name, $0) })
    live = system.locals.mapValues { $0.filter { names.contains($0.variable) } }
    variants = Dictionary(system.variants.map { ($0.name, $0) }) { first, _ in first }
    casts = system.casts
  }

  /// The role whose tasks can be at the location, in a replicated workload.
  func cast(at location: String) -> Cast? { casts.first { $0.locations.contains(location) } }

  func slots(at location: String) -> [TransitionSystem.LocalName] { live[location] ?? [] }

  func shape(_ slot: String) -> Shape {
    guard let variable = slots[slot] else { preconditionFailure("'\(slot)' is no local") }
    return Shape(variable.type, variants)
  }

  /// All ways to tell the place by the cases of its locals.
  func places(_ location: String) -> [Place] {
    slots(at: location).reduce([Place(location: location, cases: [])]) { partial, slot in
      partial.flatMap { place in
        shape(slot.variable).cases.indices.map {
          Place(location: location, cases: place.cases + [$0])
        }
      }
    }
  }

  /// The relation of a place.
  func relation(_ place: Place) -> Relation {
    var sorts = ["task"] + (cast(at: place.location)?.members.map(\.sort) ?? [])
    var words: [String] = []
    for (slot, index) in zip(slots(at: place.location), place.cases) {
      let shape = shape(slot.variable)
      sorts += shape.cases[index].payload
      if shape.cases.count > 1 { words.append("\(slot.name): \(shape.cases[index].label)") }
    }
    let suffix = words.isEmpty ? "" : " {\(words.joined(separator: ", "))}"
    return Relation(
      "at.\(place.location)\(suffix)", sorts, .location, group: variable ?? "pc", keyCount: 1)
  }

  /// What the locals and the role's elements are, given the terms of the place's tuple.
  func values(
    _ place: Place, task: Expression, _ terms: [Expression]
  ) -> [(read: Expression, value: Expression)] {
    var rest = terms[...]
    var found: [(read: Expression, value: Expression)] = []
    for member in cast(at: place.location)?.members ?? [] {
      guard let term = rest.popFirst() else { break }
      found.append((.read(member.variable, [task]), term))
    }
    for (slot, index) in zip(slots(at: place.location), place.cases) {
      let item = shape(slot.variable).cases[index]
      let payload = Array(rest.prefix(item.payload.count))
      rest = rest.dropFirst(item.payload.count)
      found.append((.read(slot.variable, [task]), item.value(payload)))
    }
    return found
  }
}

/// The names of rigid relations of a replicated workload.
extension Cast {
  /// Holds of a task of the role and its elements (of the elements alone for the initial state).
  var relation: Relation {
    let keys = role == Cast.initialRole ? [] : ["task"]
    return Relation(
      variable, keys + members.map(\.sort), .rigid, keyCount: keys.count,
      documentation: role == Cast.initialRole
        ? "the elements that the initial state names, one tuple a copy of the workload"
        : "the task plays '\(role)' and works on these elements")
  }
}
