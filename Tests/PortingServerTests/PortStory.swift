import Foundation
import Messages
import RPC
import Telephony
import Testing

/// A port order that is filled in as its country asks, and followed through.
struct PortStory: Sendable {
  let bench: PortingBench
  let name: String

  static let pdf = Array("%PDF-1.4 a document of a test".utf8)

  /// What a losing carrier wants to know, and what countries ask for.
  static func details(_ numbers: [String]) -> PortingV1.PortDetails {
    PortingV1.PortDetails(
      accountNumber: "A-1000",
      pin: "4711",
      billingNumber: numbers.first ?? "",
      authorizedName: "Ada Byron",
      companyName: "Acme Inc.",
      serviceAddress: address(numbers.first ?? ""),
      contactEmails: ["ada@example.com"],
      values: [
        .init(field: "SIRET", text: "35600000000048"), .init(field: "VAT_OR_TAX_ID", text: "123456789"),
        .init(field: "VAT_OR_REGISTRATION_NUMBER", text: "IT00743110157"),
        .init(field: "MIGRATION_CODE", text: "OPB1234567890123456"),
        .init(field: "FISCAL_CODE", text: "RSSMRA85T10A562S"),
        .init(field: "ACN_OR_ABN", text: "51824753556"),
      ]
    )
  }

  /// Where a number is.
  static func address(_ number: String, city: String = "Jersey City", postalCode: String = "07302")
    -> TypeV1.CivicAddress
  {
    let (country, region, town, code) =
      switch number.prefix(3) {
      case "+33": ("FR", "", "Paris", "75001")
      case "+39": ("IT", "RM", "Roma", "00187")
      case "+49": ("DE", "", "Berlin", "10117")
      case "+61": ("AU", "NSW", "Sydney", "2000")
      default: ("US", "NJ", city, postalCode)
      }
    return .init(
      countryCode: country,
      region: region,
      city: town,
      postalCode: code,
      street: "Long Street",
      buildingNumber: "1"
    )
  }

  /// The port code of a French number (domain.md section 5), by the formula once more.
  static func rio(of number: String) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+")
    let given = "01PABCDEF"
    let check = [1, 2, 4].map { factor in
      "\(given)0\(number.dropFirst(3))".reduce(0) { (factor * $0 + (alphabet.firstIndex(of: $1) ?? 0)) % 37 }
    }
    return given + String(check.map { alphabet[$0] })
  }

  /// A draft with everything but its letter and documents.
  static func draft(
    _ bench: PortingBench,
    _ numbers: [String],
    at location: String = "hq",
    type: String = "",
    details: PortingV1.PortDetails? = nil
  ) async throws -> PortStory {
    let dates = try await bench.calls.dates(location, numbers, type: type)
    let order = PortingV1.PortOrder(
      location: "organizations/acme/locations/\(location)",
      numbers: numbers.map { .init(phoneNumber: $0) },
      portType: type,
      desiredTime: dates.slots.last?.startTime,
      details: details ?? Self.details(numbers)
    )
    let request = PortingV1.CreatePortOrderRequest(
      parent: "organizations/acme",
      portOrder: order,
      requestId: UUID().uuidString
    )
    let made = try await bench.calls.client.createPortOrder(
      request,
      options: bench.calls.options("acme-admin")
    )
    return PortStory(bench: bench, name: made.name)
  }

  /// A draft that can be submitted.
  static func ready(
    _ bench: PortingBench,
    _ numbers: [String],
    at location: String = "hq",
    type: String = "",
    details: PortingV1.PortDetails? = nil
  ) async throws -> PortStory {
    let story = try await draft(bench, numbers, at: location, type: type, details: details)
    if ["hq", "desk"].contains(location) {
      try await story.sign()
    } else {
      try await story.upload("LETTER_OF_AGENCY")
    }
    for violation in try await story.violations() where violation.code == "DOCUMENT_REQUIRED" {
      try await story.upload(String(violation.field.trimmingPrefix("documents.")))
    }
    try await story.upload("BILL")
    return story
  }

  private var client: PortingV1.PortingServiceClient { bench.calls.client }
  private var options: CallOptions { bench.calls.options("acme-admin") }

  func sign() async throws {
    let request = PortingV1.SignLetterRequest(
      name: name,
      givenName: "Ada",
      familyName: "Byron",
      jobTitle: "Owner",
      requestId: UUID().uuidString
    )
    _ = try await client.signLetter(request, options: options)
  }

  @discardableResult
  func upload(
    _ kind: String,
    _ bytes: [UInt8] = pdf,
    issued: String = "2026-11-20"
  ) async throws -> PortingV1.PortDocument {
    let call = try await client.uploadPortDocument(options: options)
    let description = PortingV1.DocumentDescription(
      portOrder: name,
      document: .init(kind: kind, issueDate: issued)
    )
    try await call.send(.init(part: .description(description)))
    for start in stride(from: 0, to: bytes.count, by: 32_768) {
      try await call.send(.init(part: .chunk(Array(bytes[start..<min(start + 32_768, bytes.count)]))))
    }
    return try await call.finish()
  }

  func violations() async throws -> [PortingV1.PortViolation] {
    try await client.validatePortOrder(.init(name: name), options: options).violations
  }

  @discardableResult
  func submit(
    _ paths: [String] = [],
    _ changes: PortingV1.PortOrder = .init()
  ) async throws -> PortingV1.PortOrder {
    let request = PortingV1.SubmitPortOrderRequest(
      name: name,
      changes: changes,
      updatePaths: paths,
      requestId: UUID().uuidString
    )
    return try await client.submitPortOrder(request, options: options)
  }

  func order() async throws -> PortingV1.PortOrder { try await bench.calls.get(name) }

  func history() async throws -> [String] {
    try await client.listPortHistory(.init(name: name), options: options).entries.map(\.event)
  }

  /// Waits until the order is in a phase.
  @discardableResult
  func reached(
    _ phase: String,
    _ location: SourceLocation = #_sourceLocation
  ) async throws -> PortingV1.PortOrder {
    var order = try await order()
    for _ in 0..<1_000 where order.phase != phase {
      try await Task.sleep(for: .milliseconds(5))
      order = try await self.order()
    }
    #expect(order.phase == phase, "\(order.meaning)", sourceLocation: location)
    return order
  }

  /// Lets hours pass.
  func pass(hours: Int) { bench.clock.advance(by: .seconds(hours * 3_600)) }

  /// Lets time pass until the firm date has come.
  func passToFirmDate() async throws {
    let order = try await reached("DATE_IS_FIRM")
    let firm = try #require(order.firmTime.map { Instant(seconds: $0.seconds, nanoseconds: $0.nanos) })
    bench.clock.advance(by: firm - bench.clock.now())
  }

  /// From a submission to the firm date, when nothing goes wrong.
  func comeToFirmDate() async throws {
    try await reached("WAITING_FOR_CARRIER")
    pass(hours: 1)
    try await reached("WAITING_FOR_FIRM_DATE")
    pass(hours: 3)
    try await passToFirmDate()
  }

  /// From a submission to the end, when nothing goes wrong.
  @discardableResult
  func complete() async throws -> PortingV1.PortOrder {
    try await comeToFirmDate()
    return try await reached("COMPLETED")
  }
}
