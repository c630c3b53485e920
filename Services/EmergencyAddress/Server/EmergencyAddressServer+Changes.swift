import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

extension EmergencyAddressServer {
  public func setLocationAddress(
    _ request: EmergencyV1.SetLocationAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let name = try ResourceName(request.location, pattern: Self.locationPattern, field: "location")
    let caller = try context.authenticatedCaller()
    guard caller.mayAct(for: name.organization) else { throw LocationAddress.locationUnknown(name.text) }
    return try await patiently(context) {
      let message = try await writes.runSealed(
        request,
        requestID: request.requestId,
        context: context,
        cipher: cipher
      ) { transaction in
        let address = try set(request, of: name, by: caller.principal, in: transaction)
        return EmergencyV1.EmergencyAddress(address)
      }
      memory.note(message, of: name.text)
      return message.with(notice: LookUpAnswers.notice(for: memory.place(named: name.text)?.organization))
    }
  }

  private func set(
    _ request: EmergencyV1.SetLocationAddressRequest,
    of name: ResourceName,
    by principal: String,
    in transaction: Transaction
  ) throws -> LocationAddress {
    let known = try KnownLocationTable.find(name.text, in: transaction)
    let address = try LocationAddress.set(
      CivicAddress(request.address ?? TypeV1.CivicAddress()),
      locationName: name.text,
      location: known.flatMap { $0.location.countryCode.isEmpty ? nil : $0.location },
      rules: known.flatMap { memory.addressRules(of: $0.location.countryCode) },
      organization: try KnownOrganizationTable.find(name.organization, in: transaction),
      currentVersion: try known.map { try addresses.version(of: $0, in: transaction) } ?? 0,
      now: clock.now()
    )
    guard let known else { throw LocationAddress.locationUnknown(name.text) }
    try addresses.append(address, of: known, by: principal, in: transaction)
    return address
  }

  /// Tries again as long as facts come in and patience lasts, when the refusal may be due to facts that are on their
  /// way: whoever makes a location and gives it an address at once is faster than the catalog's events.
  private func patiently(
    _ context: ServerContext,
    _ attempt: () async throws -> EmergencyV1.EmergencyAddress
  ) async throws -> EmergencyV1.EmergencyAddress {
    let end = ContinuousClock.now + patience(of: context)
    while true {
      let seen = memory.changes.count
      do {
        return try await attempt()
      } catch let refusal as Refusal where refusal.mayBeEarly {
        let left = end - ContinuousClock.now
        guard left > .zero, !context.isCancelled else { throw refusal }
        await memory.changes.wait(after: seen, atMost: left)
      }
    }
  }
}

extension EmergencyAddressServer {
  /// Not more than half of the time that the caller waits, so that it hears of the refusal and not of its deadline.
  private func patience(of context: ServerContext) -> Duration {
    guard let deadline = context.deadline else { return patience }
    return min(patience, .nanoseconds(max(0, deadline.remaining.nanoseconds / 2)))
  }
}

extension Refusal {
  /// Whether a fact of the catalog that has not come yet would change it.
  fileprivate var mayBeEarly: Bool {
    ["LOCATION_UNKNOWN", "OUTBOUND_CALLING_PLAN_REQUIRED", "COUNTRY_NOT_SUPPORTED"].contains(reason)
  }
}
