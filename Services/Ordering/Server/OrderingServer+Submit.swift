import Messages
import NIOCore
import OrderingRules
import OrderingStore
import Protobuf
import RPC
import ServiceKit
import Storage
import Telephony

extension OrderingServer {
  /// As many as an emergency address takes.
  private static let maximumInformationCharacters = 400

  func submitOrder(
    _ request: OrderingV1.SubmitOrderRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.name, for: OrderAccess.ordering, context).text
    let now = clock.now()
    guard !request.validateOnly else {
      let principal = try context.authenticatedCaller().principal
      return try await database.read { transaction in
        guard let stored = try OrderReader(transaction).order(named: name), !stored.order.isIntent else {
          throw Refusal.resourceNotFound(name)
        }
        let command = try Self.submission(of: stored, request.applicant, now: now, in: transaction)
        let next = try stored.order.applying(command, by: principal, now: now)
        return OrderingV1.Order(next, sequence: stored.sequence)
      }
    }
    let personal = PersonalTable(cipher: cipher)
    return try await change(name, request, requestID: request.requestId, context) { stored, transaction in
      if let applicant = request.applicant {
        let content = Array(applicant.serialized().readableBytesView)
        let sealed = try personal.seal(content, as: .applicant, ofOrder: name)
        try personal.put(sealed, as: .applicant, of: stored, in: transaction)
      }
      return try Self.submission(of: stored, request.applicant, now: now, in: transaction)
    }
  }

  private static func submission(
    of stored: StoredOrder,
    _ applicant: OrderingV1.Applicant?,
    now: Instant,
    in transaction: Transaction
  ) throws -> OrderCommand {
    let order = stored.order
    let calendar = try BusinessCalendar(order, in: transaction)
    let tables = CatalogTables(transaction)
    let country = try tables.location(order.draft.location)?.countryCode ?? ""
    let addressRules = try tables.country(country).map(AddressRules.init)
    let problems = applicant.map { applicant in
      Applicant(applicant)
        .violations(
          terms: order.draft.terms,
          country: country,
          addressRules: addressRules,
          today: calendar.day(of: now),
          path: "applicant"
        )
    }
    return .submit(applicantProblems: problems, calendar)
  }

  func provideEmergencyInformation(
    _ request: OrderingV1.ProvideEmergencyInformationRequest,
    context: ServerContext
  ) async throws -> OrderingV1.Order {
    let name = try order(request.name, for: OrderAccess.ordering, context).text
    guard request.information.contains(where: { !$0.isWhitespace }) else {
      throw Refusal(violations: [.required("information", "the additional information")])
    }
    guard Self.isInformation(request.information) else {
      throw Refusal(violations: [
        Violation(
          field: "information",
          reason: "INVALID_TEXT",
          description:
            "Give at most \(Self.maximumInformationCharacters) characters, of controls only ends of lines."
        )
      ])
    }
    let personal = PersonalTable(cipher: cipher)
    let content = Array(request.information.utf8)
    let sealed = try personal.seal(content, as: .emergencyInformation, ofOrder: name)
    let order = try await change(name, request, requestID: request.requestId, context) {
      stored,
      transaction in
      try personal.put(sealed, as: .emergencyInformation, of: stored, in: transaction)
      let passing = PassedInformation(
        order: name,
        organization: stored.order.organization,
        location: stored.order.draft.location,
        version: stored.order.version,
        sealed: sealed
      )
      try PassedInformationTable(transaction).put(passing)
      return .giveEmergencyInformation(try BusinessCalendar(stored.order, in: transaction))
    }
    informing.takeUp(name)
    return order
  }

  private static func isInformation(_ text: String) -> Bool {
    text.count <= maximumInformationCharacters
      && text.unicodeScalars.allSatisfy { $0.value >= 32 || $0 == "\n" }
  }
}
