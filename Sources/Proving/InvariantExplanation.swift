import Relational
import TransitionSystem

/// An invariant as sentences: what makes a design work, grouped by the mechanism it speaks of.
///
/// The clauses of one consequence at many places of the code are one sentence with a list of the
/// places, and a call all of whose places are in it is named instead of them; what is left is
/// grouped by the variable of the model that a clause begins with.
package struct InvariantExplanation {
  private let system: RelationalSystem
  private let invariant: [Clause]

  package init(_ proof: Proof) {
    system = proof.system
    invariant = proof.invariant
  }

  /// One paragraph a mechanism, the general facts first.
  package var text: String {
    var unreached: [String] = []
    var atPlaces = Groups()
    var general = Groups()
    for clause in invariant {
      let places = clause.literals.filter { isPlace($0) }
      let rest = Clause(clause.literals.filter { !isPlace($0) })
      let names = named(clause)
      if places.count == 1, rest.literals.isEmpty {
        unreached.append(place(places[0]))
      } else if places.count == 1 {
        atPlaces.add(place(places[0]), to: sentence(rest, names))
      } else {
        general.add(sentence(clause, names), to: mechanism(clause))
      }
    }
    var lines: [String] = []
    for (mechanism, sentences) in general.members {
      lines += ["\(mechanism):"] + sentences.map { "  \($0)" }
    }
    let calls = CallTree(places: places, unreached: unreached)
    for (consequence, places) in atPlaces.members {
      lines += ["\(consequence), while a task is"] + calls.summary(of: places).map { "  \($0)" }
    }
    let all = CallTree(places: self.places, unreached: [])
    if !unreached.isEmpty {
      lines += ["no task is ever"] + all.summary(of: unreached).map { "  \($0)" }
    }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }

  /// Texts under headings, both in the order in which they came.
  private struct Groups {
    private(set) var members: [(heading: String, texts: [String])] = []
    private var positions: [String: Int] = [:]

    mutating func add(_ text: String, to heading: String) {
      if let position = positions[heading] { return members[position].texts.append(text) }
      positions[heading] = members.count
      members.append((heading, [text]))
    }
  }

  /// Every place of the code.
  private var places: [String] {
    system.relations.filter { $0.kind == .location }.map { Self.place($0.name) }
  }

  private func isPlace(_ literal: Clause.Literal) -> Bool {
    guard case .holds(let name, _) = literal.atom, !literal.isPositive else { return false }
    return system.relation(name)?.kind == .location
  }

  private func place(_ literal: Clause.Literal) -> String {
    guard case .holds(let name, _) = literal.atom else { return "" }
    return Self.place(name)
  }

  private static func place(_ relation: String) -> String {
    relation.hasPrefix("at.") ? String(relation.dropFirst(3)) : relation
  }

  /// The model's variable that the first literal is about, with what it stands for.
  private func mechanism(_ clause: Clause) -> String {
    for literal in clause.literals {
      guard case .holds(let name, _) = literal.atom, let relation = system.relation(name),
        relation.kind != .location
      else { continue }
      let about = relation.documentation.split(separator: "\n").first.map(String.init) ?? ""
      return about.isEmpty ? relation.group : "\(relation.group) (\(about))"
    }
    return "where tasks are"
  }

  /// Short names for the variables: the first letter of the sort, numbered from the second on.
  private func named(_ clause: Clause) -> [ClauseTerm: String] {
    var names: [ClauseTerm: String] = [:]
    for case .variable(let sort, let number) in clause.variables {
      let letter = String(sort.first ?? "x")
      names[.variable(sort: sort, number)] = number == 0 ? letter : "\(letter)\(number + 1)"
    }
    return names
  }

  /// `if A and B then C`, `never A and B`, `always C`.
  private func sentence(_ clause: Clause, _ names: [ClauseTerm: String]) -> String {
    func words(_ literals: [Clause.Literal], _ joint: String) -> String {
      literals.map { atom($0.atom, names) }.joined(separator: " \(joint) ")
    }
    let premises = clause.literals.filter { !$0.isPositive }
    let conclusions = clause.literals.filter(\.isPositive)
    if premises.isEmpty { return "always \(words(conclusions, "or"))" }
    if conclusions.isEmpty { return "never \(words(premises, "and"))" }
    return "if \(words(premises, "and")) then \(words(conclusions, "or"))"
  }

  private func atom(_ atom: Clause.Atom, _ names: [ClauseTerm: String]) -> String {
    func term(_ term: ClauseTerm) -> String {
      if case .element(let sort, let number) = term {
        return system.sorts.first { $0.name == sort }?.elementName(number) ?? "\(sort)\(number)"
      }
      return names[term] ?? "?"
    }
    switch atom {
    case .equal(let left, let right): return "\(term(left)) = \(term(right))"
    case .holds(let name, let terms):
      let arguments = terms.map(term).joined(separator: ", ")
      let shown = name.hasPrefix("at.") ? "a task is at '\(name.dropFirst(3))'" : name
      return name.hasPrefix("at.") ? "\(shown) (\(arguments))" : "\(shown)(\(arguments))"
    }
  }
}

/// The calls that places are in, by the names of the places: `owner/pwrite/allocate: choose b`.
struct CallTree {
  private let members: [String: Set<String>]

  /// Places that no task reaches need not be listed.
  init(places: [String], unreached: [String]) {
    var members: [String: Set<String>] = [:]
    for place in places where !unreached.contains(place) {
      for call in Self.calls(of: place) { members[call, default: []].insert(place) }
    }
    self.members = members
  }

  /// The largest calls all of whose places are among these, and the places besides them.
  func summary(of places: [String]) -> [String] {
    let listed = Set(places)
    var lines: [String] = []
    for place in places {
      let whole = Self.calls(of: place).first { call in
        let all = members[call] ?? []
        return all.count > 1 && all.isSubset(of: listed)
      }
      let line = whole.map { "anywhere in \($0)" } ?? "at \(place)"
      if !lines.contains(line) { lines.append(line) }
    }
    return lines
  }

  /// The calls that a place is in, the outermost first.
  private static func calls(of place: String) -> [String] {
    guard let end = place.firstRange(of: ": ")?.lowerBound else { return [] }
    let parts = place[..<end].split(separator: "/")
    return parts.indices.map { parts[...$0].joined(separator: "/") }
  }
}
