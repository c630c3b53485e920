import Messages
import PortingRules
import RPC
import ServiceKit
import Telephony

/// Asks the carrier. Any carrier can be connected that serves `trunkline.carrier.v1.CarrierService`.
struct CarrierAdapter: Sendable {
  let carrier: CarrierV1.CarrierServiceClient
  let signer: CallerSigner

  /// What the carrier says of each number.
  /// - Throws: `UNAVAILABLE` when it did not answer: no answer is never taken for one.
  func answers(
    for numbers: [TelephoneNumber],
    organization: String,
    context: ServerContext
  ) async throws -> [TelephoneNumber: CarrierAnswer] {
    guard !numbers.isEmpty else { return [:] }
    let caller = Caller(
      principal: "services/\(signer.issuer)",
      organization: organization,
      role: .service
    )
    var options = try CallOptions(from: context).calling(as: caller, signer: signer)
    if options.deadline == nil { options.deadline = .after(.seconds(10)) }
    do {
      let request = CarrierV1.CheckPortabilityRequest(phoneNumbers: numbers.map(\.e164))
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
        carrier: entry.carrier
      )
    }
    return answers
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
