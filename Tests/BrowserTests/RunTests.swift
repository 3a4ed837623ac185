import Foundation
import Testing

@Suite(
  "Runs in a browser", .serialized,
  .enabled(if: Reports.folder != nil, "run 'make test-browser'"))
struct RunTests {
  @Test("every run steps to its end, and shows there the state that its file has")
  func everyRun() throws {
    let browser = try Browser()
    try browser.open(Reports.path("table"))
    let traces = try Reports.traces()
    #expect(traces.count > 100)
    for trace in traces {
      let steps = trace.steps.count
      try browser.evaluate(
        "{ location.hash = 'cell=\(trace.trace)'; new Promise((done) => setTimeout(done, 0)) }")
      #expect(
        try browser.settles("document.querySelector('.pane')?.ariaLabel === 'Run \(trace.trace)'"))
      let (first, last) = trace.ends
      let before = try browser.state()
      #expect(before.filter { first[$0.key] != nil } == first, "\(trace.trace)")
      let words = try browser.texts(Self.stepping(steps))
      #expect(words == trace.steps.map(\.text), "\(trace.trace)")
      #expect(try browser.step() == steps)
      let shown = try browser.state()
      #expect(shown.filter { last[$0.key] != nil } == last, "\(trace.trace)")
      // What no step of the file changes is as it was.
      #expect(
        shown.filter { last[$0.key] == nil } == before.filter { last[$0.key] == nil },
        "\(trace.trace)")
      let marked = try browser.texts(
        "[...document.querySelectorAll('.is-changed')].map((one) => one.title)")
      #expect(marked.sorted() == trace.steps.last?.changes.map(\.cell).sorted())
    }
    #expect(browser.errors == [])
  }

  /// Presses the right arrow so often; the words of the steps that are marked on the way.
  private static func stepping(_ count: Int) -> String {
    """
    (() => {
      const words = [];
      for (let step = 0; step < \(count); step += 1) {
        document.activeElement.dispatchEvent(
          new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        words.push(document.querySelector("[aria-selected=true] .act").textContent);
      }
      return words;
    })()
    """
  }

  @Test("the line that is marked is the line of the file")
  func lines() throws {
    let browser = try Browser()
    try browser.open(Reports.path("table"))
    var marked = 0
    for trace in try Reports.traces().prefix(40) {
      try browser.evaluate("location.hash = 'cell=\(trace.trace)'")
      #expect(
        try browser.settles("document.querySelector('.pane')?.ariaLabel === 'Run \(trace.trace)'"))
      for _ in trace.steps {
        let shown = try browser.texts(
          """
          (() => {
            document.activeElement.dispatchEvent(
              new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
            return [document.querySelector(".source h3").textContent,
              document.querySelector(".source mark")?.textContent ?? ""];
          })()
          """)
        guard let place = shown[0].wholeMatch(of: /(.+), line (\d+)/) else { continue }
        let file = try String(
          contentsOf: Reports.root.appending(path: String(place.1)), encoding: .utf8)
        let lines = file.components(separatedBy: "\n")
        #expect(shown[1] == lines[(Int(place.2) ?? 1) - 1], "\(trace.trace): \(shown[0])")
        marked += 1
      }
    }
    #expect(marked > 100)
  }

  @Test("an address leads to its step, and a wrong one says so")
  func fragments() throws {
    let browser = try Browser()
    let traces = try Reports.traces().filter { $0.steps.count > 8 }
    let (one, other) = (traces[0], traces[1])
    let table = Reports.path("table")
    try browser.open(table, "cell=\(one.trace)&step=7")
    #expect(try browser.step() == 7)
    #expect(
      try browser.text("document.querySelector('.place').textContent")
        == "step 7 of \(one.steps.count)")
    try browser.open(table, "cell=\(one.trace)&step=3&with=\(other.trace)")
    #expect(try [browser.step(0), browser.step(1)] == [3, 3])
    try browser.press("End", code: 35)
    #expect(
      try [browser.step(0), browser.step(1)]
        == [one.steps.count, min(one.steps.count, other.steps.count)])
    try browser.open(table, "cell=\(one.trace)&step=2&with=\(other.trace)&step2=5&linked=no")
    #expect(try [browser.step(0), browser.step(1)] == [2, 5])
    try browser.press("]", code: 221)
    try browser.press("ArrowRight", code: 39)
    #expect(try [browser.step(0), browser.step(1)] == [2, 6])
    #expect(try browser.settles("location.hash.includes('step2=6')"))
    try browser.open(table, "cell=\(one.trace)&step=99999")
    #expect(try browser.step() == one.steps.count)
    try browser.open(table, "cell=no-such-cell")
    #expect(
      try browser.text("document.querySelector('.notice[role=alert]').textContent")
        .contains("'no-such-cell'"))
    try browser.open(table, "cell=linux-5.14-ext4%2Fpwrite%2F%2Fno_foreign_data")
    #expect(
      try browser.text("document.querySelector('.facts').textContent")
        .contains("proved for every size"))
    #expect(browser.errors == [])
  }

  @Test("names from specs are text, whatever they are")
  func hostile() throws {
    let browser = try Browser()
    try browser.open(Reports.path("hostile"))
    let cells = try browser.number("document.querySelectorAll('.cell').length")
    #expect(cells > 0)
    for cell in 0..<cells {
      try browser.open(Reports.path("hostile"))
      try browser.evaluate("document.querySelector('[data-cell=\"\(cell)\"]').click()")
      #expect(try browser.settles("document.querySelector('.cell-view') !== null"))
      #expect(try browser.number("document.querySelectorAll('script').length") == 2)
      #expect(try browser.number("document.querySelectorAll('img, iframe, b, svg').length") == 0)
    }
    #expect(try browser.text("document.body.textContent").contains("<"))
    #expect(browser.errors == [])
  }

  @Test("a run of ten thousand steps is gone through from end to end")
  func long() throws {
    let browser = try Browser()
    try browser.open(Reports.path("long"))
    try browser.evaluate("document.querySelector('.cell.is-violated').click()")
    #expect(try browser.settles("document.querySelector('.pane') !== null"))
    for (key, code, step) in [
      ("End", 35, 10_000), ("PageUp", 33, 9_990), ("Home", 36, 0), ("ArrowRight", 39, 1),
    ] {
      try browser.press(key, code: code)
      #expect(try browser.step() == step)
      #expect(try browser.state()["counter"] == "\(step)")
      #expect(try browser.number("document.querySelectorAll('[role=option]').length") < 1000)
    }
    #expect(browser.errors == [])
  }

  /// Machines differ: the numbers are for whoever reads them.
  @Test("what opening and stepping cost is printed")
  func times() throws {
    let browser = try Browser()
    try browser.open(Reports.path("table"))
    let opened = try browser.number(
      "Math.round(performance.getEntriesByType('navigation')[0].duration)")
    let trace = try #require(try Reports.traces().max { $0.steps.count < $1.steps.count })
    try browser.open(Reports.path("table"), "cell=\(trace.trace)")
    let each =
      try browser.evaluate(
        """
        (() => {
          const press = (key) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true }));
          const start = performance.now();
          for (let round = 0; round < 10; round += 1) {
            for (let step = 0; step < \(trace.steps.count); step += 1) {
              press("ArrowRight");
              document.body.offsetHeight;
            }
            press("Home");
          }
          return (performance.now() - start) / (10 * \(trace.steps.count + 1));
        })()
        """) as? Double
    let size = try FileManager.default.attributesOfItem(atPath: Reports.path("table"))[.size]
    print("report.html: \(size ?? "") bytes, opened in \(opened) ms, a step in \(each ?? 0) ms")
    #expect(opened >= 0)
    #expect(each != nil)
  }
}
