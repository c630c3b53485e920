import EmergencyAddressRules
import Messages
import NIOCore
import RPC
import Telephony

extension EmergencyAddressServer {
  public func lookUpAddress(
    _ request: EmergencyV1.LookUpAddressRequest,
    context: ServerContext
  ) throws -> EmergencyV1.EffectiveAddress {
    let answer = try lookUp(request.phoneNumber, context)
    return try EmergencyV1.EffectiveAddress(serialized: ByteBuffer(bytes: answer.serializedBytes()))
  }

  func lookUp(_ text: String, _ context: ServerContext) throws -> LookUpAnswer {
    guard let number = TelephoneNumber(e164: text) else { throw LookUpAnswers.numberForm }
    guard let caller = context.caller, let found = memory.read({ $0.lookUp(number) }),
      caller.mayAct(for: found.organization)
    else { throw Refusal.numberUnknown(number) }
    guard let effective = found.effective else {
      throw Refusal.addressMissing(.location(found.location), kind: .precondition)
    }
    journal.note(number, by: caller.principal, at: clock.now())
    let answer = EmergencyV1.EffectiveAddress(
      phoneNumber: text,
      source: .init(rawValue: Int32(effective.source.rawValue)),
      location: found.location,
      notice: found.isTrial ? LookUpAnswers.trialNotice : "",
      stalenessMilliseconds: stalenessMilliseconds
    )
    return LookUpAnswer(answer, effective.held)
  }
}
