import Messages
import Protobuf
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  static let partnerPattern = "partners/*"

  public func createPartner(
    _ request: CatalogV1.CreatePartnerRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Partner {
    let partner = try Partner.create(
      id: request.partnerId.isEmpty ? NewID.make() : request.partnerId,
      displayName: request.partner?.displayName ?? "",
      isEnrolled: request.partner?.enrolled ?? false,
      now: clock.now()
    )
    let message = try await writes.run(request, requestID: request.requestId, context: context) {
      guard try PartnerTable.find(partner.id, in: $0) == nil else {
        throw Organization.alreadyExists(partner.name)
      }
      return try save(partner, in: $0)
    }
    memory.note(message)
    return message
  }

  public func setPartnerEnrollment(
    _ request: CatalogV1.SetPartnerEnrollmentRequest,
    context: ServerContext
  ) async throws -> CatalogV1.Partner {
    let name = try ResourceName(request.name, pattern: Self.partnerPattern, field: "name")
    let (isEnrolled, now) = (request.enrolled, clock.now())
    return try await changePartner(name, request, request.requestId, context) {
      $0.enrolled(isEnrolled, now: now)
    }
  }

  /// Stores what a partner is changed to, once for each request id.
  func changePartner(
    _ name: ResourceName,
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    _ change: @escaping @Sendable (Partner) -> Partner
  ) async throws -> CatalogV1.Partner {
    let message = try await writes.run(request, requestID: requestID, context: context) {
      guard let partner = try PartnerTable.find(name.id, in: $0) else {
        throw Refusal.resourceNotFound(name.text)
      }
      return try save(change(partner), in: $0)
    }
    memory.note(message)
    return message
  }

  public func getPartner(
    _ request: CatalogV1.GetPartnerRequest,
    context: ServerContext
  ) throws -> CatalogV1.Partner {
    let name = try ResourceName(request.name, pattern: Self.partnerPattern, field: "name")
    guard let partner = memory.partner(name.text) else { throw Refusal.resourceNotFound(name.text) }
    return partner
  }

  private func save(_ partner: Partner, in transaction: Transaction) throws -> CatalogV1.Partner {
    try PartnerTable.save(partner, in: transaction)
    let message = CatalogV1.Partner(partner)
    try publish(
      .partner(message),
      of: partner.name,
      version: partner.version,
      at: partner.updateTime,
      in: transaction
    )
    return message
  }
}
