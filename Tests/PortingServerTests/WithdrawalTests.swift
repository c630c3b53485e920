import Foundation
import Messages
import RPC
import StorageTesting
import Testing

/// Whatever a customer does with an order, no number stays held for one that has ended.
@Suite struct WithdrawalTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func change(_ story: PortStory, to numbers: [String]) async throws {
    let request = PortingV1.UpdatePortOrderRequest(
      portOrder: .init(name: story.name, numbers: numbers.map { .init(phoneNumber: $0) }),
      updatePaths: ["numbers"],
      requestId: UUID().uuidString
    )
    _ = try await story.bench.calls.client.updatePortOrder(
      request,
      options: story.bench.calls.options("acme-admin")
    )
  }

  /// An order that its carrier rejects.
  private func rejected(_ bench: PortingBench, _ numbers: [String]) async throws -> PortStory {
    let story = try await PortStory.ready(bench, numbers)
    try await story.submit()
    try await story.reached("WAITING_FOR_CARRIER")
    story.pass(hours: 1)
    try await story.reached("WAITING_FOR_CUSTOMER")
    return story
  }

  @Test func whatIsTakenOutAndPutInAgainIsLetGoWithTheOrder() async throws {
    try await PortingBench.run(in: directory) { bench in
      let numbers = ["+12015551901", "+12015559010"]
      let story = try await rejected(bench, numbers)
      for numbers in [[numbers[0]], numbers, [numbers[0]], numbers] { try await change(story, to: numbers) }
      _ = try await bench.calls.cancel(story.name)
      try await story.reached("CANCELED")
      for number in numbers { #expect(try await bench.number(number) == nil) }
    }
  }

  /// The inventory refuses a call whole when one of its numbers is another order's.
  @Test func whatIsNotHeldKeepsNothingElse() async throws {
    try await PortingBench.run(in: directory) { bench in
      let (own, other) = ("+12015551901", "+12015559000")
      let first = try await PortStory.ready(bench, [other])
      try await first.submit()
      try await first.complete()
      let story = try await rejected(bench, [own])
      try await change(story, to: [own, other])
      _ = try await bench.calls.cancel(story.name)
      try await story.reached("CANCELED")
      #expect(try await bench.number(own) == nil)
      #expect(try await bench.number(other)?.state == .portedIn)
    }
  }

  /// domain.md section 5: what the carrier does not call off it ports. The date had just been given up here.
  @Test func whatIsNeitherMovedNorCalledOffKeepsItsDate() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      story.pass(hours: 4)
      let before = try await story.reached("DATE_IS_FIRM")
      bench.recorder.fail("ReschedulePort", RPCError(.unavailable, message: "It is down."))
      let dates = try await bench.calls.dates("hq")
      let request = PortingV1.ReschedulePortOrderRequest(
        name: story.name,
        desiredTime: dates.slots[7].startTime,
        requestId: UUID().uuidString
      )
      _ = try await bench.calls.client.reschedulePortOrder(
        request,
        options: bench.calls.options("acme-admin")
      )
      for method in ["ReschedulePort", "CancelPort"] {
        bench.recorder.fail(method, RPCError(.failedPrecondition, message: "Too late."))
      }
      _ = try await bench.calls.cancel(story.name)
      for _ in 0..<1_000 where !(try await story.history().contains("CANCELLATION_REFUSED")) {
        bench.clock.advance(by: .seconds(2))
        try await Task.sleep(for: .milliseconds(5))
      }
      let after = try await story.reached("DATE_IS_FIRM")
      #expect(after.firmTime == before.firmTime && after.desiredTime == before.desiredTime)
      #expect(try await bench.number("+12015559000")?.state == .portingIn)
    }
  }
}
