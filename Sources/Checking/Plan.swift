package import SpecLanguage
import TransitionSystem

/// The cells of a run and the searches that decide them.
package struct Plan: Sendable {
  package var searches: [Search]

  /// One exploration: all properties of a column with the same workload and scope.
  package struct Search: Hashable, Sendable {
    package var column: Column
    package var workload: String
    package var scope: RunScope
    package var properties: [String]

    package init(column: Column, workload: String, scope: RunScope, properties: [String]) {
      self.column = column
      self.workload = workload
      self.scope = scope
      self.properties = properties
    }

    /// The search for one of its properties.
    package func about(_ property: String) -> Search {
      Search(column: column, workload: workload, scope: scope, properties: [property])
    }

    /// The cells that it decides.
    package var cells: [Cell] {
      properties.map {
        Cell(column: column, property: $0, workload: workload, scope: scope)
      }
    }
  }

  /// All cells, in the order of columns and properties.
  package var cells: [Cell] { searches.flatMap(\.cells) }

  /// The search that decides a cell.
  package func search(of cell: Cell) -> Search? {
    searches.first {
      $0.column == cell.column && $0.workload == cell.workload && $0.scope == cell.scope
        && $0.properties.contains(cell.property)
    }
  }

  package init(searches: [Search]) { self.searches = searches }

  /// The searches for what is selected, in the order of the specification.
  package init(_ specification: Specification, _ selection: Selection, _ overrides: Overrides) {
    var searches: [Search] = []
    for column in Self.columns(specification, selection) {
      let properties = specification.properties(of: column)
      let responses = Set(properties.filter(\.isResponse).map(\.name))
      for property in properties where selection.selects(property) {
        let scope = Self.scope(of: property, column, specification, overrides)
        let workload = property.workload ?? column.design
        // What one response assumes of the environment is no business of other properties.
        let same = searches.firstIndex {
          $0.column == column && $0.workload == workload && $0.scope == scope
            && !$0.properties.contains(where: responses.contains)
        }
        if let same, !property.isResponse {
          searches[same].properties.append(property.name)
        } else {
          searches.append(
            Search(
              column: column, workload: workload, scope: scope, properties: [property.name]))
        }
      }
    }
    self.searches = searches
  }

  /// The columns that are selected, kernel by kernel; models come last.
  package static func columns(
    _ specification: Specification, _ selection: Selection
  ) -> [Column] {
    func wanted(_ name: String, _ list: [String]) -> Bool { list.isEmpty || list.contains(name) }
    var columns: [Column] = []
    for kernel in specification.kernels where !kernel.isAbstract {
      guard wanted(kernel.name, selection.kernels) else { continue }
      for design in specification.designs where design.kernels.contains(kernel.name) {
        guard wanted(design.name, selection.designs) else { continue }
        let variants: [String?] = design.variants.isEmpty ? [nil] : design.variants.map(\.name)
        for variant in variants where variant.map({ wanted($0, selection.variants) }) ?? true {
          columns.append(Column(kernel: kernel.name, design: design.name, variant: variant))
        }
      }
    }
    guard selection.models, selection.kernels.isEmpty else { return columns }
    for model in specification.models where wanted(model.name, selection.designs) {
      columns.append(Column(kernel: nil, design: model.name))
    }
    return columns
  }

  private static func scope(
    of property: PropertyDeclaration, _ column: Column, _ specification: Specification,
    _ overrides: Overrides
  ) -> RunScope {
    let sorts = specification.sortNames(of: column)
    var base = RunScope.defaults
    if column.kernel == nil {
      base.sizes = base.sizes.filter { sorts.contains($0.key) }
      if let model = specification.models.first(where: { $0.name == column.design }) {
        base = base.overridden(by: model.scope, sorts: sorts)
      }
    }
    return base.overridden(by: property.scope, sorts: sorts)
      .overridden(by: overrides.scope, sorts: sorts)
  }
}

extension Specification {
  /// The properties of a column: all of them for a design, its own for a model.
  package func properties(of column: Column) -> [PropertyDeclaration] {
    guard column.kernel == nil else { return properties }
    return models.first { $0.name == column.design }?.properties ?? []
  }

  package func sortNames(of column: Column) -> Set<String> {
    let sorts =
      column.kernel == nil
      ? models.first { $0.name == column.design }?.fragment.sorts ?? [] : library.fragment.sorts
    return Set(sorts.map(\.name))
  }
}
