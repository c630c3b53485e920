import EmergencyAddressRules
import Messages
import RPC
import Telephony

extension EmergencyAddressServer {
  public func lookUpAddress(
    _ request: EmergencyV1.LookUpAddressRequest,
    context: ServerContext
  ) throws -> EmergencyV1.EffectiveAddress {
    guard let number = TelephoneNumber(e164: request.phoneNumber) else { throw LookUpAnswers.numberForm }
    let (place, effective, organization) = memory.read { book in
      let place = book.place(of: number)
      return (
        place, place.flatMap { book.effective(number, at: $0) },
        place.flatMap { book.organization($0.organization) }
      )
    }
    guard let caller = context.caller, let place, caller.mayAct(for: place.organization) else {
      throw Refusal.numberUnknown(number)
    }
    guard let effective else {
      throw Refusal.addressMissing(.location(place.location.name), kind: .precondition)
    }
    journal.note(number, by: caller.principal, at: clock.now())
    var answer = EmergencyV1.EffectiveAddress(number, effective, location: place.location.name)
    answer.notice = LookUpAnswers.notice(for: organization)
    answer.stalenessMilliseconds = stalenessMilliseconds
    return answer
  }
}
