/// The results of some work on all items, in no order, two at a time.
///
/// All at once they would keep the other tests of the process waiting, some of which have a time
/// limit.
func inParallel<Item: Sendable, Output: Sendable>(
  _ items: [Item], _ work: @escaping @Sendable (Item) throws -> Output
) async throws -> [Output] {
  try await withThrowingTaskGroup(of: Output.self) { group in
    var rest = items[...]
    var outputs: [Output] = []
    for item in rest.prefix(2) { group.addTask { try work(item) } }
    rest = rest.dropFirst(2)
    while let output = try await group.next() {
      outputs.append(output)
      if let item = rest.popFirst() { group.addTask { try work(item) } }
    }
    return outputs
  }
}
