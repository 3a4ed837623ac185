import Checking
import Explicit
import Reporting
import SpecLanguage
import TransitionSystem

/// Somebody who walks through the states of a model, step by step.
struct ExploreSession {
  let model: ExploredModel
  let style: Style
  /// The states on the way, the initial one first.
  private(set) var states: [State]
  private(set) var firings: [Firing] = []
  /// Where on the way one stands; what is behind it can be jumped to again.
  private(set) var position = 0
  /// The steps that are possible there.
  private(set) var enabled: [Evaluator.Transition] = []
  private(set) var isOver = false

  /// - Throws: The error of the spec that the initial state is.
  init(_ model: ExploredModel, style: Style) throws(EvaluationError) {
    (self.model, self.style) = (model, style)
    states = [try model.evaluator.initialState()]
    enabled = try model.evaluator.transitions(from: states[0])
  }

  private var evaluator: Evaluator { model.evaluator }
  var state: State { states[position] }

  static let help = [
    "  3             take step 3 of the list        (a number alone)",
    "  l             list the steps that are possible here",
    "  s [NAME]      the state: what is not as at first, or all of NAME",
    "  t             the steps so far",
    "  b [N]         back one step, or N",
    "  j N           jump to the state after step N of the way; 0 is the start",
    "  f CONDITION   find the nearest state, from here, in which it holds",
    "                f poison[b0] && extent[A][0] == hole",
    "  w FILE        write the calls so far as a litmus test",
    "  x FILE        write the steps so far in the Informal Trace Format",
    "  h             this help",
    "  q             quit",
  ]

  /// What one sees first.
  mutating func start() -> [String] { here() }

  /// The answer to a line.
  mutating func answer(_ line: String) -> [String] {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let command = words.first else { return [] }
    let rest = words.count > 1 ? words[1].trimmingBlanks : ""
    if let number = Int(command) { return take(number) }
    switch command {
    case "l", "list": return here()
    case "s", "state": return stateLines(rest)
    case "t", "trace": return way()
    case "b", "back": return back(rest.isEmpty ? 1 : Int(rest) ?? -1)
    case "j", "jump": return jump(to: Int(rest) ?? -1)
    case "f", "find": return find(rest)
    case "w", "write": return write(rest, "a litmus test") { try litmus(rest) }
    case "x", "export": return write(rest, "a trace") { try model.itf(try run) }
    case "h", "help", "?": return Self.help
    case "q", "quit":
      isOver = true
      return []
    default: return ["there is no command '\(command)'; h lists them"]
    }
  }

  /// The test has the name of its file.
  private func litmus(_ path: String) throws -> String {
    let file = path.split(separator: "/").last ?? Substring(path)
    let name = file.hasSuffix(".kspec") ? file.dropLast(".kspec".count) : file
    return try model.litmus(try run, name: String(name))
  }

  private var run: ReplayedTrace {
    get throws {
      let system = evaluator.system
      return try evaluator.replay(
        Trace(
          steps: firings.prefix(position).map {
            .init(action: system.actions[$0.action].name, arguments: $0.arguments)
          }))
    }
  }

  /// Where one stands, and the steps from there.
  private func here() -> [String] {
    var lines = model.complaints(in: state)
    guard !enabled.isEmpty else {
      return lines + ["after step \(position): nothing more can happen"]
    }
    lines.append("after step \(position), possible:")
    let width = "\(enabled.count)".count
    for (number, transition) in enabled.enumerated() {
      let head = "\(number + 1)"
      let margin = String(repeating: " ", count: width - head.count)
      let words = AllowedSteps.words(transition, state, evaluator)
      lines.append("  \(margin)\(head)  \(words)\(model.effect(of: transition, in: state))")
    }
    return lines
  }

  private mutating func take(_ number: Int) -> [String] {
    guard (1..<enabled.count + 1).contains(number) else {
      let range = enabled.isEmpty ? "no step is possible" : "the steps are 1 to \(enabled.count)"
      return ["there is no step \(number): \(range)"]
    }
    let transition = enabled[number - 1]
    let told = model.complaints(about: transition)
    return told + go(along: [transition.firing])
  }

  /// Takes steps that are possible, one after the other.
  private mutating func go(along more: [Firing]) -> [String] {
    states = Array(states.prefix(position + 1))
    firings = Array(firings.prefix(position))
    do throws(EvaluationError) {
      for firing in more {
        guard let transition = try evaluator.fire(firing, in: state) else {
          return ["a step is not possible"]
        }
        firings.append(firing)
        states.append(transition.target)
        position += 1
      }
    } catch { return ["an error of the spec: \(error.message)"] }
    return moved()
  }

  private mutating func moved() -> [String] {
    do throws(EvaluationError) {
      enabled = try evaluator.transitions(from: state)
    } catch {
      enabled = []
      return ["after step \(position): an error of the spec: \(error.message)"]
    }
    return here()
  }

  private mutating func back(_ count: Int) -> [String] {
    guard (0..<position + 1).contains(count) else {
      return ["there are \(position) steps to go back"]
    }
    return jump(to: position - count)
  }

  private mutating func jump(to number: Int) -> [String] {
    guard states.indices.contains(number) else {
      return ["there is no such step: the way has the states 0 to \(states.count - 1)"]
    }
    position = number
    return moved()
  }

  private mutating func find(_ text: String) -> [String] {
    guard !text.isEmpty else { return ["what is to hold? f extent[A][0] == hole, say"] }
    switch model.nearest(text, from: state) {
    case .wrong(let lines): return lines
    case .none(let sentence): return [sentence]
    case .found(let path):
      if path.isEmpty { return ["it holds here"] }
      let first = position
      let lines = go(along: path)
      let steps = path.count == 1 ? "1 step" : "\(path.count) steps"
      return ["it holds \(steps) on:"] + way(from: first) + lines
    }
  }

  /// The steps from one place of the way to where one stands.
  private func way(from first: Int = 0) -> [String] {
    guard position > first else { return ["no step yet"] }
    return (first..<position).map { step in
      guard let transition = try? evaluator.fire(firings[step], in: states[step]) else { return "" }
      return "  step \(step + 1)  \(AllowedSteps.words(transition, states[step], evaluator))"
    }
  }

  private func stateLines(_ name: String) -> [String] {
    let layout = evaluator.layout
    if !name.isEmpty && !layout.fields.contains(where: { $0.variable.name == name }) {
      let names = layout.fields.map(\.variable.name)
      return [KnownNames.unknown(name, "variable", names).message]
    }
    let cells = state.cells.indices.filter { cell in
      name.isEmpty
        ? state.cells[cell] != states[0].cells[cell]
        : layout.field(ofCell: cell).variable.name == name
    }
    if cells.isEmpty { return ["everything is as at first"] }
    return cells.map { "  \(layout.name(ofCell: $0)) = \(layout.text(ofCell: $0, in: state))" }
  }

  private func write(
    _ path: String, _ kind: String, _ text: () throws -> String
  ) -> [String] {
    guard !path.isEmpty else { return ["into which file?"] }
    do {
      try OutputFile.write(try text(), to: path)
      return ["\(path): \(kind) is written"]
    } catch let failure as Failure {
      return failure.message.split(separator: "\n").map(String.init)
    } catch { return ["\(error)"] }
  }
}

extension String {
  /// The text without blanks at its ends.
  var trimmingBlanks: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
