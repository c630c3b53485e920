import Messages
import PortingRules
import RPC
import ServiceKit
import Telephony

/// The calls on the emergency addresses that a port needs.
struct EmergencyCalls: Sendable {
  let emergency: EmergencyV1.EmergencyAddressServiceClient
  let signer: CallerSigner

  /// Finds out whether an emergency address that is ready holds for each number that has come.
  ///
  /// - Throws: also while they have not heard of a number from the inventory: it is asked again then.
  func confirm(_ numbers: [TelephoneNumber], organization: String) async throws -> PortCommand {
    var isReady = true
    for number in numbers {
      let options = try CallOptions.asService(signer, organization: organization)
      do {
        let request = EmergencyV1.LookUpAddressRequest(phoneNumber: number.e164)
        isReady = try await emergency.lookUpAddress(request, options: options).ready && isReady
      } catch let error as RPCError where error.reason == AddressLack.missing.rawValue {
        return .recordAddresses(lack: .missing)
      }
    }
    return .recordAddresses(lack: isReady ? nil : .notReady)
  }

  /// What is known of a location's address; not to know it keeps nobody from submitting.
  func address(of location: String, organization: String) async throws -> LocationAddress {
    let options = try CallOptions.asService(signer, organization: organization)
    do {
      let name = "\(location)/emergencyAddress"
      let address = try await emergency.getEmergencyAddress(.init(name: name), options: options)
      return switch address.step {
      case .correctionOffered: .unfinished(step: "CORRECTION_OFFERED")
      case .informationMissing: .unfinished(step: "INFORMATION_MISSING")
      case .rejected: .unfinished(step: "REJECTED")
      case .removed: .missing
      default: .held
      }
    } catch let error as RPCError {
      return error.reason == AddressLack.missing.rawValue ? .missing : .unknown
    }
  }
}
