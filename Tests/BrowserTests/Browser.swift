import Foundation

/// A headless Chromium with one page, asked in the DevTools protocol over a pair of pipes.
final class Browser {
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()
  private let folder: URL
  private var unread = Data()
  private var number = 0
  private var session: String?
  /// What the page wrote to its console as an error, or threw.
  private(set) var errors: [String] = []

  /// What the browser, or a script in the page, complains about.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  typealias Message = [String: Any]

  /// A browser that does not answer for so long is ended, and the test fails.
  private static let patience = 240.0

  static let program = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in
      (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/\(name)" }
    }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  init(width: Int = 1400, height: Int = 900) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "browser-\(UUID())")
    process.executableURL = URL(filePath: "/bin/sh")
    // The protocol is spoken on the descriptors 3 and 4.
    process.arguments = [
      "-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh",
      Self.program ?? "chromium", "--headless", "--remote-debugging-pipe", "--no-sandbox",
      "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1",
      "--user-data-dir=\(folder.path)", "--window-size=\(width),\(height)",
    ]
    process.standardInput = requests
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    try process.run()
    let target = try send("Target.createTarget", ["url": "about:blank"])["targetId"]
    let attached = try send("Target.attachToTarget", ["targetId": target ?? "", "flatten": true])
    session = attached["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log"] { try send("\(domain).enable") }
    try setSize(width, height)
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  func setSize(_ width: Int, _ height: Int) throws {
    try send(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": false])
  }

  /// `light` or `dark`, on the `screen` or for `print`.
  func emulate(scheme: String, media: String = "screen") throws {
    try send(
      "Emulation.setEmulatedMedia",
      ["media": media, "features": [["name": "prefers-color-scheme", "value": scheme]]])
  }

  /// Opens a file anew, with what comes after `#`.
  func open(_ file: String, _ fragment: String = "") throws {
    try send("Page.navigate", ["url": "about:blank"])
    let hash = fragment.isEmpty ? "" : "#\(fragment)"
    try send("Page.navigate", ["url": URL(filePath: file).absoluteString + hash])
    _ = try evaluate(
      """
      new Promise((done) => document.readyState === "complete" ? done(0)
        : addEventListener("load", () => done(0)))
      """)
  }

  /// The value of an expression of JavaScript, awaited.
  @discardableResult
  func evaluate(_ expression: String) throws -> Any? {
    let answer = try send(
      "Runtime.evaluate",
      ["expression": expression, "returnByValue": true, "awaitPromise": true])
    if let thrown = answer["exceptionDetails"] as? Message {
      let exception = thrown["exception"] as? Message
      throw Failure(description: "\(exception?["description"] ?? thrown["text"] ?? "")")
    }
    return (answer["result"] as? Message)?["value"]
  }

  /// Presses a key as somebody at the keyboard does.
  func press(_ key: String, code: Int) throws {
    let event: Message = ["key": key, "code": key, "windowsVirtualKeyCode": code]
    let text: Message = key == "Enter" ? ["text": "\r"] : [:]
    try send(
      "Input.dispatchKeyEvent", event.merging(text) { $1 }.merging(["type": "keyDown"]) { $1 })
    try send("Input.dispatchKeyEvent", event.merging(["type": "keyUp"]) { $1 })
  }

  /// What is on the screen, as a PNG.
  func screenshot() throws -> Data {
    let answer = try send("Page.captureScreenshot", ["format": "png"])
    return Data(base64Encoded: answer["data"] as? String ?? "") ?? Data()
  }

  @discardableResult
  private func send(_ method: String, _ parameters: Message = [:]) throws -> Message {
    number += 1
    var message: Message = ["id": number, "method": method, "params": parameters]
    message["sessionId"] = session
    let data = try JSONSerialization.data(withJSONObject: message)
    try requests.fileHandleForWriting.write(contentsOf: data + [0])
    let identifier = process.processIdentifier
    let watch = DispatchWorkItem { kill(identifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + Self.patience, execute: watch)
    defer { watch.cancel() }
    while true {
      let received = try receive()
      guard received["id"] as? Int == number else {
        note(received)
        continue
      }
      if let error = received["error"] { throw Failure(description: "\(method): \(error)") }
      return received["result"] as? Message ?? [:]
    }
  }

  private func receive() throws -> Message {
    while true {
      if let end = unread.firstIndex(of: 0) {
        let data = unread[unread.startIndex..<end]
        unread = Data(unread[unread.index(after: end)...])
        return try JSONSerialization.jsonObject(with: data) as? Message ?? [:]
      }
      let more = answers.fileHandleForReading.availableData
      if more.isEmpty { throw Failure(description: "the browser has ended") }
      unread += more
    }
  }

  private func note(_ event: Message) {
    let parameters = event["params"] as? Message ?? [:]
    switch event["method"] as? String {
    case "Runtime.exceptionThrown": errors.append("\(parameters["exceptionDetails"] ?? "")")
    case "Runtime.consoleAPICalled" where Self.isBad(parameters["type"]):
      errors.append("\(parameters["args"] ?? "")")
    case "Log.entryAdded":
      let entry = parameters["entry"] as? Message ?? [:]
      if Self.isBad(entry["level"]) { errors.append("\(entry["text"] ?? "")") }
    default: break
    }
  }

  private static func isBad(_ level: Any?) -> Bool {
    ["error", "warning"].contains(level as? String)
  }
}
