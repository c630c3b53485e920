import Messages
import PortingRules
import RPC
import ServiceKit
import Telephony

/// The calls on the emergency addresses that a port needs.
struct EmergencyCalls: Sendable {
  let emergency: EmergencyV1.EmergencyAddressServiceClient
  let signer: CallerSigner

  /// Finds out whether an emergency address holds for each number that has come.
  ///
  /// - Throws: also while they have not heard of a number from the inventory: it is asked again then.
  func confirm(_ order: PortOrder) async throws -> PortCommand {
    var missing: [TelephoneNumber] = []
    for number in order.numbers where number.outcome == .ported {
      guard let number = TelephoneNumber(e164: number.phoneNumber) else { continue }
      let options = try CallOptions.asService(signer, organization: order.organization)
      do {
        _ = try await emergency.lookUpAddress(.init(phoneNumber: number.e164), options: options)
      } catch let error as RPCError where error.reason == "EMERGENCY_ADDRESS_MISSING" {
        missing.append(number)
      }
    }
    return .recordAddresses(missing: missing)
  }
}
