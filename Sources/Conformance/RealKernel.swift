/// The real kernel and filesystem that stand for a kernel of the specs.
package struct RealKernel: Hashable, Sendable {
  /// The version of the kernel that is booted, without its patch level.
  package var release: String
  package var filesystem: String

  /// The releases by the versions that specs name: Debian has no 5.14, and 5.10 behaves alike.
  private static let releases = ["5.14": "5.10", "6.1": "6.1", "6.12": "6.12"]

  /// Nil where nothing real stands for a kernel of this name, `linux-VERSION-FILESYSTEM`.
  package init?(_ kernel: String) {
    let parts = kernel.split(separator: "-").map(String.init)
    guard parts.count == 3, parts[0] == "linux", let release = Self.releases[parts[1]],
      ["ext4", "xfs"].contains(parts[2])
    else { return nil }
    (self.release, filesystem) = (release, parts[2])
  }

  /// Whether files can share blocks on it that are accessed directly (XFS with reflink).
  var sharesBlocks: Bool { filesystem == "xfs" && release != "5.10" }

  /// The same with a filesystem that was made to let files share blocks.
  func sharing(_ isShared: Bool) -> RealKernel {
    var result = self
    if isShared { result.filesystem += "-reflink" }
    return result
  }
}

/// What stands for persistent memory in the emulated machine.
package enum Platform: String, CaseIterable, Sendable {
  /// Memory set aside by the kernel's command line: a bus that clears whatever it is asked to.
  case memmap = "memmap="
  /// The emulator's own device, on whose bus no poison can be cleared.
  case nvdimm = "QEMU nvdimm"
  /// Our bus over memory set aside, which keeps book of the poison in its media.
  case media = "simulated media"
  /// The same, and the emulator raises a machine check when poison is loaded through a mapping.
  case machineCheck = "machine check by QEMU"

  /// The device with which the machine must be booted.
  package var device: String {
    switch self {
    case .memmap: "memmap"
    case .nvdimm: "nvdimm"
    case .media, .machineCheck: "media"
    }
  }

  /// The platform of a test: what its initial state needs, unless its text names another one that
  /// can be brought into that state.
  static func chosen(
    for start: InitialState, observed: String
  ) throws(NoProgram) -> Platform {
    let needed = start.platform
    let named = allCases.filter { observed.contains($0.rawValue) }
    if named.isEmpty || named.contains(needed) { return needed }
    guard let other = named.first(where: { $0.canBegin(in: start) }) else {
      throw NoProgram(
        "it was observed with \(named[0].rawValue), but begins where only"
          + " \(needed.rawValue) can be")
    }
    return other
  }

  private func canBegin(in start: InitialState) -> Bool {
    switch self {
    case .memmap: !start.hasLatentPoison && !start.loadsPoison && start.clearing == "whole"
    case .nvdimm: !start.hasLatentPoison && !start.loadsPoison && start.clearing == "none"
    case .media: !start.loadsPoison
    case .machineCheck: true
    }
  }
}

/// Why a litmus test cannot be made into a program.
package struct NoProgram: Error, Hashable, Sendable {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}
