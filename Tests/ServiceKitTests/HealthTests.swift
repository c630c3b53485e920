import Messages
import NIOCore
import RPC
import Synchronization
import Testing

@testable import ServiceKit

@Suite struct HealthTests {
  private let health = Health(services: ["test.A", "test.B"])

  @Test func nothingServesBeforeTheServiceSaysSo() {
    #expect(health.status(of: "") == .notServing)
    #expect(health.status(of: "test.A") == .notServing)
    #expect(health.status(of: "test.C") == nil)
    health.setServing(true)
    #expect(health.status(of: "") == .serving)
    #expect(health.status(of: "test.B") == .serving)
  }

  @Test func checkAnswersNotFoundForAServiceThatIsNotThere() throws {
    guard case .immediate(let check) = health.definition.methods[0].handler else {
      Issue.record("Check must answer at once")
      return
    }
    let context = ServerContext(
      method: health.definition.methods[0].method,
      metadata: [:],
      deadline: nil,
      peer: "",
      startTime: .now()
    )
    let unknown = HealthV1.HealthCheckRequest(service: "test.C").serialized()
    let error = #expect(throws: RPCError.self) { try check(unknown, context) }
    #expect(error?.code == .notFound)
    let known = HealthV1.HealthCheckRequest(service: "test.A").serialized()
    let response = try HealthV1.HealthCheckResponse(serialized: check(known, context).message)
    #expect(response.status == .notServing)
  }

  @Test func watchersSeeTheStatusNowAndEveryChange() async {
    var statuses = health.statuses(of: "test.A").makeAsyncIterator()
    #expect(await statuses.next() == .notServing)
    health.setServing(true, service: "test.B")
    health.setServing(true, service: "test.A")
    #expect(await statuses.next() == .serving)
    health.setServing(false, service: "test.A")
    #expect(await statuses.next() == .notServing)
  }

  @Test func anUnknownServiceIsWatchedUntilItAppears() async {
    var statuses = health.statuses(of: "test.C").makeAsyncIterator()
    #expect(await statuses.next() == .serviceUnknown)
    health.setServing(true, service: "test.C")
    #expect(await statuses.next() == .serving)
  }

  @Test func stoppingTellsWatchersAndEndsThem() async {
    health.setServing(true)
    var statuses = health.statuses(of: "").makeAsyncIterator()
    #expect(await statuses.next() == .serving)
    health.stop()
    #expect(await statuses.next() == .notServing)
    #expect(await statuses.next() == nil)
    #expect(health.watcherCount == 0)
    health.setServing(true)
    #expect(health.status(of: "") == .notServing)
    var late = health.statuses(of: "").makeAsyncIterator()
    #expect(await late.next() == .notServing)
    #expect(await late.next() == nil)
  }

  @Test func aWatcherThatGoesAwayIsForgotten() async {
    let task = Task { [health] in
      for await _ in health.statuses(of: "") {}
    }
    while health.watcherCount == 0 { await Task.yield() }
    task.cancel()
    await task.value
    #expect(health.watcherCount == 0)
  }
}
