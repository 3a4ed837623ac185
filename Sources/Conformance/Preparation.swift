import SpecLanguage
import TransitionSystem

/// The part of a program that brings files, blocks and the platform into the initial state.
struct Preparation {
  let lines: [String]

  init(
    _ test: LitmusTest, _ start: InitialState, _ platform: Platform, _ expressions: CExpressions
  ) {
    let name = expressions.element
    var lines: [String] = []
    for (file, pages) in Self.files(of: test, start) {
      lines.append("create(\(name("file", file)), \(pages));")
    }
    for (position, extent) in start.owners {
      let place = "\(name("file", position.file)), \(position.page)"
      lines.append(
        extent.isWritten
          ? "fill(\(place), \(Self.content(start.contents[extent.block], expressions)));"
          : "do_fallocate(\(name("file", position.file)), ALLOCATE, \(position.page));")
    }
    lines.append("settle();")
    if let blocks = test.scope["block"] {
      // What the scope names is all that there is: the rest of the device is taken.
      lines.append("leave_free(\(max(0, blocks - Set(start.owners.map(\.extent.block)).count)));")
    }
    for (position, extent) in start.owners {
      let place = "\(name("file", position.file)), \(position.page)"
      lines.append("name_block(\(name("block", extent.block)), \(place));")
    }
    for (position, task) in start.mapped.sorted(by: { $0.key < $1.key }) {
      let place = "\(name("file", position.file)), \(position.page)"
      lines.append("map_page(\(name("task", task)), \(place));")
    }
    if platform.device == "media" { lines.append("clearing(\"\(start.clearing)\");") }
    for block in start.poisoned.union(start.recorded).sorted() {
      let states = [
        start.recorded.contains(block) ? "RECORDED" : nil,
        start.poisoned.contains(block) ? "POISONED" : nil,
      ]
      let flags = states.compactMap { $0 }.joined(separator: " | ")
      lines.append("strike(\(name("block", block)), \(flags));")
    }
    self.lines = lines.map { "  " + $0 }
  }

  /// The files that the test speaks of, each with the number of its pages.
  private static func files(
    of test: LitmusTest, _ start: InitialState
  ) -> [(file: Int, pages: Int)] {
    var files: Set<Int> = []
    var pages = 1
    func visit(_ expression: Expression) {
      if case .element("file", let number) = expression { files.insert(number) }
      if case .element("page", let number) = expression { pages = max(pages, number + 1) }
      expression.children.forEach(visit)
    }
    for position in start.extents.keys {
      files.insert(position.file)
      pages = max(pages, position.page + 1)
    }
    for case .call(let call, _) in test.fragment.callables.flatMap(\.body.flattened) {
      call.arguments.forEach(visit)
    }
    test.conditions.flatMap(\.alternatives).forEach(visit)
    return files.sorted().map { ($0, pages) }
  }

  private static func content(_ content: Expression?, _ expressions: CExpressions) -> String {
    (content.flatMap { try? expressions.value($0) } ?? nil) ?? "plain(\"junk\")"
  }
}
