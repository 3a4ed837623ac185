import CZ3

/// Stops a running check from another task: the check then answers unknown, interrupted.
///
/// `Z3_interrupt` is the one call that Z3 allows while another task is inside the context, so this
/// type alone crosses tasks. It keeps the context alive. An interrupt before the check begins is
/// lost, so whoever stops a run also sets a flag that the run reads between checks.
package struct Interrupter: @unchecked Sendable {
  private let context: Context

  init(_ context: Context) { self.context = context }

  package func interrupt() {
    unsafe Z3_interrupt(context.raw)
  }
}
