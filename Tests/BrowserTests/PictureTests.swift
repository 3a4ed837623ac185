import Foundation
import Testing

@Suite(
  "How the report looks", .serialized,
  .enabled(if: Reports.folder != nil, "run 'make test-browser'"))
struct PictureTests {
  /// A view of the report, and the file that its picture is compared with.
  struct View: Sendable, CustomTestStringConvertible {
    var name: String
    var shows: Shown
    var width = 1400
    var height = 900
    var scheme = "light"
    var media = "screen"
    var testDescription: String { name }
  }

  /// What an address shows: the table, a run in its middle, or two runs.
  enum Shown: CaseIterable {
    case table, run, beside

    var fragment: String {
      get throws {
        let run = "cell=\(try Reports.moving(on: "linux-5.14-ext4").trace)&step=12"
        switch self {
        case .table: return ""
        case .run: return run
        case .beside: return "\(run)&with=\(try Reports.moving(on: "linux-5.14-xfs").trace)"
        }
      }
    }
  }

  static let views = [
    View(name: "table", shows: .table), View(name: "table-dark", shows: .table, scheme: "dark"),
    View(name: "run", shows: .run), View(name: "run-dark", shows: .run, scheme: "dark"),
    View(name: "run-narrow", shows: .run, width: 600, height: 1300),
    View(name: "beside", shows: .beside, width: 1500, height: 1000),
    View(name: "run-print", shows: .run, width: 1000, height: 1400, media: "print"),
  ]

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Pictures")

  /// With MODELCHECK_UPDATE_PICTURES the pictures of today are made the golden ones, and that of the
  /// README is made again.
  private static let updates =
    ProcessInfo.processInfo.environment["MODELCHECK_UPDATE_PICTURES"] != nil

  @Test("views look as they did", arguments: views)
  func alike(view: View) throws {
    let browser = try Browser(width: view.width, height: view.height)
    try browser.emulate(scheme: view.scheme, media: view.media)
    try browser.open(Reports.path("table"), view.shows.fragment)
    let png = try browser.screenshot()
    if let kept = ProcessInfo.processInfo.environment["MODELCHECK_KEEP_PICTURES"] {
      try png.write(to: URL(filePath: kept).appending(path: "\(view.name).png"))
    }
    #expect(browser.errors == [])
    let picture = try Picture(png, browser)
    let file = Self.folder.appending(path: "\(view.name).txt")
    if Self.updates { try Data(picture.text.utf8).write(to: file) }
    let golden = Picture(text: try String(contentsOf: file, encoding: .utf8))
    #expect(picture.difference(from: golden) == nil)
  }

  @Test("nothing sticks out of a narrow window", arguments: [600, 1000, 1400])
  func width(width: Int) throws {
    let browser = try Browser(width: width, height: 900)
    for shown in Shown.allCases {
      try browser.open(Reports.path("table"), shown.fragment)
      #expect(try browser.number("document.scrollingElement.scrollWidth") <= width, "\(shown)")
    }
  }

  @Test("the switch goes through the colours, against those of the system")
  func colours() throws {
    let browser = try Browser()
    try browser.emulate(scheme: "dark")
    try browser.open(Reports.path("table"))
    let ground = "getComputedStyle(document.documentElement).backgroundColor"
    let dark = try browser.text(ground)
    try browser.evaluate("document.getElementById('theme').click()")
    let light = try browser.text(ground)
    #expect(light == "rgb(255, 255, 255)")
    #expect(dark != light)
    try browser.evaluate("document.getElementById('theme').click()")
    #expect(try browser.text(ground) == dark)
  }

  @Test("every text can be read on its ground", arguments: ["light", "dark"])
  func contrast(scheme: String) throws {
    let browser = try Browser()
    try browser.emulate(scheme: scheme)
    for shown in Shown.allCases {
      try browser.open(Reports.path("table"), shown.fragment)
      let weak = try browser.texts(Self.weak)
      #expect(weak == [], "\(scheme) \(shown)")
    }
  }

  /// The classes of elements whose text has a contrast below 4.5 to 1, as WCAG 2 computes it.
  private static let weak = """
    (() => {
      const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
      const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
      const ground = (one) => {
        for (let at = one; at; at = at.parentElement) {
          const colour = parts(getComputedStyle(at).backgroundColor);
          if (colour.length === 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
      };
      const weak = new Set();
      for (const one of document.querySelectorAll("main *, header *")) {
        const own = [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
        if (!own || one.closest("option, .is-out")) continue;
        const tones = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort();
        const ratio = (Math.max(...tones) + 0.05) / (Math.min(...tones) + 0.05);
        if (ratio < 4.5) weak.add(`${one.tagName}.${one.className}: ${ratio.toFixed(2)}`);
      }
      return [...weak];
    })()
    """

  @Test(
    "the picture of the README is made", .enabled(if: updates, "only when pictures are updated"))
  func readme() throws {
    let browser = try Browser(width: 1200, height: 760)
    try browser.emulate(scheme: "light")
    try browser.open(Reports.path("table"), Shown.run.fragment)
    let png = try browser.screenshot()
    #expect(png.count > 10_000 && png.count <= 200 * 1024)
    try png.write(to: Reports.root.appending(path: "Documentation/report.png"))
  }
}
