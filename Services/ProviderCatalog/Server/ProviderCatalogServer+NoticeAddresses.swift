import Messages
import ProviderCatalogRules
import ProviderCatalogStore
import RPC
import ServiceKit
import Storage
import Telephony

extension ProviderCatalogServer {
  public func setNoticeAddresses(
    _ request: CatalogV1.SetNoticeAddressesRequest,
    context: ServerContext
  ) async throws -> CatalogV1.NoticeAddresses {
    let name = try context.resource(
      request.organization,
      pattern: "organizations/*",
      field: "organization"
    )
    let now = clock.now()
    return try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: cipher
    ) { transaction in
      let id = name.organization
      guard try OrganizationTable.find(id, in: transaction) != nil else {
        throw Refusal.resourceNotFound(name.text)
      }
      let before = try noticeAddresses.find(id, in: transaction)
      let addresses = try NoticeAddresses.replacing(before, of: id, with: request.emails, now: now)
      try noticeAddresses.save(addresses, in: transaction)
      // The event names the organization only: who is mailed is put in when it is sent.
      try publish(
        .noticeAddresses(.init(organization: name.text)),
        of: "\(name.text)/noticeAddresses",
        version: addresses.version,
        at: addresses.updateTime,
        in: transaction
      )
      return CatalogV1.NoticeAddresses(addresses)
    }
  }

  public func getNoticeAddresses(
    _ request: CatalogV1.GetNoticeAddressesRequest,
    context: ServerContext
  ) async throws -> CatalogV1.NoticeAddresses {
    let name = try context.resource(
      request.organization,
      pattern: "organizations/*",
      field: "organization"
    )
    let (principal, now) = (try context.authenticatedCaller().principal, clock.now())
    return try await database.write { transaction in
      guard try OrganizationTable.find(name.organization, in: transaction) != nil else {
        throw Refusal.resourceNotFound(name.text)
      }
      try PersonalReadings.note("\(name.text), notice addresses", by: principal, at: now, in: transaction)
      return try current(name.text, in: transaction)
    }
  }

  /// An event as services get it, with what is personal in it as it is now.
  func complete(_ event: CatalogV1.CatalogEvent) async throws -> CatalogV1.CatalogEvent {
    guard case .noticeAddresses(let named) = event.resource else { return event }
    var complete = event
    complete.resource = .noticeAddresses(try await database.read { try current(named.organization, in: $0) })
    return complete
  }

  private func current(
    _ organization: String,
    in transaction: Transaction
  ) throws -> CatalogV1.NoticeAddresses {
    let id = String(organization.trimmingPrefix("organizations/"))
    let found = try noticeAddresses.find(id, in: transaction)
    return found.map(CatalogV1.NoticeAddresses.init) ?? .init(organization: organization)
  }
}

extension CatalogV1.NoticeAddresses {
  init(_ addresses: NoticeAddresses) {
    self.init(
      organization: "organizations/\(addresses.organization)",
      emails: addresses.emails,
      updateTime: GoogleProtobuf.Timestamp(addresses.updateTime)
    )
  }
}
