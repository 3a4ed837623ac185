/// The results of some work on all items, in their order, with so many at a time.
package func inParallel<Item: Sendable, Output: Sendable>(
  _ items: [Item], atMost threads: Int, _ work: @escaping @Sendable (Item) async -> Output
) async -> [Output] {
  await withTaskGroup(of: (Int, Output).self) { group in
    var outputs: [Output?] = Array(repeating: nil, count: items.count)
    var rest = items.enumerated().makeIterator()
    func start() {
      guard let (index, item) = rest.next() else { return }
      group.addTask { (index, await work(item)) }
    }
    for _ in 0..<min(max(1, threads), items.count) { start() }
    while let (index, output) = await group.next() {
      outputs[index] = output
      start()
    }
    return outputs.compactMap(\.self)
  }
}
