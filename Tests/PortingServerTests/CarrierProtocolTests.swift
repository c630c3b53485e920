import Crypto
import Foundation
import Messages
import RPC
import StorageTesting
import Testing

/// What a losing carrier is told: everything that the customer had to give, so that a real one can be connected.
@Suite struct CarrierProtocolTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func contents(_ name: String, _ bench: PortingBench) async throws -> [UInt8] {
    let options = bench.calls.options("acme-service")
    var bytes: [UInt8] = []
    for try await piece in try await bench.calls.client.downloadPortDocument(
      .init(name: name),
      options: options
    ) {
      bytes += piece.chunk
    }
    return bytes
  }

  @Test func aSubmissionHasAllThatWasAskedFor() async throws {
    try await PortingBench.run(in: directory) { bench in
      let (main, kept) = ("+33142349000", "+33142349001")
      var details = PortStory.details([main])
      details.newBillingNumber = kept
      let rio = PortStory.rio(of: main)
      details.values.append(.init(field: "RIO", text: rio, phoneNumber: main))
      let story = try await PortStory.ready(bench, [main], at: "paris", type: "COMPLEX", details: details)
      let update = PortingV1.UpdatePortOrderRequest(
        portOrder: .init(
          name: story.name,
          remainingNumbers: .keep,
          directDialIn: true,
          donorHoldsRange: true
        ),
        updatePaths: ["remaining_numbers", "direct_dial_in", "donor_holds_range"],
        requestId: UUID().uuidString
      )
      _ = try await bench.calls.client.updatePortOrder(update, options: bench.calls.options("acme-admin"))
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      let request = try #require(try bench.recorder.submissions.first)
      #expect(request.portType == "COMPLEX" && request.remainingNumbers == .keep)
      #expect(request.directDialIn && request.donorHoldsRange && !request.messagingMovesAlong)
      let account = try #require(request.account)
      #expect(account.newBillingNumber == kept && account.pin == "4711")
      #expect(account.values.contains(.init(field: "RIO", text: rio, phoneNumber: main)))
      #expect(account.values.contains(.init(field: "SIRET", text: "35600000000048")))
      #expect(Set(request.documents.map(\.kind)).isSuperset(of: ["BILL", "LETTER_OF_AGENCY"]))
      for document in request.documents {
        let bytes = try await contents(document.name, bench)
        #expect(Array(SHA256.hash(data: bytes)) == document.sha256, "\(document.kind)")
        #expect(document.sizeBytes == Int64(bytes.count) && document.mediaType == "application/pdf")
      }
    }
  }

  /// What support asks for after the submission reaches the carrier too.
  @Test func documentsThatComeLaterAreTold() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      let document = try await story.upload("CUSTOMER_SERVICE_RECORD")
      func isTold() throws -> Bool {
        try bench.recorder.questions.contains { $0.documents.contains { $0.name == document.name } }
      }
      for _ in 0..<1_000 where try !isTold() { try await Task.sleep(for: .milliseconds(5)) }
      #expect(try isTold())
    }
  }

  /// domain.md section 5: together in the US, unless support is asked otherwise.
  @Test func supportDecidesWhetherMessagingMovesAlong() async throws {
    try await PortingBench.run(in: directory) { bench in
      let story = try await PortStory.ready(bench, ["+12015559000"])
      func update(_ principal: String) async throws -> PortingV1.PortOrder {
        let request = PortingV1.UpdatePortOrderRequest(
          portOrder: .init(name: story.name, messagingMovesAlong: false),
          updatePaths: ["messaging_moves_along"],
          requestId: UUID().uuidString
        )
        return try await bench.calls.client.updatePortOrder(request, options: bench.calls.options(principal))
      }
      #expect(try await story.order().messagingMovesAlong)
      #expect(await bench.calls.error { try await update("acme-admin") }?.reason == "OPERATORS_ONLY")
      #expect(try await !update("operator").messagingMovesAlong)
      try await story.submit()
      try await story.reached("WAITING_FOR_CARRIER")
      #expect(try bench.recorder.submissions.first?.messagingMovesAlong == false)
    }
  }

  /// domain.md section 5, steps: standard or service. What was ordered is what arrives.
  @Test func serviceNumbersArriveAsServiceNumbers() async throws {
    try await PortingBench.run(in: directory) { bench in
      let number = "+12015559000"
      let story = try await PortStory.ready(bench, [number], at: "desk")
      let update = PortingV1.UpdatePortOrderRequest(
        portOrder: .init(name: story.name, serviceNumbers: true),
        updatePaths: ["service_numbers"],
        requestId: UUID().uuidString
      )
      _ = try await bench.calls.client.updatePortOrder(update, options: bench.calls.options("acme-admin"))
      #expect(try await story.violations().map(\.code) == [])
      try await story.submit()
      try await story.complete()
      #expect(try bench.recorder.submissions.first?.serviceNumbers == true)
      #expect(try await bench.number(number)?.usage == .service)
    }
  }
}
