import CarrierSimulatorRules
import Messages
import RPC
import ServiceKit
import Telephony

/// Answers the calls of `trunkline.carrier.v1.CarrierService` as a carrier would.
struct CarrierServer: CarrierV1.CarrierService {
  /// Most numbers of one call.
  private static let largestCheck = 1_000

  func checkPortability(
    _ request: CarrierV1.CheckPortabilityRequest,
    context: ServerContext
  ) throws -> CarrierV1.CheckPortabilityResponse {
    let numbers = try Self.numbers(request.phoneNumbers)
    guard !numbers.contains(where: SimulatedCarrier.isOutage) else { throw RPCError.outOfOrder }
    return CarrierV1.CheckPortabilityResponse(
      numbers: numbers.map { number in
        let answer = SimulatedCarrier.answer(number)
        return CarrierV1.CarrierNumber(
          phoneNumber: number.e164,
          portable: answer.isPortable,
          reason: answer.reason,
          carrier: answer.carrier
        )
      }
    )
  }

  private static func numbers(_ texts: [String]) throws -> [TelephoneNumber] {
    guard texts.count <= largestCheck else {
      throw Refusal(violations: [
        Violation(
          field: "phone_numbers",
          reason: "TOO_MANY_NUMBERS",
          description: "At most \(largestCheck) at once; \(texts.count) were given."
        )
      ])
    }
    return try texts.enumerated().map { index, text in
      try TelephoneNumber(strictE164: text, field: "phone_numbers[\(index)]")
    }
  }
}

extension RPCError {
  fileprivate static var outOfOrder: RPCError {
    RPCError(
      .unavailable,
      reason: "CARRIER_OUT_OF_ORDER",
      message: "The simulated carrier is out of order, as a number of the form 0xx8 asks for."
    )
  }
}
