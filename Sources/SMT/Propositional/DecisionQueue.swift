/// Variables in the order in which they are to be decided: the last first.
///
/// A doubly linked list with a cursor: all variables behind the cursor are assigned. A variable
/// that takes part in a conflict moves to the end.
struct DecisionQueue {
  private var previous: [Int32] = []
  private var following: [Int32] = []
  private var stamps: [Int] = []
  private var last: Int32 = -1
  private var cursor: Int32 = -1
  private var clock = 0

  /// Adds the next variable, at the end.
  mutating func append(_ variable: Int32) {
    previous.append(last)
    following.append(-1)
    clock += 1
    stamps.append(clock)
    if last >= 0 { following[Int(last)] = variable }
    last = variable
    cursor = variable
  }

  /// The last variable that is open, from the cursor on.
  mutating func next(where isOpen: (Int32) -> Bool) -> Int32? {
    while cursor >= 0 {
      if isOpen(cursor) { return cursor }
      cursor = previous[Int(cursor)]
    }
    return nil
  }

  /// Takes notice that a variable is open again.
  mutating func release(_ variable: Int32) {
    if cursor < 0 || stamps[Int(variable)] > stamps[Int(cursor)] { cursor = variable }
  }

  /// Moves an assigned variable to the end.
  mutating func bump(_ variable: Int32) {
    guard variable != last else { return }
    let index = Int(variable)
    let (before, after) = (previous[index], following[index])
    if cursor == variable { cursor = before }
    if before >= 0 { following[Int(before)] = after }
    previous[Int(after)] = before
    previous[index] = last
    following[index] = -1
    following[Int(last)] = variable
    last = variable
    clock += 1
    stamps[index] = clock
  }
}
