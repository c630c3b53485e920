/// Ids of records by the order that brought them. Nearly every order has one record.
struct OrderIndex: Sendable {
  private var first = NumberTable()
  private var more: [UInt64: [Int64]] = [:]

  mutating func reserve(_ count: Int) { first.reserve(count) }

  /// The ids of an order, and of others if they share its hash.
  func ids(_ order: OrderName) -> [Int64] {
    guard let id = first[order.hash] else { return [] }
    return [id] + (more[order.hash] ?? [])
  }

  mutating func insert(_ id: Int64, _ order: OrderName) {
    let hash = order.hash
    if !first.insert(id, at: hash) { more[hash, default: []].append(id) }
  }

  mutating func remove(_ id: Int64, _ order: OrderName) {
    var rest = ids(order)
    rest.removeAll { $0 == id }
    first[order.hash] = rest.first
    more[order.hash] = rest.count > 1 ? Array(rest.dropFirst()) : nil
  }
}
