import Messages
import OrderingRules
import OrderingStore
import RPC
import ServiceKit

/// Asks the emergency addresses about the location of an order, before numbers are put into service there (domain.md
/// section 6: emergency calls must reach the right place from the first one on).
struct AddressCheck: Sendable {
  let emergency: EmergencyV1.EmergencyAddressServiceClient
  let signer: CallerSigner

  func finding(_ order: Order) async throws -> AddressFinding {
    let standing = try await emergency.checkLocationAddress(
      .init(location: order.draft.location),
      options: CallOptions.asService(signer, organization: order.organization)
    )
    return standing.given ? .given : .missing
  }
}
