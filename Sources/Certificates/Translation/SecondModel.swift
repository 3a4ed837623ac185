/// What the second translation knows of a readable model.
///
/// Formulas are trees in which `?x` is a variable, `e:s:0` an element of the sort `s`, and a list
/// that begins with `r:R` an atom of the relation `R`; all else is as in SMT-LIB.
struct SecondModel {
  var sorts: [String] = []
  /// By their symbols.
  private(set) var relations: [String: SecondRelation] = [:]
  var axioms: [SExpression] = []
  var initial: [String: SecondDefinition] = [:]
  var actions: [SecondAction] = []
  var goals: [(name: String, formula: SExpression)] = []
  var totalities: [SecondTotality] = []

  /// The first of a name is the one that formulas mean.
  mutating func add(_ relation: SecondRelation) {
    if relations[relation.symbol] == nil { relations[relation.symbol] = relation }
  }

  func relation(_ symbol: String) throws(TextError) -> SecondRelation {
    guard let found = relations[symbol] else { throw Self.wrong("no relation '\(symbol)'") }
    return found
  }

  /// That where the domain holds of a key, which is `?0` and so on, the relation does of it with
  /// some value.
  func formula(of totality: SecondTotality) throws(TextError) -> SExpression {
    let (domain, relation) = (try relation(totality.domain), try relation(totality.relation))
    guard relation.sorts.starts(with: domain.sorts) else { throw Self.wrong("no totality") }
    let all = relation.sorts.enumerated().map { (sort: $1, name: "?\($0)") }
    let key = all.prefix(domain.sorts.count)
    let atoms = [key, all[...]].map { $0.map { SExpression.symbol($0.name) } }
    let value = SExpression.quantified(
      "exists", Array(all.dropFirst(key.count)), .form(relation.symbol, atoms[1]))
    return .quantified("forall", Array(key), .form("=>", [.form(domain.symbol, atoms[0]), value]))
  }

  static func wrong(_ message: String) -> TextError {
    TextError(message, file: "model.txt", text: [], at: 0)
  }
}

typealias SecondParameter = (sort: String, name: String)
typealias SecondDefinition = (parameters: [SecondParameter], formula: SExpression)
typealias SecondTotality = (domain: String, relation: String, isWide: Bool)

struct SecondRelation {
  var symbol: String
  var sorts: [String]
  var group: String
  /// Whether no action changes it.
  var isRigid: Bool
}

struct SecondAction {
  var name: String
  var parameters: [SecondParameter]
  var guardCondition: SExpression
  var updates: [String: SecondDefinition] = [:]
  var clears: [(group: String, key: [SExpression])] = []
  var requirements: [SExpression] = []
}
