package import TransitionSystem

/// The name of a trace, made of its content: the same trace has the same name on every machine.
///
/// The first half names the cell, so that a trace can be derived again from its name by one
/// search; the second half names the steps.
package struct TraceIdentity: Hashable, Sendable {
  package let text: String

  package init(_ cell: Cell, _ trace: Trace) {
    let steps = trace.steps.map { step in
      "\(step.action)(\(step.arguments.map(String.init).joined(separator: ",")))"
    }
    let loop = trace.loopStart.map { "@\($0)" } ?? ""
    text = "\(Self.prefix(of: cell))-\(Self.digest(steps.joined(separator: ";") + loop))"
  }

  /// The half that names the cell.
  package static func prefix(of cell: Cell) -> String {
    let scope = cell.scope.description(tasks: 1)
    let column = [cell.column.kernel ?? "", cell.column.design, cell.column.variant ?? ""]
    return digest((column + [cell.property, cell.workload, scope]).joined(separator: "|"))
  }

  /// Fowler-Noll-Vo, FNV-1a, 64 bits, folded to 5 hexadecimal digits.
  private static func digest(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let folded = (hash ^ (hash >> 20) ^ (hash >> 40)) & 0xfffff
    let digits = String(folded, radix: 16)
    return String(repeating: "0", count: 5 - digits.count) + digits
  }
}
