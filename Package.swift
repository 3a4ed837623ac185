// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target of ours: every one has the same strict settings.
func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of one library target.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "modelcheck",
  products: [.executable(name: "modelcheck", targets: ["modelcheck"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(name: "CZ3", pkgConfig: "z3", providers: [.apt(["libz3-dev"])]),
    .systemLibrary(name: "CMemory"),
    library("SMT", ["CZ3"]),
    library("TransitionSystem"),
    library("SpecLanguage", ["TransitionSystem"]),
    library("DaxModel", ["TransitionSystem"]),
    library("Explicit", ["CMemory", "TransitionSystem"]),
    library("Symbolic", ["TransitionSystem", "SMT"]),
    library("Relational", ["TransitionSystem"]),
    library("Proofs", ["TransitionSystem", "Relational", "SMT"]),
    library("Certificates", ["TransitionSystem", "Relational", "SMT"]),
    library("Checking", ["TransitionSystem", "SpecLanguage", "Explicit", "Symbolic"]),
    library(
      "Proving",
      [
        "Certificates", "Checking", "Explicit", "Proofs", "Relational", "SMT", "SpecLanguage",
        "TransitionSystem",
      ]),
    .target(
      name: "Reporting", dependencies: ["TransitionSystem", "SpecLanguage", "Checking"],
      resources: [.embedInCode("HTML/Page")], swiftSettings: strict),
    library("Conformance", ["TransitionSystem", "SpecLanguage"]),
    library("Exports", ["TransitionSystem"]),
    library("Documents", ["Checking", "Reporting", "SpecLanguage", "TransitionSystem"]),
    .executableTarget(
      name: "modelcheck",
      dependencies: [
        "Certificates", "Checking", "Conformance", "DaxModel", "Documents", "Explicit", "Exports",
        "Proofs", "Proving", "Relational", "Reporting", "SpecLanguage",
        "Symbolic", "TransitionSystem",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["TransitionSystem"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("ExplicitTests", ["Explicit", "TestSupport", "TransitionSystem"]),
    tests("SpecLanguageTests", ["SpecLanguage", "TransitionSystem"]),
    tests("RelationalTests", ["Relational", "TestSupport", "TransitionSystem"]),
    tests("SMTTests", ["SMT", "TestSupport"]),
    tests(
      "ProofsTests",
      ["Certificates", "Proofs", "Relational", "SMT", "TestSupport", "TransitionSystem"]),
    tests("CertificatesTests", ["Certificates", "Relational", "SMT", "TransitionSystem"]),
    tests(
      "ProvingTests",
      [
        "Certificates", "Checking", "DaxModel", "Explicit", "Proofs", "Proving", "Relational",
        "SpecLanguage", "TestSupport", "TransitionSystem",
      ]),
    tests(
      "TranslationTests",
      [
        "Certificates", "Checking", "DaxModel", "Proofs", "Proving", "Relational", "SpecLanguage",
        "TransitionSystem",
      ]),
    tests("SymbolicTests", ["Symbolic", "SMT", "TransitionSystem"]),
    tests("TidyTests", []),
    tests("DocumentationTests", ["DaxModel", "SpecLanguage", "TransitionSystem"]),
    tests(
      "TransitionSystemTests",
      ["Checking", "Explicit", "SpecLanguage", "TestSupport", "TransitionSystem"]),
    tests(
      "CheckingTests",
      [
        "Checking", "DaxModel", "Explicit", "SpecLanguage", "Symbolic", "TestSupport",
        "TransitionSystem",
      ]),
    tests(
      "DaxModelTests", ["Checking", "DaxModel", "Explicit", "SpecLanguage", "TransitionSystem"]),
    tests(
      "ReportingTests",
      ["Checking", "DaxModel", "Explicit", "Reporting", "SpecLanguage", "TransitionSystem"]),
    tests(
      "DocumentsTests",
      ["Checking", "DaxModel", "Documents", "Reporting", "SpecLanguage", "TransitionSystem"]),
    tests("ConformanceTests", ["Conformance", "DaxModel", "SpecLanguage", "TransitionSystem"]),
    .testTarget(
      name: "BrowserTests", exclude: ["Cases", "Pictures"], swiftSettings: strict),
    .testTarget(
      name: "ExportsTests",
      dependencies: [
        "Checking", "DaxModel", "Explicit", "Exports", "SpecLanguage", "TestSupport",
        "TransitionSystem",
      ],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "Certificates", "Checking", "Explicit", "Reporting", "modelcheck", "TransitionSystem",
      ],
      exclude: ["Cases"], swiftSettings: strict),
  ]
)
