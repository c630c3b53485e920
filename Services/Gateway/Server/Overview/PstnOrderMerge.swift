import GatewayRules
import Messages

/// The orders of several services as one list, newest first.
struct PstnOrderMerge: Sendable {
  private var readers: [PstnOrderReader]

  init(_ readers: [PstnOrderReader]) { self.readers = readers }

  /// How many times a service is asked for one page, so that a filter that nothing passes ends soon; the page is short
  /// then, and its token goes on.
  private static let mostRounds = 5

  /// The next elements that pass a filter, at most `size`.
  mutating func page(
    of size: Int,
    where passes: @Sendable (GatewayV1.PstnOrder) -> Bool
  ) async throws -> [GatewayV1.PstnOrder] {
    var found: [GatewayV1.PstnOrder] = []
    var rounds = 0
    while found.count < size {
      if readers.contains(where: \.isHungry) {
        guard rounds < Self.mostRounds else { break }
        rounds += 1
        try await feed()
      }
      guard let order = next() else {
        if readers.contains(where: \.isHungry) { continue }
        break
      }
      if passes(order) { found.append(order) }
    }
    return found
  }

  /// Where the next page begins; nothing when all has been shown that services could show.
  var token: String {
    let isOver = readers.allSatisfy { $0.isMissing || $0.place.isAtEnd }
    return isOver ? "" : ListPlaces(readers.map(\.place)).token
  }

  private mutating func next() -> GatewayV1.PstnOrder? {
    // A list that might still have a newer one is read first.
    guard !readers.contains(where: \.isHungry) else { return nil }
    let heads = readers.indices.compactMap { index in readers[index].head.map { (index, $0) } }
    guard let newest = heads.max(by: { $0.1.isOlder(than: $1.1) }) else { return nil }
    readers[newest.0].advance()
    return newest.1
  }

  /// All at once: a service that hangs costs its own time only.
  private mutating func feed() async throws {
    readers = try await withThrowingTaskGroup(of: (Int, PstnOrderReader).self) { [readers] group in
      for (index, reader) in readers.enumerated() {
        group.addTask { (index, try await reader.fed()) }
      }
      return try await group.reduce(into: readers) { $0[$1.0] = $1.1 }
    }
  }
}

extension GatewayV1.PstnOrder {
  fileprivate func isOlder(than other: GatewayV1.PstnOrder) -> Bool { age < other.age }

  /// The name decides where times are the same, so that every page sees the same order.
  private var age: (Int64, Int32, String) { (createTime?.seconds ?? 0, createTime?.nanos ?? 0, name) }
}
