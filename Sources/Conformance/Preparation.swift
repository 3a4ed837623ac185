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
    lines += Self.pages(start, expressions)
    lines.append("settle();")
    if let blocks = test.scope["block"] {
      // What the scope names is all that there is: the rest of the device is taken.
      lines.append("leave_free(\(max(0, blocks - Set(start.owners.map(\.extent.block)).count)));")
    }
    for (position, extent) in start.owners {
      let place = "\(name("file", position.file)), \(position.page)"
      lines.append("name_block(\(name("block", extent.block)), \(place));")
      if start.hasLayout && position.page > 0 {
        lines.append("require_\(start.isJoined(position) ? "joined" : "apart")(\(place));")
      }
    }
    for (position, task) in start.mapped.sorted(by: { $0.key < $1.key }) {
      let place = "\(name("file", position.file)), \(position.page)"
      lines.append("map_page(\(name("task", task)), \(place));")
    }
    if platform.device == "media" { lines.append("clearing(\"\(start.clearing)\");") }
    lines += Self.errors(start, expressions)
    self.lines = lines.map { "  " + $0 }
  }

  /// What gives pages their blocks and bytes.
  private static func pages(_ start: InitialState, _ expressions: CExpressions) -> [String] {
    let name = expressions.element
    var lines: [String] = []
    for (file, pages) in start.runs where start.hasLayout {
      let call = pages.lowerBound > 0 ? "allocate_apart" : "allocate"
      lines.append("\(call)(\(name("file", file)), \(pages.lowerBound), \(pages.upperBound));")
    }
    for (position, extent) in start.owners where start.origins[position.file] == nil {
      let place = "\(name("file", position.file)), \(position.page)"
      guard extent.isWritten else {
        lines.append("do_fallocate(\(name("file", position.file)), ALLOCATE, \(position.page));")
        continue
      }
      lines.append("fill(\(place), \(content(start.contents[extent.block], expressions)));")
      for sector in 0..<InitialState.sectors {
        let part = InitialState.Part(block: extent.block, sector: sector)
        guard let own = start.partContents[part] else { continue }
        let text = content(own, expressions)
        lines.append("fill_sector(\(place), \(name("sector", sector)), \(text));")
      }
    }
    for (copy, origin) in start.origins.sorted(by: { $0.key < $1.key }) {
      lines.append("clone_file(\(name("file", origin)), \(name("file", copy)));")
    }
    return lines
  }

  /// What strikes blocks, or single sectors of them.
  private static func errors(_ start: InitialState, _ expressions: CExpressions) -> [String] {
    var lines: [String] = []
    for block in Set(start.poisoned.union(start.recorded).map(\.block)).sorted() {
      let name = expressions.element("block", block)
      let states = (0..<InitialState.sectors).map { sector in
        let part = InitialState.Part(block: block, sector: sector)
        return [
          start.recorded.contains(part) ? "RECORDED" : nil,
          start.poisoned.contains(part) ? "POISONED" : nil,
        ].compactMap { $0 }.joined(separator: " | ")
      }
      if Set(states).count == 1 {
        lines.append("strike(\(name), \(states[0]));")
        continue
      }
      for (sector, flags) in states.enumerated() where !flags.isEmpty {
        let part = expressions.element("sector", sector)
        lines.append("strike_sector(\(name), \(part), \(flags));")
      }
    }
    return lines
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
