import Relational

extension GroundInstance {
  /// The formula as DIMACS text; comments say what the variables and the clauses are.
  package var dimacs: String {
    var lines = ["c \(Self.line(question.name))"]
    lines += sizes.reasons.map { "c size \(Self.line($0))" }
    for (index, node) in variableNodes.enumerated() {
      switch grounding.graph.nodes[node] {
      case .atom(let relation, let elements):
        let places = elements.map { "\($0)" }.joined(separator: ", ")
        lines.append("c \(index + 1) is \(Self.line(relation))(\(places))")
      case .element(let sort, let number):
        lines.append("c \(index + 1) is whether \(Self.line(sort)) has the element \(number)")
      case .yes, .all: break
      }
    }
    lines.append("p cnf \(variableNodes.count) \(clauses.count)")
    let definitions = clauses.count - instances.count
    for (index, clause) in clauses.enumerated() {
      if index >= definitions { lines.append(Self.comment(instances[index - definitions])) }
      lines.append((clause.map { "\($0)" } + ["0"]).joined(separator: " "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let mark = "c instance"

  private static func comment(_ instance: Instance) -> String {
    ([mark, "\(instance.hypothesis + 1)"] + instance.elements.map { "\($0)" })
      .joined(separator: " ")
  }

  /// A name in one line of ASCII.
  private static func line(_ name: String) -> String {
    name.unicodeScalars.map { (" "..."~").contains($0) ? String(Character($0)) : "?" }.joined()
  }

  /// The formula with the instances that a text says it has.
  ///
  /// Compared with the text it shows that the text is the question and nothing else.
  package func repeating(_ dimacs: String) -> GroundInstance {
    var made = self
    for line in dimacs.split(separator: "\n") where line.hasPrefix(Self.mark + " ") {
      let numbers = line.dropFirst(Self.mark.count).split(separator: " ").map { Int($0) ?? -1 }
      let hypotheses = question.hypotheses.clauses
      guard let first = numbers.first, hypotheses.indices.contains(first - 1) else {
        continue
      }
      let variables = hypotheses[first - 1].variables
      let elements = Array(numbers.dropFirst())
      guard elements.count == variables.count,
        zip(elements, variables).allSatisfy({ element, variable in
          (0..<sizes.sizes[variable.sort, default: 1]).contains(element)
        })
      else { continue }
      _ = made.add(Instance(hypothesis: first - 1, elements: elements))
    }
    return made
  }
}
