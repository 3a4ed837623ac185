import Relational
import TransitionSystem

/// An invariant as sentences: what makes a design work, grouped by the mechanism it speaks of.
///
/// The clauses of one consequence at many places of the code are one sentence with a list of the
/// places; what is left is grouped by the variable of the model that a clause begins with.
package struct Explanation {
  private let system: RelationalSystem
  private let invariant: [Clause]

  package init(_ proof: Proof) {
    system = proof.system
    invariant = proof.invariant
  }

  /// One paragraph a mechanism, the general facts first.
  package var text: String {
    var unreached: [String] = []
    var atPlaces: [(consequence: String, places: [String])] = []
    var general: [(group: String, sentences: [String])] = []
    for clause in invariant {
      let places = clause.literals.filter { isPlace($0) }
      let rest = Clause(clause.literals.filter { !isPlace($0) })
      if places.count == 1, rest.literals.isEmpty {
        unreached.append(place(places[0]))
      } else if places.count == 1 {
        let words = sentence(rest, named(clause))
        let here = place(places[0])
        if let index = atPlaces.firstIndex(where: { $0.consequence == words }) {
          atPlaces[index].places.append(here)
        } else {
          atPlaces.append((words, [here]))
        }
      } else {
        let group = mechanism(clause)
        let words = sentence(clause, named(clause))
        if let index = general.firstIndex(where: { $0.group == group }) {
          general[index].sentences.append(words)
        } else {
          general.append((group, [words]))
        }
      }
    }
    var lines: [String] = []
    for (group, sentences) in general { lines += ["\(group):"] + sentences.map { "  \($0)" } }
    for (consequence, places) in atPlaces {
      lines += ["\(consequence), while a task is at"] + places.map { "  \($0)" }
    }
    if !unreached.isEmpty { lines += ["no task is ever at"] + unreached.map { "  \($0)" } }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }

  private func isPlace(_ literal: Clause.Literal) -> Bool {
    guard case .holds(let name, _) = literal.atom, !literal.isPositive else { return false }
    return system.relation(name)?.kind == .location
  }

  private func place(_ literal: Clause.Literal) -> String {
    guard case .holds(let name, _) = literal.atom else { return "" }
    return name.hasPrefix("at.") ? String(name.dropFirst(3)) : name
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
