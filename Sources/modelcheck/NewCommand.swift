import ArgumentParser
import DaxModel
import Foundation
import SpecLanguage

/// `modelcheck new`: specs to begin with.
struct NewCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Begin a spec: a skeleton that checks at once, with comments.",
    subcommands: [NewDesignCommand.self])

  func perform(on console: Console) throws -> ExitStatus {
    try console.print(ModelCheck.helpMessage(for: Self.self))
    return .asExpected
  }
}

/// `modelcheck new design`.
struct NewDesignCommand: Command {
  static let configuration = CommandConfiguration(
    commandName: "design",
    abstract: "Begin a design: a system call of its own, an option, a recipe and expectations.",
    discussion: """
      The file is called after the design, if --output does not say otherwise; one that is there \
      is not touched.
      """)

  @Argument(help: "The name of the design, as the table shows it.")
  var name: String
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Write it to this file.", valueName: "file"))
  var output: String?
  @Option(help: "A kernel that it is proposed on; may be repeated (default: those of 5.14).")
  var kernel: [String] = []
  @Option(help: ArgumentHelp("Spec files or folders (default: Specs).", valueName: "path"))
  var specs: [String] = []

  func perform(on console: Console) throws -> ExitStatus {
    let files = try SpecFiles.load(specs, console)
    try KnownNames.require(kernel, "kernel", among: files.names.kernels)
    guard !name.isEmpty, name.allSatisfy({ !$0.isNewline }),
      name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
    else {
      throw Failure.usage("the name of a design is a line of text without control characters")
    }
    guard !files.names.designs.contains(name) else {
      throw Failure.usage("there is a design '\(name)' already: see 'modelcheck show'")
    }
    let path = output ?? Self.fileName(name)
    guard !FileManager.default.fileExists(atPath: path) else {
      throw Failure.usage("there is a file '\(path)' already; name another with --output")
    }
    let kernels = kernel.isEmpty ? Self.kernels(files) : kernel
    let text = DesignSkeleton(name: name, kernels: kernels).text
    try Self.requireValid(text, path, files)
    try OutputFile.prepare(path)
    try OutputFile.write(text, to: path)
    let places = specs.isEmpty ? ["Specs"] : specs
    let words = ["modelcheck", "check"] + places + [path, "--design", name]
    try console.print("wrote \(path)")
    try console.print("next:  " + words.map(\.shellWord).joined(separator: " "))
    return .asExpected
  }

  /// The kernels of the first version that the specs have.
  private static func kernels(_ files: SpecFiles) -> [String] {
    let first = files.specification.designs.first { !$0.kernels.isEmpty }?.kernels
    return first ?? Array(files.names.kernels.prefix(1))
  }

  /// A file name that no shell minds.
  private static func fileName(_ name: String) -> String {
    let kept = name.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let words = String(kept).split(separator: "-").joined(separator: "-")
    return (words.isEmpty ? "design" : words) + ".kspec"
  }

  /// The specs may lack what the skeleton builds on.
  private static func requireValid(
    _ text: String, _ path: String, _ files: SpecFiles
  ) throws(Failure) {
    let sources = files.sources + [SourceText(name: path, text: text)]
    let (_, diagnostics) = SpecLanguage.check(sources, library: DaxModel.library)
    guard let error = diagnostics.first(where: { $0.severity == .error }) else { return }
    throw .usage(
      "the skeleton does not fit these specs (\(error.message)); it is made for those with "
        + "'linux-5.14'")
  }
}

extension String {
  /// The text as one word of a shell.
  var shellWord: String {
    let marks = "-_./+=:,"
    let isPlain = allSatisfy { character in
      character.isASCII && (character.isLetter || character.isNumber || marks.contains(character))
    }
    return isPlain && !isEmpty ? self : "'" + replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
