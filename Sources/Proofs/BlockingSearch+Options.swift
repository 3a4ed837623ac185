extension BlockingSearch {
  /// How large the clauses may be.
  package struct Options: Hashable, Sendable {
    /// Facts whose elements a clause may speak of, besides where the tasks are.
    package var facts = 1
    /// The same of a clause without a task.
    package var globalFacts = 2
    /// Elements besides those of the tasks.
    package var elements = 6
    /// Literals besides those that say where tasks are.
    package var literals = 2
    /// Sets of literals over the same variables that may be looked at for one literal more.
    package var sets = 0
    /// Whether a clause may speak of two tasks.
    package var hasPairs = false
    /// Atoms over one set of variables.
    package var atoms = 192
    /// Sets of elements that are looked at for one state.
    package var templates = 120
    /// Clauses for one state.
    package var clauses = 200

    package init() {}

    /// As many literals as there are not too many sets for; more where there are fewer atoms.
    func literals(of atoms: Int) -> Int {
      var (size, count) = (literals, atoms)
      while size < Self.mostLiterals {
        count = count * max(atoms - size + 1, 0) / size
        if count > sets { break }
        size += 1
      }
      return size
    }

    private static let mostLiterals = 6

    /// Ever larger ones.
    package static let levels: [Options] = {
      var second = Options()
      second.facts = 2
      second.sets = 20_000
      var third = second
      third.hasPairs = true
      var fourth = third
      fourth.globalFacts = 3
      fourth.sets = 400_000
      fourth.templates = 60
      return [Options(), second, third, fourth]
    }()
  }
}
