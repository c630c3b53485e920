import Foundation
import Messages
import RPC
import StorageTesting
import Testing

/// Numbers that the losing carrier does not let go, or did when the order was drafted.
@Suite struct PortReviewTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @discardableResult
  private func review(
    _ story: PortStory,
    _ numbers: [String],
    note: String = "The carrier's record is wrong.",
    as principal: String = "operator"
  ) async throws -> PortingV1.PortOrder {
    try await story.bench.calls.client.reviewPortability(
      .init(name: story.name, phoneNumbers: numbers, note: note, requestId: UUID().uuidString),
      options: story.bench.calls.options(principal)
    )
  }

  @Test func supportFindsThatANumberCanBePortedAllTheSame() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015550121"])
      #expect(try await story.violations().map(\.code) == ["TN_NOT_PORTABLE"])
      #expect(try await story.order().numbers[0].fix.contains("(PTS)"))
      let forbidden = await bench.calls.error {
        try await review(story, ["+12015550121"], as: "acme-admin")
      }
      #expect(forbidden?.code == .permissionDenied)
      let order = try await review(story, ["+12015550121"])
      #expect(order.numbers.map(\.portability) == [.portable])
      #expect(order.numbers[0].reviewNote == "The carrier's record is wrong.")
      // The carrier says the same as before, and is not heard any more.
      #expect(try await story.violations().isEmpty)
      try await story.submit()
      #expect(try await story.history().contains("PORTABILITY_REVIEWED"))
      let late = await bench.calls.error { try await review(story, ["+12015550121"]) }
      #expect(late?.reason == "PORT_ORDER_IN_PROGRESS")
    }
  }

  @Test func aReviewThatIsWrongNamesEachField() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.draft(bench, ["+12015550122", "+442079460018"])
      let error = await bench.calls.error {
        try await review(story, ["+12015550122", "+442079460018", "+12015559999"], note: "")
      }
      #expect(
        error?.fieldViolations.map { "\($0.field) \($0.reason)" } == [
          "note REQUIRED", "phone_numbers[1] NOT_REVIEWABLE", "phone_numbers[2] NUMBER_NOT_IN_ORDER",
        ]
      )
      let empty = await bench.calls.error { try await review(story, [], note: "a\u{7}") }
      #expect(empty?.fieldViolations.map(\.reason) == ["REQUIRED", "INVALID_TEXT"])
      #expect(try await story.order().numbers.map(\.portability) == [.notPortable, .notPortable])
    }
  }

  /// Weeks may lie between a draft and its submission.
  @Test func numbersAreAskedAboutAnewWhenADraftIsSubmitted() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      #expect(try await story.violations().isEmpty)
      let gone = CarrierV1.CarrierNumber(
        phoneNumber: "+12015559000",
        reason: "PENDING_ORDER",
        carrier: "Example Telephone"
      )
      bench.recorder.answer("CheckPortability", CarrierV1.CheckPortabilityResponse(numbers: [gone]))
      let error = await bench.calls.error { try await story.submit() }
      #expect(error?.reason == "PENDING_ORDER" && error?.code == .failedPrecondition)
      #expect(try await story.order().numbers.map(\.reason) == ["PENDING_ORDER"])
      #expect(try await story.violations().map(\.code) == ["PENDING_ORDER"])
      bench.recorder.answer("CheckPortability", nil)
      // A carrier that cannot be asked decides when it gets the order.
      bench.recorder.fail("CheckPortability", RPCError(.unavailable, message: "It is down."))
      let known = await bench.calls.error { try await story.submit() }
      #expect(known?.reason == "PENDING_ORDER")
      bench.recorder.fail("CheckPortability", nil)
      try await story.submit()
      #expect(try await story.order().numbers.map(\.portability) == [.portable])
    }
  }
}
