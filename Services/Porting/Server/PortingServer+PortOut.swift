import Foundation
import Messages
import PortingRules
import PortingStore
import RPC
import ServiceKit
import Storage
import Telephony

// Numbers that go to other carriers.
extension PortingServer {
  private static let portOutPattern = "organizations/*/portOuts/*"

  func requestPortOut(
    _ request: PortingV1.RequestPortOutRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOut {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let numbers = try Self.numbers(request)
    guard let portTime = request.portTime.map(Instant.init) else {
      throw Refusal(violations: [.required("port_time", "when the numbers shall go")])
    }
    let (now, cipher) = (clock.now(), cipher)
    let named = PortOutProtection(
      accountNumber: request.accountNumber,
      pin: request.pin,
      postalCode: request.postalCode
    )
    let id = DerivedUUID.make(
      "port out",
      parent.text,
      request.requestId.isEmpty ? UUID().uuidString : request.requestId
    )
    // Without the inventory it goes on: whether the numbers are the organization's turns out on the day at the latest.
    let locations = try? await worker.inventory.locations(of: numbers, organization: parent.organization)
    return try await catalog.deciding(organization: parent.organization, location: "", context: context) {
      try await writes.runSealed(request, requestID: request.requestId, context: context, cipher: cipher) {
        let transaction = $0
        // Whether it is a trial has to be known: of what is not known nothing goes.
        guard try CatalogTables(transaction).organization(parent.text)?.accountType == .paid else {
          throw Refusal.noPortOutOfTrial
        }
        let protection = try PortOutTable(transaction).protection(of: parent.organization, cipher: cipher)
        let answerUntil = try Self.answerUntil(numbers, locations, now: now, in: transaction)
        guard portTime >= answerUntil else { throw Refusal(violations: [.tooEarly(answerUntil)]) }
        let portOut = PortOut(
          name: "\(parent.text)/portOuts/\(id)",
          organization: parent.organization,
          numbers: numbers,
          gainingCarrier: request.gainingCarrier,
          portTime: portTime,
          answerUntil: answerUntil,
          isProtected: protection != nil,
          rejection: protection?.rejection(named: named)
            ?? (locations.map { $0.count < numbers.count } == true ? .tnMismatch : nil),
          now: now
        )
        try PortOutWork.save(portOut, in: transaction)
        return PortingV1.PortOut(portOut)
      }
    }
  }

  /// domain.md section 5: unanswered, it is accepted after one business day, by the working days of each place that has
  /// numbers of it.
  private static func answerUntil(
    _ numbers: [TelephoneNumber],
    _ locations: [TelephoneNumber: String]?,
    now: Instant,
    in transaction: Transaction
  ) throws -> Instant {
    let places = try Set((locations ?? [:]).values).compactMap { try PortPlace($0, in: transaction) }
    let ends = places.map { $0.calendar(for: numbers).end(ofBusinessDays: 1, after: now) }
    return ends.max() ?? BusinessCalendar().end(ofBusinessDays: 1, after: now)
  }

  private static func numbers(
    _ request: PortingV1.RequestPortOutRequest
  ) throws(Refusal) -> [TelephoneNumber] {
    let numbers = request.phoneNumbers.compactMap(TelephoneNumber.init(e164:))
    guard !numbers.isEmpty, Set(numbers).count == request.phoneNumbers.count,
      numbers.count <= PortabilityCheck.largestCheck
    else { throw Refusal(violations: [.invalidPhoneNumber("phone_numbers")]) }
    guard request.gainingCarrier.isPlainText(atMost: 100), !request.gainingCarrier.isEmpty else {
      throw Refusal(violations: [.required("gaining_carrier", "the name of the carrier")])
    }
    return numbers
  }

  func answerPortOut(
    _ request: PortingV1.AnswerPortOutRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOut {
    let name = try context.resource(request.name, pattern: Self.portOutPattern, field: "name")
    let now = clock.now()
    let answer = try await writes.run(request, requestID: request.requestId, context: context) {
      transaction -> PortingV1.PortOut in
      guard let stored = try PortOutTable(transaction).find(name.text) else {
        throw Refusal.resourceNotFound(name.text)
      }
      let portOut = try stored.answered(accepted: request.accepted, reason: request.reason, now: now)
      try PortOutWork.save(portOut, in: transaction)
      return PortingV1.PortOut(portOut)
    }
    journal.wakeUp.signal()
    return answer
  }

  func getPortOut(
    _ request: PortingV1.GetPortOutRequest,
    context: ServerContext
  ) async throws -> PortingV1.PortOut {
    let name = try context.resource(request.name, pattern: Self.portOutPattern, field: "name")
    guard let portOut = try await database.read({ try PortOutTable($0).find(name.text) }) else {
      throw Refusal.resourceNotFound(name.text)
    }
    return PortingV1.PortOut(portOut)
  }

  func listPortOuts(
    _ request: PortingV1.ListPortOutsRequest,
    context: ServerContext
  ) async throws -> PortingV1.ListPortOutsResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    let size = try PageSize(request.pageSize, standard: 50, largest: 1_000).count
    let before = try PageToken(request.pageToken).before
    let found = try await database.read {
      try PortOutTable($0).list(ofOrganization: parent.organization, before: before, limit: size + 1)
    }
    let page = found.prefix(size)
    return .init(
      portOuts: page.map { PortingV1.PortOut($0.portOut) },
      nextPageToken: found.count > size ? page.last.map { PageToken(before: $0.sequence).text } ?? "" : ""
    )
  }

  func setPortOutProtection(
    _ request: PortingV1.SetPortOutProtectionRequest,
    context: ServerContext
  ) async throws -> PortingV1.SetPortOutProtectionResponse {
    let parent = try context.resource(request.parent, pattern: "organizations/*", field: "parent")
    for text in [request.accountNumber, request.pin, request.postalCode] where !text.isPlainText(atMost: 100)
    {
      throw Refusal(violations: [.text("account_number, pin or postal_code", atMost: 100)])
    }
    let violations =
      Self.accountViolations(request.accountNumber, of: parent) + Self.emailViolations(request.noticeEmails)
    guard violations.isEmpty else { throw Refusal(violations: violations) }
    let protection = PortOutProtection(
      accountNumber: request.accountNumber,
      pin: request.pin,
      postalCode: request.postalCode,
      noticeEmails: request.noticeEmails
    )
    let cipher = cipher
    return try await writes.runSealed(request, requestID: request.requestId, context: context, cipher: cipher)
    {
      try PortOutTable($0).set(protection, of: parent.organization, cipher: cipher)
      return .init()
    }
  }
}

extension PortingServer {
  private static let mostEmails = 20

