import Foundation
import Messages
import NIOCore
import Protobuf
import RPC
import RPCTransport
import ServiceKit
import Testing

@testable import trunkline

/// domain.md section 2: a partner must be authorized and enrolled, whatever it calls.
@Suite struct PartnerTests {
  @Test(.timeLimit(.minutes(3)))
  func aPartnerThatMayNotActIsRefusedByEveryMethod() async throws {
    try await withSuite { suite in
      try await suite.withClient("operator") { support in
        try await support.found()
        _ = try await support.catalog.createPartner(
          .init(partnerId: "agent", partner: .init(displayName: "Agent", enrolled: true)),
          options: support.options
        )
        try await support.manage("partners/agent")
        let partner = try await AgentOfDemo.prepare(suite)
        defer { partner.close() }
        try await partner.wait(until: "OK")

        try await support.enroll(false)
        try await partner.wait(until: "PARTNER_NOT_ENROLLED")
        let refused = try await partner.callEverything()
        #expect(refused.count > 90)
        for (method, answer) in refused { #expect(answer == "PARTNER_NOT_ENROLLED", "\(method)") }

        try await support.enroll(true)
        try await partner.wait(until: "OK")
        // Now that it may act, whatever it is refused has another reason.
        for (method, answer) in try await partner.callEverything() {
          #expect(answer != "PARTNER_NOT_ENROLLED", "\(method)")
        }

        try await support.manage("")
        try await partner.wait(until: "PARTNER_NOT_ENROLLED")
        for (method, answer) in try await partner.callEverything() {
          #expect(answer == "PARTNER_NOT_ENROLLED", "\(method), managed by nobody")
        }
      }
    }
  }
}

extension GatewayClient {
  fileprivate func manage(_ partner: String) async throws {
    _ = try await catalog.setManagingPartner(
      .init(name: "organizations/demo", managingPartner: partner),
      options: options
    )
  }

  fileprivate func enroll(_ isEnrolled: Bool) async throws {
    _ = try await catalog.setPartnerEnrollment(
      .init(name: "partners/agent", enrolled: isEnrolled),
      options: options
    )
  }
}

/// Calls the gateway with the key of a partner that acts for `demo`.
private struct AgentOfDemo {
  private static let access: [UInt64: Access] = [2: .read, 3: .write, 7: .support]

  private let channel: ClientChannel
  private let key: String

  static func prepare(_ suite: RunningSuite) async throws -> AgentOfDemo {
    let key = "agent-of-demo"
    let caller = Caller(principal: "keys/agent", organization: "demo", role: .partner, partner: "agent")
    let file = try KeyFileOptions.parse(["--data", suite.layout.dataDirectory])
    try file.change { $0 = [APIKey(hash: APIKey.hash(of: key), caller: caller)] }
    return AgentOfDemo(
      channel: .init(targets: [.init(host: "127.0.0.1", port: suite.layout.port(.gateway))]),
      key: key
    )
  }

  func close() { channel.close() }

  private var options: CallOptions {
    CallOptions(timeout: .seconds(20), metadata: ["authorization": "Bearer \(key)"])
  }

  /// Waits until a reading of each service is answered so: each follows the catalog by itself.
  func wait(until answer: String) async throws {
    let readings = [
      "SearchNumbers", "ListOrders", "ListPortOrders", "GetNotificationContacts", "ListProviders",
    ]
    let end = ContinuousClock.now + .seconds(30)
    for (service, method) in Self.methods where readings.contains(method.name) {
      while true {
        let now = try await call(service, method)
        if answer == "OK" ? !["PARTNER_NOT_ENROLLED", "UNAUTHENTICATED"].contains(now) : now == answer {
          break
        }
        try #require(.now < end, "\(method.name): \(now)")
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  /// The reason with which each method that a partner may call refuses; `OK` when it does not.
  func callEverything() async throws -> [(method: String, reason: String)] {
    var answers: [(String, String)] = []
    for (service, method) in Self.methods {
      answers.append((method.fullName, try await call(service, method)))
    }
    return answers
  }

  private static var methods: [(service: String, method: MethodDescriptor)] {
    ProtoDescriptors.all.files.flatMap(\.services)
      .filter { isPublic($0.fullName) }
      .flatMap { service in service.methods.map { (service.fullName, $0) } }
      .filter { access[$0.1.numericOptions[50702] ?? 0] != nil }
  }

  private static func isPublic(_ service: String) -> Bool {
    service.hasPrefix("trunkline.") && !service.hasPrefix("trunkline.carrier.")
      && !["trunkline.ordering.v1.PstnOrderService", "trunkline.sandbox.v1.ClockService"].contains(service)
  }

  private func call(_ service: String, _ method: MethodDescriptor) async throws -> String {
    let bytes = try ProtoDescriptors.json.bytes(from: try request(of: method), type: method.request)
    let isUnary = !method.isServerStreaming && !method.isClientStreaming
    let called = Method(
      service: service,
      name: method.name,
      shape: isUnary ? .unary : .serverStreaming,
      access: .read
    )
    do {
      guard !isUnary else {
        _ = try await channel.unary(called, message: bytes, options: options)
        return "OK"
      }
      let stream = try await channel.open(called, options: options)
      try await stream.send(bytes)
      try await stream.finishSending()
      defer { stream.cancel() }
      // A stream of events that are still to come says that it is open, and no more.
      _ = try await stream.initialMetadata()
      if method.name.hasPrefix("Watch") { return try await refusalOfStream(stream) }
      _ = try await stream.next()
      return "OK"
    } catch let error as RPCError {
      return error.reason.isEmpty ? error.code.name : error.reason
    }
  }

  private func refusalOfStream(_ stream: any ClientStream) async throws -> String {
    try await withThrowingTaskGroup(of: String.self) { group in
      group.addTask {
        _ = try await stream.next()
        return "OK"
      }
      group.addTask {
        try await Task.sleep(for: .milliseconds(500))
        stream.cancel()
        return "OK"
      }
      defer { group.cancelAll() }
      return try await group.next() ?? "OK"
    }
  }

  /// With a name of the organization in every field that takes one.
  private func request(of method: MethodDescriptor) throws -> String {
    var object: [String: String] = [:]
    for field in ProtoDescriptors.all.message(named: method.request)?.fields ?? [] {
      guard field.kind == .string, !field.isRepeated,
        let start = field.comment.range(of: "`organizations/{organization}"),
        let end = field.comment[start.upperBound...].firstIndex(of: "`")
      else { continue }
      let form = field.comment[field.comment.index(after: start.lowerBound)..<end]
      object[field.jsonName] = form.split(separator: "/").map { part in
        switch part {
        case "{organization}": "demo"
        case "{digits}": "12015550123"
        default: part.hasPrefix("{") ? "none-1" : String(part)
        }
      }.joined(separator: "/")
    }
    return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
  }
}
