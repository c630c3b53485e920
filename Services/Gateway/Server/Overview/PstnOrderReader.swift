import GatewayRules
import Messages
import RPC

/// Reads the orders of one service, newest first, from a place on.
///
/// What a filter removes is removed here and not by the service: the element that a place names could be filtered by its
/// new state at the next call.
struct PstnOrderReader: Sendable {
  /// Elements that are asked for at a time.
  static let chunkSize = 100

  typealias Chunk = (orders: [GatewayV1.PstnOrder], nextToken: String)
  typealias Fetch = @Sendable (_ token: String) async throws -> Part<Chunk>

  private let fetch: Fetch
  private(set) var place: ListPlace
  private(set) var isMissing = false
  private var chunk: Chunk?

  init(from place: ListPlace, fetch: @escaping Fetch) {
    self.place = place
    self.fetch = fetch
  }

  /// Whether the next element is not known before something is fetched.
  var isHungry: Bool { chunk == nil && !place.isAtEnd && !isMissing }

  /// The next element.
  var head: GatewayV1.PstnOrder? { chunk?.orders.first }

  /// The same with the next elements, unless their service cannot say.
  func fed() async throws -> PstnOrderReader {
    guard isHungry else { return self }
    var reader = self
    switch try await fetch(place.token) {
    case .told(let chunk): reader.take(chunk)
    case .absent: reader.take(([], ""))
    case .missing: reader.isMissing = true
    }
    return reader
  }

  private mutating func take(_ fetched: Chunk) {
    var left = fetched.orders[...]
    if !place.after.isEmpty, let last = left.firstIndex(where: { $0.id == place.after }) {
      left = left[(last + 1)...]
    } else if !place.after.isEmpty {
      // So many have come meanwhile: the element is behind them all.
      return turn(to: fetched.nextToken)
    }
    chunk = (Array(left), fetched.nextToken)
    if left.isEmpty { turn(to: fetched.nextToken, after: "") }
  }

  /// Goes past the next element.
  mutating func advance() {
    guard let first = chunk?.orders.first, let next = chunk?.nextToken else { return }
    chunk?.orders.removeFirst()
    place.after = first.id
    if chunk?.orders.isEmpty == true { turn(to: next, after: "") }
  }

  private mutating func turn(to token: String, after: String? = nil) {
    chunk = nil
    place = ListPlace(token: token, after: after ?? place.after, isAtEnd: token.isEmpty)
  }
}

extension GatewayV1.PstnOrder {
  fileprivate var id: String {
    String(name[(name.lastIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...])
  }
}