  private static func accountViolations(_ account: String, of parent: ResourceName) -> [Violation] {
    if account.isEmpty { return [.required("account_number", "what a carrier has to name")] }
    // Everybody who sees the name of a resource knows it.
    guard account == parent.organization || account == parent.text else { return [] }
    return [
      Violation(
        field: "account_number",
        reason: "ACCOUNT_NUMBER_KNOWN",
        description: "It is the name of the organization, which many know. Choose another."
      )
    ]
  }

  private static func emailViolations(_ emails: [String]) -> [Violation] {
    guard emails.count <= mostEmails else {
      return [
        Violation(
          field: "notice_emails",
          reason: "TOO_MANY_CONTACTS",
          description: "There are \(emails.count). Give at most \(mostEmails)."
        )
      ]
    }
    return emails.enumerated().filter { !$0.element.isEmailAddress }.map { index, _ in
      Violation(
        field: "notice_emails[\(index)]",
        reason: "INVALID_EMAIL",
        description: "It is no e-mail address such as name@example.com."
      )
    }
  }
}

extension Violation {
  fileprivate static func tooEarly(_ answerUntil: Instant) -> Violation {
    Violation(
      field: "port_time",
      reason: "BEFORE_ANSWER_TIME",
      description: "The customer has until \(answerUntil) to answer. Give that or a later time."
    )
  }
}

extension Refusal {
  fileprivate static var noPortOutOfTrial: Refusal {
    var refusal = Refusal(violations: [
      Violation(
        field: "parent",
        reason: "NOT_AVAILABLE_ON_TRIAL",
        description: "The organization is a trial: its numbers cannot be ported out."
      )
    ])
    refusal.kind = .precondition
    return refusal
  }
}
