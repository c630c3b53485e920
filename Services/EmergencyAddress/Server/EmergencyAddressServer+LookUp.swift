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
    guard let (place, organization) = memory.place(of: number),
      context.caller?.mayAct(for: place.organization) == true
    else { throw LookUpAnswers.numberUnknown(number) }
    guard let address = place.address else {
      throw LookUpAnswers.addressMissing(.precondition, location: place.location.name)
    }
    return EmergencyV1.EffectiveAddress(
      phoneNumber: request.phoneNumber,
      address: address.address,
      source: .location,
      location: place.location.name,
      progress: address.progress,
      notice: LookUpAnswers.notice(for: organization),
      stalenessMilliseconds: stalenessMilliseconds
    )
  }

  public func getLocationAddress(
    _ request: EmergencyV1.GetLocationAddressRequest,
    context: ServerContext
  ) throws -> EmergencyV1.EmergencyAddress {
    let name = try ResourceName(request.location, pattern: Self.locationPattern, field: "location")
    guard context.caller?.mayAct(for: name.organization) == true,
      let (place, organization) = memory.place(named: name.text)
    else { throw LocationAddress.locationUnknown(name.text) }
    guard let address = place.address else {
      throw LookUpAnswers.addressMissing(.notFound, location: name.text)
    }
    return address.with(notice: LookUpAnswers.notice(for: organization))
  }
}

extension EmergencyV1.EmergencyAddress {
  /// The same with what the caller must know now; it is not kept, because a trial can become a paying customer.
  func with(notice: String) -> EmergencyV1.EmergencyAddress {
    var copy = self
    copy.notice = notice
    return copy
  }
}
