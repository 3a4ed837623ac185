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
}
