import Foundation
import Testing

@Suite(
  "The table in a browser", .serialized,
  .enabled(if: Reports.folder != nil, "run 'make test-browser'"))
struct TableTests {
  private static let shown = "document.querySelectorAll('td:not([hidden]) > .cell:not(.is-out)')"

  @Test("every cell opens by a click, and Escape leads back to it")
  func everyCell() throws {
    let browser = try Browser()
    try browser.open(Reports.path("table"))
    let count = try browser.number("document.querySelectorAll('.cell').length")
    #expect(count == (try Reports.verdicts().count))
    let wrong = try browser.texts(
      """
      (async () => {
        const turned = () => new Promise((done) => {
          addEventListener("hashchange", done, { once: true });
        });
        const wrong = [];
        for (let number = 0; number < \(count); number += 1) {
          const button = document.querySelector(`[data-cell="${number}"]`);
          const words = button.getAttribute("aria-label").split("; ")[0];
          const opened = turned();
          button.click();
          await opened;
          const head = document.querySelector(".cell-head h2").innerText;
          const place = words.slice(0, words.lastIndexOf(":"));
          const [design, property] = place.split(/, (?=[a-z_/]+$)/);
          if (!head.includes(design) || !head.includes(property)) wrong.push(`${words}: ${head}`);
          if (!document.querySelector(".facts li")?.textContent) wrong.push(`${words}: no facts`);
          const closed = turned();
          document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
          await closed;
          if (document.activeElement !== button) wrong.push(`${words}: the focus is elsewhere`);
        }
        return wrong;
      })()
      """)
    #expect(wrong == [])
    #expect(browser.errors == [])
  }

  @Test("filters show the cells that they name, and the address keeps them")
  func filters() throws {
    let browser = try Browser()
    let verdicts = try Reports.verdicts()
    try browser.open(Reports.path("table"))
    func choose(_ name: String, _ value: String) throws {
      try browser.evaluate(
        """
        { const select = document.querySelector("[name=\(name)]");
          select.value = "\(value)";
          select.dispatchEvent(new Event("change")); }
        """)
    }
    try choose("verdict", "violated")
    let violated = verdicts.filter { $0.holds == false }
    #expect(try browser.number("\(Self.shown).length") == violated.count)
    try choose("kernel", "linux-5.14-xfs")
    let here = violated.filter { $0.kernel == "linux-5.14-xfs" }
    #expect(try browser.number("\(Self.shown).length") == here.count)
    try choose("property", "in_place")
    let narrow = here.filter { $0.property == "in_place" }
    #expect(try browser.number("\(Self.shown).length") == narrow.count)
    #expect(narrow.count > 0)
    #expect(try browser.settles("location.hash.includes('property=in_place')"))
    let count = try browser.text("document.querySelector('.count').textContent")
    #expect(count == "\(narrow.count) of \(verdicts.count) cells")
    let hash = try browser.text("location.hash.slice(1)")
    try browser.open(Reports.path("table"), hash)
    #expect(try browser.number("\(Self.shown).length") == narrow.count)
    try browser.evaluate("document.querySelector('.filters button').click()")
    #expect(try browser.number("\(Self.shown).length") == verdicts.count)
    #expect(browser.errors == [])
  }

  @Test("the keyboard is enough")
  func keyboard() throws {
    let browser = try Browser()
    try browser.open(Reports.path("table"))
    let focused = "document.activeElement.dataset.cell ?? document.activeElement.id"
    // The link to the content, the name, theme and keys, five filters, then the first table.
    var presses = 0
    while try browser.text(focused) != "0" && presses < 12 {
      try browser.press("Tab", code: 9)
      presses += 1
    }
    #expect(try browser.text(focused) == "0")
    try browser.press("ArrowDown", code: 40)
    #expect(
      try browser.text("document.activeElement.getAttribute('aria-label')")
        .contains(", no_silent_loss:"))
    let outline = "getComputedStyle(document.activeElement).outlineStyle"
    #expect(try browser.text(outline) != "none")
    try browser.evaluate("document.querySelector('.cell.is-violated').focus()")
    try browser.press("Enter", code: 13)
    #expect(try browser.settles("document.querySelector('.pane') !== null"))
    let last = try browser.number("document.querySelectorAll('[role=option]').length") - 1
    #expect(last > 0)
    for (key, code, step) in [
      ("ArrowRight", 39, 1), ("ArrowDown", 40, 2), ("ArrowLeft", 37, 1), ("End", 35, last),
      ("ArrowRight", 39, last), ("Home", 36, 0), ("ArrowUp", 38, 0),
      ("PageDown", 34, min(10, last)),
    ] {
      try browser.press(key, code: code)
      #expect(try browser.step() == step, "\(key)")
    }
    #expect(try browser.settles("location.hash.endsWith('step=\(min(10, last))')"))
    try browser.press("Escape", code: 27)
    #expect(try browser.settles("document.activeElement.matches('.cell.is-violated')"))
    #expect(browser.errors == [])
  }

  @Test("what is not text has a name for those who cannot see it")
  func names() throws {
    let browser = try Browser()
    let trace = try #require(try Reports.traces().first)
    for fragment in ["", "cell=\(trace.trace)&step=1"] {
      try browser.open(Reports.path("table"), fragment)
      let nameless = try browser.texts(
        """
        [...document.querySelectorAll("button, select, input, [role], table[role]")]
          .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim()
            || one.closest("label")?.textContent.trim()))
          .filter((one) => !one.matches("[role=gridcell], [role=presentation]"))
          .map((one) => one.outerHTML.slice(0, 200))
        """)
      #expect(nameless == [])
    }
    let active = try browser.text(
      "document.querySelector('[role=listbox]').getAttribute('aria-activedescendant')")
    #expect(
      try browser.text("document.getElementById('\(active)').getAttribute('aria-selected')")
        == "true")
  }

  @Test("nothing is loaded from anywhere")
  func network() throws {
    let browser = try Browser()
    try browser.open(Reports.path("table"))
    #expect(try browser.number("performance.getEntriesByType('resource').length") == 0)
  }
}
