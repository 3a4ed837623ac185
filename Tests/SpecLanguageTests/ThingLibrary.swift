import TransitionSystem

/// A library of things, tasks and two results, for what is about programs of tasks.
enum ThingLibrary {
  static let library = MechanismLibrary(
    name: "test",
    fragment: {
      var fragment = Fragment()
      fragment.sorts = [
        Sort("thing", elements: .letters(from: "A")),
        Sort("task", elements: .numbered(prefix: "P")),
      ]
      fragment.variants = [VariantType("result", [.init("ok"), .init("EIO", isError: true)])]
      fragment.events = [Event("crash", [])]
      return fragment
    }())
}
