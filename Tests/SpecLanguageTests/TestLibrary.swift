import TransitionSystem

/// A small library for tests: some sorts, state, locks, events, steps and a budget.
enum TestLibrary {
  static let library = MechanismLibrary(name: "test", fragment: fragment)

  private static let block = ValueType.sort("block")
  private static let file = ValueType.sort("file")
  private static let page = ValueType.sort("page")
  private static let data = ValueType.sort("data")
  private static let result = ValueType.variant("result")

  private static var fragment: Fragment {
    var fragment = Fragment()
    fragment.sorts = [
      Sort("block", elements: .numbered(prefix: "b")),
      Sort("file", elements: .letters(from: "A")),
      Sort("page", ordered: true, elements: .plain),
      Sort("data", elements: .numbered(prefix: "d")),
      Sort("task", elements: .numbered(prefix: "P")),
      Sort("piece", ordered: true, granular: true, elements: .numbered(prefix: "k")),
    ]
    fragment.variants = variants
    fragment.variables = [
      StateVariable("free", ["block"], .bool, initial: .bool(true)),
      StateVariable("poisoned", ["block"], .bool, initial: .bool(false)),
      StateVariable("back", ["file", "page"], block, partial: true),
      StateVariable("content", ["block"], .variant("content")),
      StateVariable("torn", ["block", "piece"], .bool),
      StateVariable("bytes", ["block", "piece"], .variant("content")),
    ]
    fragment.locks = [Lock("i_rwsem", ["file"])]
    fragment.options = [OptionDeclaration("zero_on_alloc", .bool, .bool(true))]
    fragment.events = [Event("strike", [Parameter("b", block)])]
    fragment.definitions = [
      Definition(
        "mapped", [Parameter("f", file), Parameter("p", page)], .bool,
        .isDefined("back", [.variable("f", file), .variable("p", page)]))
    ]
    fragment.callables = callables
    fragment.environment = [
      EnvironmentAction(
        "media_error", [Parameter("b", block)], budget: "errors",
        body: [.emit(event: "strike", [.variable("b", block)], nil)])
    ]
    return fragment
  }

  private static var variants: [VariantType] {
    [
      VariantType(
        "result",
        [
          VariantType.Case("ok"), VariantType.Case("EIO", isError: true),
          VariantType.Case("ENOSPC", isError: true), VariantType.Case("BUS_ADRERR", isError: true),
        ]),
      VariantType(
        "content",
        [
          VariantType.Case("zero"),
          VariantType.Case("of", [field("f", file), field("p", page), field("d", data)]),
          VariantType.Case("junk"),
        ]),
      VariantType(
        "answer",
        [
          VariantType.Case("bytes", [field("d", data)]), VariantType.Case("zero"),
          VariantType.Case("EIO", isError: true),
        ]),
      VariantType(
        "extent", [VariantType.Case("hole"), VariantType.Case("at", [field("b", block)])]),
    ]
  }

  private static func field(_ name: String, _ type: ValueType) -> VariantType.Field {
    VariantType.Field(name, type)
  }

  private static var callables: [Callable] {
    let parameters = [Parameter("f", file), Parameter("p", page)]
    return [
      Callable(.step, "take", [Parameter("b", block)], body: []),
      Callable(.step, "store", [Parameter("b", block), Parameter("d", data)], body: []),
      Callable(.routine, "bmap", parameters, returns: .variant("extent"), body: []),
      Callable(.routine, "zeroout", [Parameter("b", block)], returns: result, body: []),
      Callable(.routine, "commit", body: [.call(CallStatement("flush", []), nil)]),
      Callable(.step, "flush", body: []),
    ]
  }
}
