/// The last few streams that something happened to.
struct RecentStreams {
  /// More than a peer may have open, so more than it can have under way.
  private static let capacity = 512

  private var ids: [Int32] = []
  private var oldest = 0

  mutating func insert(_ id: Int32) {
    if ids.count < Self.capacity {
      ids.append(id)
    } else {
      ids[oldest] = id
      oldest = (oldest + 1) % Self.capacity
    }
  }

  func contains(_ id: Int32) -> Bool { ids.contains(id) }
}
