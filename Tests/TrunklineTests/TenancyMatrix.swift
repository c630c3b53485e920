import Foundation
import Messages
import NIOCore
import Protobuf
import RPC
import RPCTransport
import Testing

@testable import trunkline

/// The calls, made from the descriptors.
struct TenancyMatrix {
  typealias Tried = (methods: Int, fields: Int, calls: Int)

  private let own: TwoTenants
  private let channel: ClientChannel
  private let key: String

  init(_ suite: RunningSuite, own: TwoTenants) throws {
    self.own = own
    channel = .init(targets: [.init(host: "127.0.0.1", port: suite.layout.port(.gateway))])
    key = try #require(suite.keys.apiKey("demo-admin")?.key)
  }

  /// For one call: its deadline is an instant.
  private var options: CallOptions {
    CallOptions(timeout: .seconds(20), metadata: ["authorization": "Bearer \(key)"])
  }

  private var demo: [String: String] { own.ids["demo"] ?? [:] }
  private var other: [String: String] { own.ids["other"] ?? [:] }

  func close() { channel.close() }

  func run() async throws -> Tried {
    var tried: Tried = (0, 0, 0)
    for service in ProtoDescriptors.all.files.flatMap(\.services) where isPublic(service.fullName) {
      for method in service.methods where method.numericOptions[50702] != 6 {
        let fields = TenancyField.all(of: method.request)
        tried.methods += 1
        tried.fields += fields.count
        for field in fields { tried.calls += try await check(service.fullName, method, field, fields) }
      }
    }
    return tried
  }

  private func isPublic(_ service: String) -> Bool {
    service.hasPrefix("trunkline.") && !service.hasPrefix("trunkline.carrier.")
      && service != "trunkline.ordering.v1.PstnOrderService"
  }
}

// MARK: - What is tried
extension TenancyMatrix {
  private static let defects: [Substring] = ["INTERNAL", "UNKNOWN"]
  /// What a call must have so that the numbers in it are looked at.
  private static let companions = [
    "SetAssignee": #"{"assignee": {"kind": "USER", "id": "alice"}}"#,
    "SetCallerId": #"{"caller": {"kind": "USER", "id": "alice"}}"#,
    "ChangeNumberUsage": #"{"usage": "STANDARD"}"#,
    "SetCustomAddress": """
    {"address": {"countryCode": "US", "region": "NJ", "city": "Jersey City", "postalCode": "07302", \
    "street": "Montgomery St", "buildingNumber": "30"}}
    """,
  ]

  /// Calls with one field wrong in each way and all others right; returns how many calls that were.
  private func check(
    _ service: String,
    _ method: MethodDescriptor,
    _ field: TenancyField,
    _ fields: [TenancyField]
  ) async throws -> Int {
    let place = "\(method.fullName) \(field.text)"
    let names = wrongNames(method, field, fields)
    var answers: [String] = []
    for name in names { answers.append(try await call(service, method, field, name, fields)) }
    #expect(Set(answers).count == 1, "\(place): \(zip(names, answers).map { "\($0): \($1)" })")
    // A filter that nothing passes, and a field that is not asked for, are no reason to refuse.
    let isAsked =
      field.path[0].name != "filter" && !field.isPhoneNumber
      && !(method.name.hasPrefix("Update") && field.path.last?.name != "name")
    #expect(answers[0] != "OK" || !isAsked, "\(place)")

    let malformed = try await call(service, method, field, "organizations/Demo/../x", fields)
    #expect(!Self.defects.contains(malformed.prefix { $0 != " " }), "\(place) malformed: \(malformed)")
    #expect(malformed != "OK" || (!isAsked && field.path[0].name != "filter"), "\(place) malformed")
    // Own numbers are left alone: what gives them up does not ask twice.
    guard !method.isServerStreaming, !field.isPhoneNumber, field.isKnown(demo) else { return names.count + 1 }
    let right = try await call(service, method, field, field.name(demo), fields)
    #expect(!Self.defects.contains(right.prefix { $0 != " " }), "\(place) own: \(right)")
    return names.count + 2
  }

  /// What is another organization's, and what does not exist.
  private func wrongNames(_ method: MethodDescriptor, _ field: TenancyField, _ fields: [TenancyField])
    -> [String]
  {
    var names = [field.name(other), field.name(other, last: field.absentID)]
    guard field.isOfOrganization else { return names }
    names.append(field.name(["organizations": "nobody"]))
    // Where nothing else can be wrong, what the caller's own organization has not got looks the same, too.
    if fields.count == 1, isAlone(method.request), field.form != "organizations/{organization}" {
      names.append(field.name(demo, last: field.absentID))
    }
    return names
  }

  /// Whether a request has one field only.
  private func isAlone(_ request: String) -> Bool {
    ProtoDescriptors.all.message(named: request)?.fields.count == 1
  }
}

// MARK: - Calls
extension TenancyMatrix {
  /// `OK`, or the whole error with the name replaced, so that two can be compared.
  private func call(
    _ service: String,
    _ method: MethodDescriptor,
    _ field: TenancyField,
    _ name: String,
    _ fields: [TenancyField]
  ) async throws -> String {
    let companion = Data((Self.companions[method.name] ?? "{}").utf8)
    var object = try JSONSerialization.jsonObject(with: companion) as? [String: Any] ?? [:]
    var given = [field]
    for other in fields where !other.isPhoneNumber && !given.contains(where: other.excludes) {
      set(other.name(demo), at: other.path[...], in: &object)
      given.append(other)
    }
    set(name, at: field.path[...], in: &object)
    let json = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    let bytes = try ProtoDescriptors.json.bytes(from: json, type: method.request)
    do {
      try await send(bytes, service, method)
      return "OK"
    } catch let error as RPCError {
      let text = "\(error.code.name) \(error.message) \(error.details.map(Self.text))"
      let subject = name.replacing("/emergencyAddress", with: "")
      return text.replacing(subject, with: "NAME").replacing(subject.drop { $0 == "+" }, with: "DIGITS")
    }
  }

  private static func text(_ detail: ErrorDetail) -> String {
    guard case .errorInfo(let reason, let domain, let metadata) = detail else { return "\(detail)" }
    return "\(domain) \(reason) \(metadata.sorted { $0.key < $1.key })"
  }

  private func send(_ bytes: ByteBuffer, _ service: String, _ method: MethodDescriptor) async throws {
    let shape: Method.Shape =
      method.isClientStreaming ? .clientStreaming : method.isServerStreaming ? .serverStreaming : .unary
    let called = Method(service: service, name: method.name, shape: shape, access: .read)
    guard shape == .unary else {
      let stream = try await channel.open(called, options: options)
      defer { stream.cancel() }
      try await stream.send(bytes)
      try await stream.finishSending()
      _ = try await stream.next()
      return
    }
    let reply = try await channel.unary(called, message: bytes, options: options)
    let text = try ProtoDescriptors.json.string(from: reply.message, type: method.response)
    #expect(!text.contains("organizations/other"), "\(method.fullName) tells of others: \(text)")
  }

  private func set(_ value: String, at path: ArraySlice<TenancyField.Step>, in object: inout [String: Any]) {
    guard let first = path.first else { return }
    guard path.count > 1 else {
      object[first.name] = first.isRepeated ? [value] : value
      return
    }
    let before = first.isRepeated ? (object[first.name] as? [Any])?.first : object[first.name]
    var inner = before as? [String: Any] ?? [:]
    set(value, at: path.dropFirst(), in: &inner)
    object[first.name] = first.isRepeated ? [inner] : inner
  }
}
