import ArgumentParser
import Checking

/// `--kernel`, `--design`, `--variant` and `--property`.
struct SelectionOptions: ParsableArguments {
  @Option(help: "Only this kernel; may be repeated, as may the next three.")
  var kernel: [String] = []
  @Option(help: "Only this design or model.")
  var design: [String] = []
  @Option(help: "Only this variant of the designs.")
  var variant: [String] = []
  @Option(help: "Only this property.")
  var property: [String] = []

  func plan(_ files: SpecFiles, _ overrides: Overrides) throws(Failure) -> Plan {
    let names = files.names
    try KnownNames.require(kernel, "kernel", among: names.kernels)
    try KnownNames.require(design, "design or model", among: names.designs)
    try KnownNames.require(variant, "variant", among: names.variants)
    try KnownNames.require(property, "property", among: names.properties)
    let selection = Selection(
      kernels: kernel, designs: design, properties: property, variants: variant,
      models: variant.isEmpty)
    let plan = Plan(files.specification, selection, overrides)
    guard !plan.cells.isEmpty else {
      throw .usage(
        "nothing is selected: no design has these names together, or the specs hold no property")
    }
    return plan
  }
}
