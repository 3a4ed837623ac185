import Foundation

/// A screenshot in so few shades and squares that fonts and versions of the browser do not show.
struct Picture {
  /// How dark each square is, from 0 (black) to 15 (white).
  let rows: [[Int]]

  private static let (width, height) = (56, 36)

  /// Two pictures are alike with no more in between, in shades a square.
  static let tolerance = 0.8
  /// More squares than this part must not differ clearly.
  static let clearly = (shades: 3, part: 0.06)

  /// Has the browser make the picture small, in a page of its own.
  init(_ png: Data, _ browser: Browser) throws {
    try browser.open("/dev/null")
    let numbers =
      try browser.evaluate(
        """
        (async () => {
          const bytes = Uint8Array.from(atob("\(png.base64EncodedString())"), (c) => c.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, image.width, image.height);
          const sums = new Array(\(Self.width * Self.height)).fill(0);
          const counts = [...sums];
          for (let y = 0; y < image.height; y += 1) {
            for (let x = 0; x < image.width; x += 1) {
              const place = Math.floor(y * \(Self.height) / image.height) * \(Self.width)
                + Math.floor(x * \(Self.width) / image.width);
              const at = 4 * (y * image.width + x);
              sums[place] += data[at] * 0.3 + data[at + 1] * 0.6 + data[at + 2] * 0.1;
              counts[place] += 1;
            }
          }
          return sums.map((sum, place) => Math.round(15 * sum / counts[place] / 255));
        })()
        """) as? [Int]
    guard let numbers, numbers.count == Self.width * Self.height else {
      throw Browser.Failure(description: "no picture")
    }
    rows = stride(from: 0, to: numbers.count, by: Self.width).map {
      Array(numbers[$0..<$0 + Self.width])
    }
  }

  /// A line of hexadecimal digits a row.
  init(text: String) {
    rows = text.split(separator: "\n").map { line in line.map { $0.hexDigitValue ?? 0 } }
  }

  var text: String {
    rows.map { row in row.map { String($0, radix: 16) }.joined() + "\n" }.joined()
  }

  /// How two pictures differ; nil: they are alike.
  func difference(from other: Picture) -> String? {
    guard rows.map(\.count) == other.rows.map(\.count) else { return "another size" }
    let differences = zip(rows.joined(), other.rows.joined()).map { abs($0 - $1) }
    let mean = Double(differences.reduce(0, +)) / Double(differences.count)
    let clear = differences.count { $0 >= Self.clearly.shades }
    guard mean > Self.tolerance || Double(clear) > Self.clearly.part * Double(differences.count)
    else { return nil }
    return "\(mean) shades a square, \(clear) squares clearly:\n\(text)"
  }
}
