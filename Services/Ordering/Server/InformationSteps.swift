import Logging
import Messages
import OrderingStore
import PersonalData
import RPC
import ServiceKit
import Storage

/// Passes the additional information that orders of Australia and New Zealand were given on to the emergency address of
/// their location, which is not provisioned without it (domain.md sections 4 and 6): nobody has to give it twice.
struct InformationSteps: SagaWork {
  /// With what the emergency addresses refuse while the location has none yet, or they have not heard of it.
  private static let earlyReasons: Set<String> = [
    "EMERGENCY_ADDRESS_MISSING", "LOCATION_UNKNOWN", "OUTBOUND_CALLING_PLAN_REQUIRED",
  ]

  let database: Database
  let emergency: EmergencyV1.EmergencyAddressServiceClient
  let signer: CallerSigner
  let cipher: FieldCipher
  let logger: Logger

  func unfinishedOrders() async throws -> [String] {
    try await database.read { try PassedInformationTable($0).orders() }
  }

  func performNextStep(ofOrder name: String) async throws -> SagaSteps.Result? {
    guard let passing = try await database.read({ try PassedInformationTable($0).find(name) }) else {
      return nil
    }
    do {
      try await pass(passing)
    } catch let error as RPCError {
      guard error.isRefusal, !Self.earlyReasons.contains(error.reason) else { return .failed(error) }
      // The order keeps it; a repeat would be refused as well.
      logger.log(
        .warning,
        "an emergency address takes no information",
        [.resource: name, .error: error.reason]
      )
    }
    try await database.write { try PassedInformationTable($0).remove(passing) }
    return .done
  }

  private func pass(_ passing: PassedInformation) async throws {
    let text = try PersonalTable(cipher: cipher)
      .open(passing.sealed, as: .emergencyInformation, ofOrder: passing.order)
    let request = EmergencyV1.SetAdditionalInformationRequest(
      name: "\(passing.location)/emergencyAddress",
      additionalInformation: String(decoding: text, as: UTF8.self),
      requestId: DerivedUUID.make("emergency information", passing.order, "\(passing.version)")
    )
    let options = try CallOptions.asService(signer, organization: passing.organization)
    _ = try await emergency.setAdditionalInformation(request, options: options)
  }
}
