import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import RPC
import ServiceKit
import Storage
import Telephony

// Each reading of personal data is noted before the answer (design.md section 5).
extension EmergencyAddressServer {
  public func getEmergencyAddress(
    _ request: EmergencyV1.GetEmergencyAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let subject = try own(request.name, field: "name", context)
    guard let record = memory.read({ $0.record(of: subject) }), record.isHeld else {
      throw Refusal.addressMissing(subject)
    }
    try await noteReading(of: request.name, context)
    return EmergencyV1.EmergencyAddress(record).with(notice: notice(for: request.name))
  }

  public func listAddressChanges(
    _ request: EmergencyV1.ListAddressChangesRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.ListAddressChangesResponse {
    let subject = try own(request.parent, field: "parent", context)
    let size = try PageSize(request.pageSize, standard: 20, largest: 100).count
    let token = try PageToken(request.pageToken)
    // One more than a page: the record before the last change is what it changed.
    let records = try await database.read { transaction in
      try addresses.history(of: subject, before: token.before, limit: size + 1, in: transaction)
    }
    if records.isEmpty, request.pageToken.isEmpty { throw Refusal.addressMissing(subject) }
    try await noteReading(of: "\(request.parent)/changes", context)
    let changes = records.prefix(size).enumerated().map { index, record in
      let before = records.indices.contains(index + 1) ? records[index + 1] : nil
      return EmergencyV1.AddressChange(record, before: before)
    }
    let hasMore = records.count > size
    return .init(
      changes: changes,
      nextPageToken: hasMore ? PageToken(before: records[size - 1].version).text : "",
      notice: notice(of: subject.organization)
    )
  }

  public func listAddressUses(
    _ request: EmergencyV1.ListAddressUsesRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.ListAddressUsesResponse {
    let subject = try own(request.parent, field: "parent", context)
    let size = try PageSize(request.pageSize, standard: 100, largest: 1_000).count
    let before = try PageToken(request.pageToken).before
    guard memory.read({ $0.record(of: subject)?.isHeld }) == true else {
      throw Refusal.addressMissing(subject)
    }
    let uses = memory.uses(of: subject).reversed().drop { Int64($0.digits) >= before }
    let page = uses.prefix(size)
    return .init(
      phoneNumbers: page.map(\.e164),
      nextPageToken: uses.count > page.count
        ? page.last.map { PageToken(before: Int64($0.digits)).text } ?? "" : "",
      notice: notice(of: subject.organization)
    )
  }

  public func getEffectiveAddress(
    _ request: EmergencyV1.GetEffectiveAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EffectiveAddress {
    let number = try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let caller = try context.authenticatedCaller()
    let time = request.asOf.map { Instant($0) } ?? clock.now()
    let (location, effective) = try await database.read { transaction in
      let past = AddressPast(addresses, at: time, in: transaction)
      guard let location = try past.location(of: number), caller.mayAct(for: location.organization) else {
        throw Refusal.numberUnknown(number)
      }
      return (location, try past.effective(number, at: location))
    }
    guard let effective else { throw Refusal.addressMissing(.location(location.name), kind: .precondition) }
    try await noteReading(of: "\(effective.record.subject.addressName) as of \(time.rfc3339)", context)
    var answer = EmergencyV1.EffectiveAddress(number, effective, location: location.name)
    answer.notice = notice(for: location.name)
    answer.stalenessMilliseconds = stalenessMilliseconds(at: clock.now())
    return answer
  }

  public func getLocationObject(
    _ request: EmergencyV1.GetLocationObjectRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.LocationObject {
    let number = try TelephoneNumber(strictE164: request.phoneNumber, field: "phone_number")
    let caller = try context.authenticatedCaller()
    let (place, effective) = memory.read { ($0.place(of: number), $0.effective(number)) }
    guard let place, caller.mayAct(for: place.organization) else { throw Refusal.numberUnknown(number) }
    guard let effective else {
      throw Refusal.addressMissing(.location(place.location.name), kind: .precondition)
    }
    try await noteReading(of: effective.record.subject.addressName, context)
    let notice = notice(of: place.organization)
    let document = LocationObject.document(number, effective.record, notice: notice)
    return .init(phoneNumber: number.e164, document: document, notice: notice)
  }

  /// The subject of an address, when the caller may see it.
  private func own(
    _ name: String,
    field: String,
    _ context: ServerContext
  ) throws -> AddressSubject {
    let subject = try AddressSubject(addressName: name, field: field)
    guard context.caller?.mayAct(for: subject.organization) == true else { throw subject.unknown }
    if case .location(let location) = subject, memory.read({ $0.place(named: location) == nil }) {
      throw subject.unknown
    }
    return subject
  }

  func noteReading(of resource: String, _ context: ServerContext) async throws {
    let principal = try context.authenticatedCaller().principal
    let now = clock.now()
    try await database.write { try PersonalReadings.note(resource, by: principal, at: now, in: $0) }
  }
}

extension EmergencyV1.AddressChange {
  fileprivate init(_ record: AddressRecord, before: AddressRecord?) {
    self.init(
      createTime: GoogleProtobuf.Timestamp(record.time),
      principal: record.principal,
      action: .init(rawValue: Int32(record.action.rawValue)),
      before: before.map { EmergencyV1.EmergencyAddress($0) },
      after: EmergencyV1.EmergencyAddress(record)
    )
  }
}
