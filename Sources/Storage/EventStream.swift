/// The events after a cursor, and then each new one as soon as it is durable.
///
/// It ends when the database is closed or the consumer's task is cancelled, and throws `CursorExpired`.
public struct EventStream: AsyncSequence, Sendable {
  public typealias Element = StoredEvent

  let database: Database
  let cursor: Int64

  public func makeAsyncIterator() -> Iterator {
    Iterator(database: database, cursor: cursor)
  }

  /// Reads pages and sleeps between commits; a slow consumer holds one page in memory.
  public struct Iterator: AsyncIteratorProtocol {
    private static let pageSize = 256

    private let database: Database
    private var cursor: Int64
    private var page: [StoredEvent] = []
    private var nextIndex = 0
    private var wakeUps: AsyncStream<Void>.Iterator

    init(database: Database, cursor: Int64) {
      self.database = database
      self.cursor = cursor
      // Before the first read, so that no commit falls between.
      wakeUps = database.commits.subscribe().makeAsyncIterator()
    }

    public mutating func next() async throws -> StoredEvent? {
      while nextIndex == page.count {
        page = try await database.events(after: cursor, limit: Self.pageSize)
        nextIndex = 0
        if page.isEmpty, await wakeUps.next() == nil { return nil }
      }
      let event = page[nextIndex]
      nextIndex += 1
      cursor = event.sequence
      return event
    }
  }
}
