import GatewayRules
import Messages
import RPC
import Synchronization
import Testing

@testable import GatewayServer

/// A list of a service that grows at its beginning, and can be down.
private final class GrowingList: Sendable {
  private let orders: Mutex<[GatewayV1.PstnOrder]>
  let isDown = Mutex(false)

  init(_ orders: [GatewayV1.PstnOrder]) { self.orders = Mutex(orders) }

  func add(_ order: GatewayV1.PstnOrder) { orders.withLock { $0.insert(order, at: 0) } }

  func reader(from place: ListPlace) -> PstnOrderReader {
    PstnOrderReader(from: place) { [self] token in
      if isDown.withLock({ $0 }) { return .missing }
      // Counted from the end, as services do: what is new comes before the first page.
      let all = orders.withLock { $0 }
      let start = token.isEmpty ? 0 : all.count - (Int(token) ?? 0)
      let page = all.dropFirst(start).prefix(PstnOrderReader.chunkSize)
      let left = all.count - start - page.count
      return .told((Array(page), left > 0 ? "\(left)" : ""))
    }
  }
}

@Suite struct PstnOrderMergeTests {
  private func order(_ second: Int, _ name: String) -> GatewayV1.PstnOrder {
    .init(name: name, createTime: .init(seconds: Int64(second)))
  }

  private func lists(_ counts: [Int], _ random: inout some RandomNumberGenerator) -> [GrowingList] {
    counts.enumerated().map { list, count in
      GrowingList(
        (0..<count).map { order(Int.random(in: 0..<1_000, using: &random), "\(list)/\(list)-\($0)") }
          .sorted { ($0.createTime?.seconds ?? 0) > ($1.createTime?.seconds ?? 0) }
      )
    }
  }

  private func page(
    _ lists: [GrowingList],
    _ token: String,
    _ size: Int,
    where passes: @Sendable (GatewayV1.PstnOrder) -> Bool = { _ in true }
  ) async throws -> (names: [GatewayV1.PstnOrder], token: String) {
    let places = try ListPlaces(token: token, count: lists.count).places
    var merge = PstnOrderMerge(zip(lists, places).map { $0.reader(from: $1) })
    return (try await merge.page(of: size, where: passes), merge.token)
  }

  @Test func everyOrderIsOnOnePageWhateverComesMeanwhile() async throws {
    let seed = UInt64.random(in: 0 ... .max)
    var random = SplitMix(state: seed)
    let lists = lists([230, 117], &random)
    var (seen, token): ([GatewayV1.PstnOrder], String) = ([], "")
    var pages = 0
    repeat {
      let (found, next) = try await page(lists, token, Int.random(in: 1...60, using: &random))
      seen += found
      token = next
      pages += 1
      lists[pages % 2].add(order(2_000 + pages, "new/new-\(pages)"))
    } while !token.isEmpty && pages < 500
    #expect(Set(seen.map(\.name)).count == 347 && seen.count == 347, "seed \(seed)")
    let times = seen.map { $0.createTime?.seconds ?? 0 }
    #expect(times == times.sorted(by: >), "seed \(seed)")
  }

  @Test func whatWasMissingComesWhenItsServiceIsBack() async throws {
    var random = SplitMix(state: 1)
    let lists = lists([20, 20], &random)
    lists[1].isDown.withLock { $0 = true }
    let first = try await page(lists, "", 10)
    #expect(first.names.count == 10 && first.names.allSatisfy { $0.name.hasPrefix("0/") })
    lists[1].isDown.withLock { $0 = false }
    let rest = try await page(lists, first.token, 100)
    #expect(rest.names.count == 30 && rest.token.isEmpty)
  }

  @Test func aListThatIsDownDoesNotGoOnForEver() async throws {
    var random = SplitMix(state: 2)
    let lists = lists([3, 3], &random)
    lists[1].isDown.withLock { $0 = true }
    let only = try await page(lists, "", 10)
    #expect(only.names.count == 3 && only.token.isEmpty)
  }

  @Test func aFilterThatNothingPassesEndsWithAShortPage() async throws {
    var random = SplitMix(state: 3)
    let lists = lists([2_000, 10], &random)
    let first = try await page(lists, "", 10) { _ in false }
    #expect(first.names.isEmpty && !first.token.isEmpty)
  }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
    return value ^ (value >> 31)
  }
}
