/// A formula of a readable model, as the second translation sees it.
indirect enum SecondFormula {
  case variable(String)
  case element(sort: String, Int)
  case atom(String, [SecondFormula])
  /// `true`, `false`, `not`, `and`, `or`, `=>`, `ite`, `=`.
  case apply(String, [SecondFormula])
  /// `forall` or `exists`.
  case quantified(String, [SecondParameter], SecondFormula)
}

typealias SecondParameter = (sort: String, name: String)
typealias SecondDefinition = (parameters: [SecondParameter], formula: SecondFormula)
typealias SecondTotality = (domain: String, relation: String, isWide: Bool)

/// An atom of a formula, and whether that affirms it.
struct SecondMention {
  var relation: String
  var terms: [SecondFormula]
  var isPositive: Bool

  var variables: [String] { terms.flatMap(\.variables) }
}

/// A relation, and what conditions say of it.
struct SecondRelation {
  var name: String
  var sorts: [String]
  var group: String
  /// Under which its use is noted.
  var key: String
  var symbol: String
  /// The command that declares it.
  var command: String

  /// Whether no action changes it.
  var isRigid: Bool

  init(_ name: String, _ sorts: [String], in group: String, isRigid: Bool) {
    (self.name, self.sorts, self.group, self.isRigid) = (name, sorts, group, isRigid)
    key = "r:" + name
    symbol = SecondScript.symbol(key)
    let places = sorts.map(SecondScript.symbol).joined(separator: " ")
    command = "(declare-fun \(symbol) (\(places)) Bool)"
  }
}

struct SecondAction {
  var name: String
  var parameters: [SecondParameter]
  var guardCondition: SecondFormula
  var updates: [String: SecondDefinition] = [:]
  var clears: [(group: String, key: [SecondFormula])] = []
  var requirements: [SecondFormula] = []
}

struct SecondModel {
  var sorts: [String] = []
  private(set) var relations: [SecondRelation] = []
  private var positions: [String: Int] = [:]
  var axioms: [SecondFormula] = []
  var initial: [String: SecondDefinition] = [:]
  var actions: [SecondAction] = []
  var goals: [(name: String, formula: SecondFormula)] = []
  var totalities: [SecondTotality] = []

  /// The first of a name is the one that formulas mean.
  mutating func add(_ relation: SecondRelation) {
    if positions[relation.name] == nil { positions[relation.name] = relations.count }
    relations.append(relation)
  }
}

/// What clauses mention.
extension SecondFormula {
  /// The names of the variables, by first use.
  var variables: [String] {
    if case .variable(let name) = self { return [name] }
    var found: [String] = []
    for part in parts {
      for name in part.variables where !found.contains(name) { found.append(name) }
    }
    return found
  }

  /// Its atoms, and whether it affirms or denies them.
  func atoms(_ isPositive: Bool = true) -> [SecondMention] {
    if case .atom(let name, let terms) = self {
      return [SecondMention(relation: name, terms: terms, isPositive: isPositive)]
    }
    var turnsFirst = false
    if case .apply(let sign, _) = self { turnsFirst = sign == "not" || sign == "=>" }
    return parts.enumerated().flatMap { $1.atoms((turnsFirst && $0 == 0) != isPositive) }
  }

  private var parts: [SecondFormula] {
    switch self {
    case .variable, .element: []
    case .atom(_, let parts), .apply(_, let parts): parts
    case .quantified(_, _, let body): [body]
    }
  }
}

extension SecondModel {
  /// The sort and the number of a clause's variable: `FILE0`, or `file?0` where that is not clear.
  func variable(_ name: String) throws(TextError) -> (sort: String, number: Int) {
    let found = sorts.flatMap { sort in
      [sort.uppercased(), sort + "?"].filter(name.hasPrefix).compactMap { prefix in
        Int(name.dropFirst(prefix.count)).map { (sort: sort, number: $0) }
      }
    }
    guard found.count == 1 else { throw Self.wrong("no variable '\(name)'") }
    return found[0]
  }

  func relation(_ name: String) throws(TextError) -> SecondRelation {
    guard let position = positions[name] else { throw Self.wrong("no relation '\(name)'") }
    return relations[position]
  }

  /// The positions of those whose use is noted.
  func positions(of keys: Set<String>) -> [Int] {
    keys.compactMap { $0.hasPrefix("r:") ? positions[String($0.dropFirst(2))] : nil }.sorted()
  }

  /// The sorts of a totality's key and value.
  func sorts(of totality: SecondTotality) throws(TextError) -> (key: [String], value: [String]) {
    let (key, all) = (try relation(totality.domain).sorts, try relation(totality.relation).sorts)
    guard all.starts(with: key) else { throw Self.wrong("a totality of '\(totality.relation)'") }
    return (key, Array(all.dropFirst(key.count)))
  }

  static func wrong(_ message: String) -> TextError {
    TextError(message, file: "model.txt", text: [], at: 0)
  }
}
