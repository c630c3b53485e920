import EmergencyAddressRules
import Messages
import NIOCore
import RPC
import ServiceKit
import Telephony

extension EmergencyAddressServer {
  public func lookUpAddress(
    _ request: EmergencyV1.LookUpAddressRequest,
    context: ServerContext
  ) throws -> EmergencyV1.EffectiveAddress {
    let answer = try lookUp(request.phoneNumber, context).serializedBytes()
    return try EmergencyV1.EffectiveAddress(serialized: ByteBuffer(bytes: answer))
  }

  func lookUp(_ text: String, _ context: ServerContext) throws -> LookUpAnswer {
    guard let number = TelephoneNumber(e164: text) else { throw LookUpAnswers.numberForm }
    guard let caller = context.caller, let found = memory.read({ $0.lookUp(number) }),
      caller.mayAct(for: found.organization)
    else { throw Refusal.numberUnknown(number) }
    guard let effective = found.effective else {
      throw Refusal.addressMissing(.location(found.location), kind: .precondition)
    }
    let now = clock.now()
    journal.note(number, by: caller.principal, at: now)
    return LookUpAnswer(
      phoneNumber: text,
      source: effective.source,
      location: found.location,
      notice: found.isTrial ? LookUpAnswers.trialNotice : "",
      stalenessMilliseconds: stalenessMilliseconds(at: now),
      passedOver: effective.passedOver?.notice ?? [],
      address: effective.held.answer
    )
  }

  public func checkLocationAddress(
    _ request: EmergencyV1.CheckLocationAddressRequest,
    context: ServerContext
  ) throws -> EmergencyV1.LocationAddressStanding {
    let name = try context.resource(request.location, pattern: Self.locationPattern, field: "location")
    let record = memory.read { $0.record(of: .location(name.text)) }
    guard let record, record.isHeld else { return .init() }
    return .init(given: true, ready: record.isReady, step: .init(rawValue: Int32(record.step.rawValue)))
  }
}
