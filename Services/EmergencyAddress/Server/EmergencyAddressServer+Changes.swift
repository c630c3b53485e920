import EmergencyAddressRules
import EmergencyAddressStore
import Messages
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension EmergencyAddressServer {
  public func setLocationAddress(
    _ request: EmergencyV1.SetLocationAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let subject = try location(request.location)
    let address = CivicAddress(request.address ?? .init())
    return try await change(request, request.requestId, context, of: { _ in subject }) {
      (book, subject, author) throws(Refusal) in
      try book.giving(address, information: request.additionalInformation, to: subject, by: author)
    }
  }

  public func setCustomAddress(
    _ request: EmergencyV1.SetCustomAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let holder = try CustomSubject(request.subject)
    let address = CivicAddress(request.address ?? .init())
    return try await change(request, request.requestId, context, of: holder.subject) {
      (book, subject, author) throws(Refusal) in
      try book.giving(address, information: request.additionalInformation, to: subject, by: author)
    }
  }

  public func resetCustomAddress(
    _ request: EmergencyV1.ResetCustomAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.ResetCustomAddressResponse {
    let holder = try CustomSubject(request.subject)
    let removed = try await change(request, request.requestId, context, of: holder.subject) {
      (book, subject, author) throws(Refusal) in
      try book.removing(subject, by: author)
    }
    return .init(removed: removed, notice: removed.notice)
  }

  public func deleteLocationAddress(
    _ request: EmergencyV1.DeleteLocationAddressRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.DeleteLocationAddressResponse {
    let subject = try location(request.location)
    let removed = try await change(request, request.requestId, context, of: { _ in subject }) {
      (book, subject, author) throws(Refusal) in
      try book.removing(subject, by: author)
    }
    return .init(removed: removed, notice: removed.notice)
  }

  public func setAdditionalInformation(
    _ request: EmergencyV1.SetAdditionalInformationRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let subject = try AddressSubject(addressName: request.name, field: "name")
    return try await change(request, request.requestId, context, of: { _ in subject }) {
      (book, subject, author) throws(Refusal) in
      try book.informing(subject, request.additionalInformation, by: author)
    }
  }

  public func resolveCorrection(
    _ request: EmergencyV1.ResolveCorrectionRequest,
    context: ServerContext
  ) async throws -> EmergencyV1.EmergencyAddress {
    let subject = try AddressSubject(addressName: request.name, field: "name")
    guard request.decision == .accept || request.decision == .refuse else {
      throw Refusal(violations: [.required("decision", "ACCEPT or REFUSE")])
    }
    return try await change(request, request.requestId, context, of: { _ in subject }) {
      (book, subject, author) throws(Refusal) in
      try book.resolving(
        subject,
        version: ETag.version(request.etag),
        accept: request.decision == .accept,
        by: author
      )
    }
  }

  private func location(_ name: String) throws(Refusal) -> AddressSubject {
    .location(try ResourceName(name, pattern: Self.locationPattern, field: "location").text)
  }
}

// MARK: - How all changes are made
extension EmergencyAddressServer {
  private typealias Decide =
    @Sendable (borrowing AddressBook, AddressSubject, AddressAuthor) throws(Refusal) -> AddressRecord

  /// Decides by the book, and answers with what is durable then.
  private func change(
    _ request: some ProtobufMessage,
    _ requestID: String,
    _ context: ServerContext,
    of subject: @escaping @Sendable (borrowing AddressBook) throws(Refusal) -> AddressSubject,
    _ decide: @escaping Decide
  ) async throws -> EmergencyV1.EmergencyAddress {
    let caller = try context.authenticatedCaller()
    let message = try await patiently(context) {
      try await writes.runSealed(request, requestID: requestID, context: context, cipher: cipher) {
        transaction in
        let author = AddressAuthor(principal: caller.principal, time: clock.now())
        let record = try memory.read { (book) throws(Refusal) in
          let subject = try subject(book)
          guard caller.mayAct(for: subject.organization) else { throw subject.unknown }
          return try decide(book, subject, author)
        }
        try store(record, in: transaction)
        return EmergencyV1.EmergencyAddress(record)
      }
    }
    return message.with(notice: notice(for: message.name))
  }

  func notice(for name: String) -> String {
    notice(of: name.split(separator: "/").dropFirst().first.map(String.init) ?? "")
  }

  /// What every reply about addresses of an organization, named by its id, says beside its answer (domain.md section 2).
  func notice(of organization: String) -> String {
    LookUpAnswers.notice(for: memory.read { $0.organization(organization) })
  }

  /// Tries again as long as facts come in and patience lasts, when the refusal may be due to facts that are on their
  /// way: whoever makes a location and gives it an address at once is faster than the catalog's events.
  private func patiently<Answer>(
    _ context: ServerContext,
    _ attempt: () async throws -> Answer
  ) async throws -> Answer {
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

  /// Not more than half of the time that the caller waits, so that it hears of the refusal and not of its deadline.
  private func patience(of context: ServerContext) -> Duration {
    guard let deadline = context.deadline else { return patience }
    return min(patience, .nanoseconds(max(0, deadline.remaining.nanoseconds / 2)))
  }
}

extension AddressSubject {
  /// The answer for one that is absent, and for one of another tenant.
  var unknown: Refusal {
    if case .number(let number, _) = self { .numberUnknown(number) } else { .subjectUnknown(self) }
  }
}

extension Refusal {
  /// Whether a fact that has not come yet would change it.
  fileprivate var mayBeEarly: Bool {
    ["LOCATION_UNKNOWN", "NUMBER_UNKNOWN", "OUTBOUND_CALLING_PLAN_REQUIRED", "COUNTRY_NOT_SUPPORTED"]
      .contains(reason)
  }
}
