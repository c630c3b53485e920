import CarrierSimulatorRules
import Messages
import RPC
import ServiceKit
import Synchronization
import Telephony

/// Answers the calls of `trunkline.carrier.v1.EmergencyProviderService` as a provider would. Only answers that come later
/// are kept, in memory.
struct EmergencyProviderServer: CarrierV1.EmergencyProviderService {
  let clock: any WallClock
  let stopping: StopSignal
  private let answers = LaterAnswers()
  private let numbers = ServedNumbers()

  init(clock: any WallClock, stopping: StopSignal) {
    (self.clock, self.stopping) = (clock, stopping)
  }

  func submitAddress(
    _ request: CarrierV1.SubmitAddressRequest,
    context: ServerContext
  ) async throws -> CarrierV1.ProviderAnswer {
    switch request.task {
    case .addNumbers: numbers.add(request.numbers, to: request.subject)
    case .removeNumbers: numbers.remove(request.numbers, from: request.subject)
    case .remove: break
    default: return try judge(request, CivicAddress(request.address ?? .init()))
    }
    return .init(requestId: request.requestId, outcome: .accepted)
  }

  private func judge(
    _ request: CarrierV1.SubmitAddressRequest,
    _ address: CivicAddress
  ) throws -> CarrierV1.ProviderAnswer {
    let final = Self.answer(request, address)
    switch SimulatedEmergencyProvider.behavior(address) {
    case .outage: throw RPCError.providerOutOfOrder
    case .neverAnswer: return .init(requestId: request.requestId, outcome: .pending)
    case .answerLater: return answers.answer(final, times: 1, clock)
    case .answerTwice: return answers.answer(final, times: 2, clock)
    case .accept, .correct, .reject, .refuse, .misroute: return final
    }
  }

  private static func answer(
    _ request: CarrierV1.SubmitAddressRequest,
    _ address: CivicAddress
  ) -> CarrierV1.ProviderAnswer {
    var answer = CarrierV1.ProviderAnswer(requestId: request.requestId)
    switch SimulatedEmergencyProvider.verdict(address, isProvisioning: request.task == .provision) {
    case .accepted: answer.outcome = .accepted
    case .corrected(let form): (answer.outcome, answer.correctedAddress) = (.corrected, .init(form))
    case .rejected(let reason): (answer.outcome, answer.reason) = (.rejected, reason)
    }
    return answer
  }

  func watchAnswers(
    _ request: CarrierV1.WatchAnswersRequest,
    responses: ResponseWriter<CarrierV1.ProviderAnswer>,
    context: ServerContext
  ) async throws {
    guard request.cursor <= answers.newestSequence else { throw RPCError.answersForgotten }
    try await responses.sendHeaders()
    try await stopping.cancelling {
      var cursor = request.cursor
      while true {
        for answer in answers.due(after: cursor, clock) {
          try await responses.write(answer)
          cursor = answer.sequence
        }
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  func placeTestCall(
    _ request: CarrierV1.PlaceTestCallRequest,
    context: ServerContext
  ) async throws -> CarrierV1.PlaceTestCallResponse {
    let number = TelephoneNumber(e164: request.phoneNumber)
    guard number.flatMap(numbers.subject) == request.subject else { throw RPCError.numberNotServed }
    switch SimulatedEmergencyProvider.behavior(CivicAddress(request.address ?? .init())) {
    case .outage: throw RPCError.providerOutOfOrder
    case .misroute: return .init()
    default: return .init(address: request.address)
    }
  }
}

/// Answers that come later, in the order in which they become due.
private final class LaterAnswers: Sendable {
  private struct State {
    var waiting: [String: (answer: CarrierV1.ProviderAnswer, due: Instant, times: Int)] = [:]
    var given: [CarrierV1.ProviderAnswer] = []
  }

  private let state = Mutex(State())

  var newestSequence: Int64 { state.withLock { Int64($0.given.count) } }

  /// The answer to a task that was handed in, for the first time or again.
  func answer(_ final: CarrierV1.ProviderAnswer, times: Int, _ clock: any WallClock)
    -> CarrierV1.ProviderAnswer
  {
    let now = clock.now()
    return state.withLock { state in
      if state.given.contains(where: { $0.requestId == final.requestId }) { return final }
      if state.waiting[final.requestId] == nil {
        state.waiting[final.requestId] = (final, now + SimulatedEmergencyProvider.delay, times)
      }
      return .init(requestId: final.requestId, outcome: .pending)
    }
  }

  func due(after cursor: Int64, _ clock: any WallClock) -> [CarrierV1.ProviderAnswer] {
    let now = clock.now()
    return state.withLock { state in
      for (id, entry) in state.waiting where entry.due <= now {
        state.waiting[id] = nil
        for _ in 0..<entry.times {
          var answer = entry.answer
          answer.sequence = Int64(state.given.count) + 1
          state.given.append(answer)
        }
      }
      return Array(state.given.dropFirst(Int(cursor)))
    }
  }
}

extension RPCError {
  fileprivate static var providerOutOfOrder: RPCError {
    RPCError(
      .unavailable,
      reason: "PROVIDER_OUT_OF_ORDER",
      message:
        "The simulated emergency provider is out of order, as a street that begins with Outage asks for."
    )
  }

  fileprivate static var numberNotServed: RPCError {
    RPCError(
      .failedPrecondition,
      reason: "NUMBER_NOT_SERVED",
      message: "The number was not added to the subject whose address is tested. Add it with ADD_NUMBERS."
    )
  }

  fileprivate static var answersForgotten: RPCError {
    RPCError(
      .outOfRange,
      reason: EventFollower<CarrierV1.ProviderAnswer>.cursorExpiredReason,
      message: "The simulated provider was started anew and has forgotten its answers. Begin at 0."
    )
  }
}
