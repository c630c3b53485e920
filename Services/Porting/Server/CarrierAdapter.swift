import Messages
import PortingRules
import RPC
import ServiceKit
import Telephony

/// Talks to the losing carrier. Any carrier can be connected that serves `trunkline.carrier.v1.CarrierService`.
struct CarrierAdapter: Sendable {
  let carrier: CarrierV1.CarrierServiceClient
  let signer: CallerSigner

  /// What the carrier says of each number.
  ///
  /// - Parameter firstAsked: when this was asked for the first time.
  /// - Throws: `UNAVAILABLE` when it did not answer: no answer is never taken for one.
  func answers(
    for numbers: [TelephoneNumber],
    firstAsked: Instant,
    organization: String,
    deadline: Deadline? = nil
  ) async throws -> [TelephoneNumber: CarrierAnswer] {
    guard !numbers.isEmpty else { return [:] }
    var options = try CallOptions.asService(signer, organization: organization)
    if let deadline { options.deadline = deadline }
    do {
      let request = CarrierV1.CheckPortabilityRequest(
        phoneNumbers: numbers.map(\.e164),
        firstAskedTime: .init(firstAsked)
      )
      return Self.answers(try await carrier.checkPortability(request, options: options))
    } catch let error as RPCError {
      throw RPCError.carrierUnavailable(error)
    }
  }

  private static func answers(
    _ response: CarrierV1.CheckPortabilityResponse
  ) -> [TelephoneNumber: CarrierAnswer] {
    var answers: [TelephoneNumber: CarrierAnswer] = [:]
    for entry in response.numbers {
      guard let number = TelephoneNumber(e164: entry.phoneNumber) else { continue }
      answers[number] = CarrierAnswer(
        isPortable: entry.portable,
        reason: entry.reason,
        carrier: entry.carrier,
        isPending: entry.pending
      )
    }
    return answers
  }
}

// MARK: - Ports
extension CarrierAdapter {
  func submit(_ order: PortOrder) async throws -> PortCommand {
    let request = CarrierV1.SubmitPortRequest(order)
    return PortCommand(.submit, try await carrier.submitPort(request, options: options(order)))
  }

  func news(of order: PortOrder) async throws -> PortCommand {
    let request = CarrierV1.ListPortUpdatesRequest(
      reference: order.reference,
      documents: order.documents.map { .init($0, order: order.name) },
      silentSinceTime: order.isChased ? order.phaseTime.map(GoogleProtobuf.Timestamp.init) : nil
    )
    let response = try await carrier.listPortUpdates(request, options: options(order))
    return .recordNews(
      response.updates.compactMap(PortNews.init),
      askAgain: response.askAgainTime.map(Instant.init)
    )
  }

  func reschedule(_ order: PortOrder) async throws -> PortCommand {
    let request = CarrierV1.ReschedulePortRequest(
      reference: order.reference,
      desiredTime: order.wish.desiredTime.map(GoogleProtobuf.Timestamp.init),
      requestTime: .init(order.updateTime)
    )
    return PortCommand(.reschedule, try await carrier.reschedulePort(request, options: options(order)))
  }

  func callOff(_ order: PortOrder) async throws -> PortCommand {
    let request = CarrierV1.CancelPortRequest(
      reference: order.reference,
      requestTime: .init(order.updateTime)
    )
    return PortCommand(.callOff, try await carrier.cancelPort(request, options: options(order)))
  }

  func activate(_ order: PortOrder) async throws -> PortCommand {
    let request = CarrierV1.ActivatePortRequest(
      reference: order.reference,
      phoneNumbers: order.telephoneNumbers.map(\.e164),
      untilTime: order.activateUntil.map(GoogleProtobuf.Timestamp.init)
    )
    let response = try await carrier.activatePort(request, options: options(order))
    return .recordActivation(Self.results(response.numbers))
  }

  func snapBack(_ order: PortOrder) async throws -> PortCommand {
    let request = CarrierV1.SnapBackPortRequest(
      reference: order.reference,
      phoneNumbers: order.returning.map(\.e164)
    )
    let response = try await carrier.snapBackPort(request, options: options(order))
    return .recordSnapBack(Self.results(response.numbers))
  }

  private static func results(_ numbers: [CarrierV1.NumberResult]) -> [TelephoneNumber: String] {
    let pairs = numbers.compactMap { result in
      TelephoneNumber(e164: result.phoneNumber).map { ($0, result.reason) }
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private func options(_ order: PortOrder) throws -> CallOptions {
    try CallOptions.asService(signer, organization: order.organization)
  }
}

extension RPCError {
  fileprivate static func carrierUnavailable(_ error: RPCError) -> RPCError {
    RPCError(
      .unavailable,
      reason: "CARRIER_UNAVAILABLE",
      message:
        "The losing carrier did not answer, so nothing is known of the numbers. Repeat the call later.",
      information: ["carrier_status": error.code.name, "carrier_reason": error.reason]
    )
    .with(.retryInfo(delayMilliseconds: 5_000))
  }
}
