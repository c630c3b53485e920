import CarrierSimulatorRules
import Messages
import RPC
import ServiceKit
import Synchronization
import Telephony

/// A number that a port has moved.
struct ActivatedNumber: Hashable {
  let port: SimulatedPort
  let number: TelephoneNumber
}

/// Answers the calls of `trunkline.carrier.v1.CarrierService` as a carrier would.
final class CarrierServer: CarrierV1.CarrierService {
  let clock: any WallClock
  let scenario: Scenario
  /// Submissions whose first answer was lost.
  let lost = Mutex<Set<String>>([])
  /// Numbers that were moved.
  let activated = Mutex<Set<ActivatedNumber>>([])

  /// Most numbers of one call.
  private static let largestCheck = 1_000
  /// How long portability takes where it is not known at once (AU, NZ).
  private static let checkingTime = Duration.seconds(4 * 3_600)

  init(clock: any WallClock, scenario: Scenario) {
    (self.clock, self.scenario) = (clock, scenario)
  }

  func checkPortability(
    _ request: CarrierV1.CheckPortabilityRequest,
    context: ServerContext
  ) throws -> CarrierV1.CheckPortabilityResponse {
    let numbers = try Self.numbers(request.phoneNumbers)
    guard !numbers.contains(where: SimulatedCarrier.isOutage) else { throw RPCError.outOfOrder }
    let now = clock.now()
    let isEarly = now < (request.firstAskedTime.map(Instant.init) ?? now) + Self.checkingTime
    return CarrierV1.CheckPortabilityResponse(
      numbers: numbers.map { number in
        let answer = SimulatedCarrier.answer(number)
        let isPending = isEarly && SimulatedCarrier.takesTime(number)
        return CarrierV1.CarrierNumber(
          phoneNumber: number.e164,
          portable: answer.isPortable && !isPending,
          reason: isPending ? "" : answer.reason,
          carrier: answer.carrier,
          pending: isPending
        )
      }
    )
  }

  static func numbers(_ texts: [String]) throws -> [TelephoneNumber] {
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
  static var outOfOrder: RPCError {
    RPCError(
      .unavailable,
      reason: "CARRIER_OUT_OF_ORDER",
      message: "The simulated carrier is out of order, as the digits of a number ask for."
    )
  }
}
