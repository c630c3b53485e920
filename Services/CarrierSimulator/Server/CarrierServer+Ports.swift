import CarrierSimulatorRules
import Foundation
import Messages
import RPC
import ServiceKit
import Telephony

// Ports as a losing carrier has them.
extension CarrierServer {
  func submitPort(
    _ request: CarrierV1.SubmitPortRequest,
    context: ServerContext
  ) throws -> CarrierV1.PortReceipt {
    let numbers = try Self.numbers(request.phoneNumbers)
    let previous = request.previousReference.isEmpty ? nil : try Reference.port(request.previousReference)
    let submission = SimulatedPort.Submission(
      numbers: numbers,
      submitTime: request.submitTime.map(Instant.init) ?? clock.now(),
      desiredTime: request.desiredTime.map(Instant.init) ?? clock.now(),
      fields: Self.fields(request)
    )
    let port = SimulatedPort(submission, after: previous, scenario.behavior)
    let losesAnswer = numbers.contains { scenario.behavior($0) == .losesAnswer }
    if losesAnswer, lost.withLock({ $0.insert(request.submissionId).inserted }) { throw RPCError.outOfOrder }
    return receipt(port)
  }

  func listPortUpdates(
    _ request: CarrierV1.ListPortUpdatesRequest,
    context: ServerContext
  ) throws -> CarrierV1.ListPortUpdatesResponse {
    let port = try Reference.port(request.reference)
    let now = clock.now()
    var updates = port.updates(until: now).map(CarrierV1.PortUpdate.init)
    if port.isRepeated { updates += updates }
    if port.isReversed { updates.reverse() }
    return .init(
      updates: updates,
      askAgainTime: port.nextTime(after: now).map(GoogleProtobuf.Timestamp.init)
    )
  }

  func reschedulePort(
    _ request: CarrierV1.ReschedulePortRequest,
    context: ServerContext
  ) throws -> CarrierV1.PortReceipt {
    let asked = request.requestTime.map(Instant.init) ?? clock.now()
    let time = request.desiredTime.map(Instant.init) ?? clock.now()
    return receipt(try Reference.port(request.reference).rescheduled(to: time, asked: asked))
  }

  func cancelPort(
    _ request: CarrierV1.CancelPortRequest,
    context: ServerContext
  ) throws -> CarrierV1.PortReceipt {
    let asked = request.requestTime.map(Instant.init) ?? clock.now()
    return receipt(try Reference.port(request.reference).calledOff(asked: asked))
  }

  func activatePort(
    _ request: CarrierV1.ActivatePortRequest,
    context: ServerContext
  ) throws -> CarrierV1.ActivatePortResponse {
    let port = try Reference.port(request.reference)
    let (now, until) = (clock.now(), request.untilTime.map(Instant.init))
    return .init(
      numbers: try Self.numbers(request.phoneNumbers).map { number in
        .init(phoneNumber: number.e164, reason: activation(of: number, port, now: now, until: until))
      }
    )
  }

  /// What is moved stays moved, also when a repeat comes after the window.
  private func activation(
    of number: TelephoneNumber,
    _ port: SimulatedPort,
    now: Instant,
    until: Instant?
  ) -> String {
    let key = ActivatedNumber(port: port, number: number)
    if activated.withLock({ $0.contains(key) }) { return "" }
    guard until.map({ now < $0 }) ?? true else { return "FOC_EXPIRED" }
    let reason = port.activation(of: number, scenario.behavior(number), now: now)
    if reason.isEmpty { activated.withLock { _ = $0.insert(key) } }
    return reason
  }

  func snapBackPort(
    _ request: CarrierV1.SnapBackPortRequest,
    context: ServerContext
  ) throws -> CarrierV1.SnapBackPortResponse {
    _ = try Reference.port(request.reference)
    return .init(
      numbers: try Self.numbers(request.phoneNumbers).map { number in
        let isRefused = scenario.behavior(number) == .refusesSnapBack
        return .init(phoneNumber: number.e164, reason: isRefused ? "TN_NOT_PORTABLE" : "")
      }
    )
  }
}
