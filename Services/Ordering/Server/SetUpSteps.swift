import Messages
import NIOCore
import OrderingRules
import OrderingStore
import PersonalData
import RPC
import ServiceKit
import Storage
import Telephony

/// Makes the calls of set-ups on the catalog and on the emergency addresses, and records what they came to.
struct SetUpSteps: SagaWork {
  /// With what the emergency addresses refuse while they have not heard of what the catalog accepted.
  private static let earlyReasons: Set<String> = ["LOCATION_UNKNOWN", "OUTBOUND_CALLING_PLAN_REQUIRED"]

  let database: Database
  let clock: any WallClock
  let catalog: CatalogV1.ProviderCatalogServiceClient
  let emergency: EmergencyV1.EmergencyAddressServiceClient
  let signer: CallerSigner
  let cipher: FieldCipher

  func unfinishedOrders() async throws -> [String] {
    try await database.read { try SetUpTable($0).unfinished() }
  }

  func performNextStep(ofOrder name: String) async throws -> SagaSteps.Result? {
    let (found, sealed) = try await database.read { transaction in
      (try SetUpTable(transaction).find(name), try SetUpTable(transaction).request(of: name))
    }
    guard let setUp = found, let sealed, !setUp.isEnded else { return nil }
    let bytes = try cipher.open(sealed, place: name)
    let request = try OrderingV1.CreateSetUpOrderRequest(serialized: ByteBuffer(bytes: bytes))
    do {
      try await record(try await carryOut(setUp, request), of: name)
      return .done
    } catch let error as RPCError {
      guard error.isRefusal else { return .failed(error) }
      let reason = error.reason.isEmpty ? error.code.name : error.reason
      let isEarly = Self.earlyReasons.contains(reason)
      let refused: SetUp.Outcome =
        isEarly
        ? .early(reason: reason, message: error.message) : .refused(reason: reason, message: error.message)
      let next = try await record(refused, of: name)
      return next.phase == setUp.phase ? .failed(error) : .done
    }
  }

  /// Whether the connection could be chosen now.
  func check(_ request: OrderingV1.CreateSetUpOrderRequest, organization: String) async throws {
    var choice = Self.choice(request)
    choice.validateOnly = true
    _ = try await catalog.chooseConnection(choice, options: options(organization))
  }

  private func carryOut(
    _ setUp: SetUp,
    _ request: OrderingV1.CreateSetUpOrderRequest
  ) async throws -> SetUp.Outcome {
    let options = try options(String(request.parent.trimmingPrefix("organizations/")))
    let requestID = DerivedUUID.make(
      "set-up step",
      setUp.name,
      setUp.phase.rawValue,
      "\(setUp.earlyRefusals)"
    )
    switch setUp.phase {
    case .connecting:
      var choice = Self.choice(request)
      choice.requestId = requestID
      let location = try await catalog.chooseConnection(choice, options: options)
      return .connected(etag: location.etag)
    case .addressing:
      let address = EmergencyV1.SetLocationAddressRequest(
        location: setUp.location,
        address: request.emergencyAddress,
        requestId: requestID
      )
      _ = try await emergency.setLocationAddress(address, options: options)
      return .addressed
    case .reverting, .completed, .failed:
      let revert = CatalogV1.RevertConnectionRequest(
        name: setUp.location,
        etag: setUp.locationETag,
        requestId: requestID
      )
      _ = try await catalog.revertConnection(revert, options: options)
      return .reverted
    }
  }

  /// A set-up takes back only what it did itself: it must be the first to connect its location.
  private static func choice(_ request: OrderingV1.CreateSetUpOrderRequest)
    -> CatalogV1.ChooseConnectionRequest
  {
    var choice = request.connection ?? CatalogV1.ChooseConnectionRequest()
    choice.onlyFirst = true
    choice.validateOnly = false
    choice.requestId = ""
    return choice
  }

  @discardableResult
  private func record(_ outcome: SetUp.Outcome, of name: String) async throws -> SetUp {
    let now = clock.now()
    return try await database.write { transaction in
      guard let setUp = try SetUpTable(transaction).find(name) else { throw Refusal.resourceNotFound(name) }
      let next = setUp.after(outcome, by: "services/\(signer.issuer)", now: now)
      try SetUpTable(transaction).update(next)
      return next
    }
  }

  private func options(_ organization: String) throws -> CallOptions {
    try CallOptions.asService(signer, organization: organization)
  }
}
