package import Checking
import TransitionSystem

extension Style {
  /// What the marks of the table mean.
  package var legend: [String] {
    [
      "\(violated) n  violated, the shortest run has n steps    "
        + "\(kept)  holds: every state at this scope was visited",
      "static  decided from the declarations    \(vacuous)  vacuous    "
        + "\(inapplicable)  not applicable    ?  unknown",
      "*  the variants of the design differ    \(contested)  people disagree on it    "
        + "!  not as the specs expect",
    ]
  }

  /// The marks of the table, and those of proofs if any is in it.
  package func legend(_ results: [CellResult]) -> [String] {
    var marks: [String] = []
    if results.contains(where: { $0.counterexample?.trace.loopStart != nil }) {
      marks.append("\(violated) n+m  violated by n steps and then m steps again and again")
    }
    if results.contains(where: \.isProved) {
      marks.append("\(proved)  proved for every size (certificate checked)")
    }
    if results.contains(where: { if case .beyond = $0.standing { true } else { false } }) {
      marks.append("\(beyond)  holds at scope, violated beyond it")
    }
    guard !marks.isEmpty else { return legend }
    // The last line ends the table for those who cut it out.
    return legend.dropLast() + [marks.joined(separator: "    ")] + legend.suffix(1)
  }
}

extension CellResult {
  /// Whether a checked proof says that the property holds for every size.
  package var isProved: Bool {
    if case .proved = standing { true } else { false }
  }
}
