package import SpecLanguage
package import TransitionSystem

/// A column of the table: a design, in one of its variants, on a kernel; or a model.
package struct Column: Hashable, Sendable {
  /// Nil for a model.
  package var kernel: String?
  package var design: String
  package var variant: String?

  package init(kernel: String?, design: String, variant: String? = nil) {
    self.kernel = kernel
    self.design = design
    self.variant = variant
  }

  /// The design and its variant, as tables and texts name them.
  package var title: String { variant.map { "\(design) (\($0))" } ?? design }

  /// The same with the kernel: `zeroinit (as meant) on linux-5.14-ext4`.
  package var place: String { title + (kernel.map { " on \($0)" } ?? "") }

  /// The design and its variant without brackets.
  package var words: String { variant.map { "\(design) \($0)" } ?? design }
}

/// Which cells a run asks for; an empty list means all.
package struct Selection: Sendable {
  package var kernels: [String]
  package var designs: [String]
  package var properties: [String]
  package var variants: [String]
  package var models: Bool

  package init(
    kernels: [String] = [], designs: [String] = [], properties: [String] = [],
    variants: [String] = [], models: Bool = true
  ) {
    self.kernels = kernels
    self.designs = designs
    self.properties = properties
    self.variants = variants
    self.models = models
  }

  /// Without names all properties are asked for, but for those that stand aside.
  func selects(_ property: PropertyDeclaration) -> Bool {
    properties.isEmpty ? !property.isAside : properties.contains(property.name)
  }
}

/// What a run sets: sizes, budgets and options, by name.
package struct Overrides: Sendable {
  /// Sizes by sort, budgets by name, `calls`.
  package var scope: [String: Int]
  package var options: [OptionSetting]
  /// The names of fairness assumptions that are not made.
  package var unfair: Set<String>

  package init(
    scope: [String: Int] = [:], options: [OptionSetting] = [], unfair: Set<String> = []
  ) {
    self.scope = scope
    self.options = options
    self.unfair = unfair
  }
}

extension Specification {
  /// What a column is made of, the base first.
  package func layers(of column: Column) -> [Fragment] {
    guard let kernel = column.kernel else {
      return models.filter { $0.name == column.design }.map(\.fragment)
    }
    return [library.fragment] + chain(of: kernel).map(\.fragment)
      + designs.filter { $0.name == column.design }.map(\.fragment)
  }
}
