import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

// Who is told of emergency calls, and the calls of which they are told (domain.md section 6; 47 CFR 9.16).
extension EmergencyAddressServer {
  public func setNotificationContacts(
    _ request: EmergencyV1.SetNotificationContactsRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.NotificationContacts {
    let name = try ownLocation(request.location, context)
    let given = request.contacts.map(NotificationContact.init)
    let violations = NotificationContact.violations(given)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    try memory.read { (book) throws(Refusal) in try book.checkLicence(.location(name)) }
    let author = AddressAuthor(principal: try context.authenticatedCaller().principal, time: clock.now())
    return try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: cipher
    ) { transaction in
      try contacts.save(given, of: name, by: author, in: transaction)
      return .init(
        location: name,
        contacts: request.contacts,
        updateTime: .init(author.time),
        notice: notice(for: name)
      )
    }
  }

  public func getNotificationContacts(
    _ request: EmergencyV1.GetNotificationContactsRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.NotificationContacts {
    let name = try ownLocation(request.location, context)
    let found = try await database.read { try contacts.find(name, in: $0) }
    try await noteReading(of: "\(name)/notificationContacts", context)
    return .init(
      location: name,
      contacts: found?.contacts.map { .init($0) } ?? [],
      updateTime: found.map { .init($0.updateTime) },
      notice: notice(for: name)
    )
  }

  public func reportEmergencyCall(
    _ request: EmergencyV1.ReportEmergencyCallRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.ReportEmergencyCallResponse {
    let number = try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let now = clock.now()
    return try await writes.runSealed(
      request,
      requestID: request.requestId,
      context: context,
      cipher: cipher
    ) { transaction in
      let (place, effective) = memory.read { ($0.place(of: number), $0.effective(number)) }
      guard let place else { throw Refusal.numberUnknown(number) }
      let location = place.location.name
      let told = try contacts.find(location, in: transaction)?.contacts ?? []
      let call = EmergencyV1.EmergencyCallPlaced(
        address: effective.map { .init(number, $0, location: location) }
          ?? .init(phoneNumber: number.e164, location: location),
        callTime: request.callTime ?? .init(now),
        contacts: told.map { .init($0) }
      )
      try appendEvent(
        .emergencyCallPlaced(call),
        of: location,
        version: now.milliseconds,
        at: now,
        in: transaction
      )
      return .init(contactCount: Int32(told.count), notice: notice(of: place.organization))
    }
  }

  private func ownLocation(_ text: String, _ context: ServerContext) throws -> String {
    let name = try ResourceName(text, pattern: Self.locationPattern, field: "location")
    let subject = AddressSubject.location(name.text)
    guard context.caller?.mayAct(for: name.organization) == true,
      memory.read({ $0.place(named: name.text) != nil })
    else { throw Refusal.subjectUnknown(subject) }
    return name.text
  }
}
