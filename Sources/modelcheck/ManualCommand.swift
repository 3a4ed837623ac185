import ArgumentParser
import Documents
import Foundation
import Reporting

/// `modelcheck manual`: pages of the manual, made of what the commands say of themselves.
struct ManualCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write the pages of the manual, as 'make install' puts them in place.",
    discussion: """
      The scripts for the completion of command lines are written by 'modelcheck \
      --generate-completion-script' with bash, zsh or fish.
      """)

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("The folder for the pages.", valueName: "folder"))
  var output: String

  func perform(on console: Console) throws -> ExitStatus {
    let folder = DocumentFolder(output)
    try folder.write(try Self.files())
    return .asExpected
  }

  /// The pages by the names of their files.
  static func files() throws(Failure) -> [String: String] {
    let json: JSON
    do throws(JSONParser.Failure) {
      json = try JSONParser.parse(Array(ModelCheck._dumpHelp().utf8))
    } catch { throw .internalError("the help of the commands cannot be read: \(error.message)") }
    guard let root = json["command"].flatMap(CommandHelp.init) else {
      throw .internalError("the help of the commands has no command")
    }
    let writer = RoffWriter(
      Colophon(
        license: "Apache-2.0",
        origin: "Made by 'modelcheck manual' from the help of the commands: change it"),
      section: 1, version: "modelcheck \(ModelCheck.version)")
    var files: [String: String] = [:]
    for help in root.all { files["\(help.pageName).1"] = writer.text(help.page(root.all)) }
    return files
  }
}
