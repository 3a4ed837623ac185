package import Checking
package import SpecLanguage
package import TransitionSystem

/// Reads what `TraceText` wrote: a run back from its printed form.
///
/// A step is found by what it would look like: the reader goes from state to state and takes the
/// step whose lines the text has. Marks of quotation (`> `) before the lines do not matter, nor
/// whether the text was written in 7-bit characters.
package struct TraceTextReader {
  package let cell: Cell
  package let origin: Run.Origin
  private let steps: [Line]
  private let verb: String

  /// A line without quotation, its number in the text from 1.
  fileprivate struct Line {
    var number: Int
    var text: String
  }

  /// Why a text is no trace: the line, from 1, and what is expected there.
  package struct Failure: Error, Hashable, Sendable {
    package var line: Int
    package var message: String
  }

  /// Whether a text looks like a trace of this form rather than another file.
  package static func looksLikeTrace(_ text: String) -> Bool {
    unquoted(text).contains { Self.isStepHeading($0.text) }
  }

  /// Reads the head of the first trace of a text.
  package init(_ text: String, _ specification: Specification) throws(Failure) {
    let lines = Self.unquoted(text)
    guard let heading = lines.firstIndex(where: { Self.isStepHeading($0.text) }) else {
      throw Failure(line: lines.last?.number ?? 1, message: "there is no line 'step …'")
    }
    let start = lines[..<heading].lastIndex { $0.text.isEmpty }.map { $0 + 1 } ?? 0
    let head = TraceHead(lines[start..<heading].map(\.text))
    let line = lines[start].number
    do throws(TraceHead.Failure) {
      (cell, verb) = try head.cell(specification)
      origin = head.origin(cell)
    } catch { throw Failure(line: line, message: error.message) }
    let rest = lines[(heading + 1)...]
    let end = rest.firstIndex { Self.endsSteps($0.text) } ?? rest.endIndex
    steps = Array(rest[..<end])
  }

  /// The run, followed in the system of its search.
  package func trace(_ evaluator: Evaluator, roles: [String]) throws(Failure) -> Trace {
    let lanes = Lanes(
      teller: StepTeller(evaluator), roles: roles, isKernel: cell.column.kernel != nil,
      width: TraceReport.width)
    var trace = Trace(steps: [])
    var rest = steps[...]
    var state: State
    do throws(EvaluationError) { state = try evaluator.initialState() } catch {
      throw Failure(line: rest.first?.number ?? 1, message: error.message)
    }
    while let line = rest.first {
      if line.text == TraceReport.repeating || line.text == TraceReport.staying {
        trace.loopStart = trace.steps.count
        rest = rest.dropFirst()
        continue
      }
      let (transition, height) = try step(trace.steps.count + 1, rest, state, lanes)
      trace.steps.append(
        .init(
          action: evaluator.system.actions[transition.firing.action].name,
          arguments: transition.firing.arguments))
      state = transition.target
      rest = rest.dropFirst(height)
    }
    return trace
  }

  /// What the trace shows, as its heading says it.
  package func claim(_ evaluator: Evaluator) -> Trace.Claim {
    switch (verb, evaluator.system.property(cell.property)?.kind) {
    case ("has", _): .evaluationError
    case ("can", _): .deadlocks
    case (_, .always): .violatesAlways
    case (_, .reachable): .witnesses
    case (_, .leadsTo): .violatesResponse
    case ("reaches", _): .covers
    default: .violatesStepwise
    }
  }

  /// The step of a state that the next lines tell, and how many lines that takes.
  private func step(
    _ number: Int, _ rest: ArraySlice<Line>, _ state: State, _ lanes: Lanes
  ) throws(Failure) -> (Evaluator.Transition, Int) {
    let all: [Evaluator.Transition]
    do throws(EvaluationError) {
      all = try lanes.teller.evaluator.transitions(from: state)
    } catch { throw Failure(line: rest.first?.number ?? 1, message: error.message) }
    var longest: (Evaluator.Transition, Int)?
    for transition in all {
      let told = lanes.lines(number, transition, from: state).map(Style(isASCII: true).plain)
      let isTold = told.count <= rest.count && zip(told, rest).allSatisfy { $0 == $1.text }
      if isTold, told.count > longest?.1 ?? 0 { longest = (transition, told.count) }
    }
    guard let longest else {
      let line = rest.first?.number ?? 1
      throw Failure(line: line, message: "no step that is possible there reads like this")
    }
    return longest
  }

  /// The lines without quotation and trailing blanks, in 7-bit characters.
  private static func unquoted(_ text: String) -> [Line] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }.enumerated().map { offset, line in
      var line = line
      while line.first == ">" {
        line = line.dropFirst()
        if line.first == " " { line = line.dropFirst() }
      }
      let plain = Style(isASCII: true).plain(String(line))
      return Line(number: offset + 1, text: plain.trimmingTrailingBlanks)
    }
  }

  private static func isStepHeading(_ line: String) -> Bool { line.hasPrefix("step ") }

  private static func endsSteps(_ line: String) -> Bool {
    line.isEmpty || line.hasPrefix("where:") || line.hasPrefix("why:")
  }
}
