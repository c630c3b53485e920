import Foundation
import Messages
import NIOCore
import Protobuf
import RPC
import RPCTransport
import Testing

@testable import trunkline

/// Every method, every field that names something of an organization, and every way in which the name can be wrong:
/// what belongs to another tenant looks like what does not exist (design.md section 3).
@Suite struct TenancyTests {
  @Test(.timeLimit(.minutes(3)))
  func anothersAndAnAbsentNameLookTheSame() async throws {
    try await withSuite { suite in
      let own = try await TwoTenants.prepare(suite)
      let matrix = try TenancyMatrix(suite, own: own)
      let tried = try await matrix.run()
      matrix.close()
      #expect(tried.methods > 80 && tried.fields > 90 && tried.calls > 500, "\(tried)")
      print("tenancy: \(tried.methods) methods, \(tried.fields) fields, \(tried.calls) calls")
    }
  }
}

/// What `demo` and `other` have, under the same ids where ids can be chosen.
private struct TwoTenants {
  /// Ids by collection, such as `locations`, of each organization.
  var ids: [String: [String: String]]

  static func prepare(_ suite: RunningSuite) async throws -> TwoTenants {
    var tenants = TwoTenants(ids: [:])
    try await suite.withClient("operator") { try await $0.stockJerseyCity() }
    for id in ["demo", "other"] {
      try await suite.withClient("operator") { try await $0.found(id) }
      tenants.ids[id] = try await suite.withClient("\(id)-admin") { try await resources(of: id, $0) }
    }
    return tenants
  }

  private static func resources(of id: String, _ client: GatewayClient) async throws -> [String: String] {
    let parent = "organizations/\(id)"
    let location = try await client.openSite("\(id)-site", of: id)
    let wish = OrderingV1.Order(location: location, selection: .quantity(.init(count: 1)))
    let order = try await client.ordering.createOrder(
      .init(parent: parent, order: wish),
      options: client.options
    )
    let reservation = try await client.inventory.reserveNumbers(
      .init(parent: parent, selection: .quantity(.init(criteria: .init(countryCode: "US"), count: 1))),
      options: client.options
    )
    let draft = PortingV1.PortOrder(
      location: location,
      numbers: [.init(phoneNumber: "+1201555012\(id.count)")]
    )
    let port = try await client.porting.createPortOrder(
      .init(parent: parent, portOrder: draft),
      options: client.options
    )
    return [
      "organizations": id, "locations": "\(id)-site", "orders": order.name.resourceID,
      "reservations": reservation.name.resourceID, "portOrders": port.name.resourceID,
    ]
  }
}

/// The calls, made from the descriptors.
private struct TenancyMatrix {
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

  func close() { channel.close() }

  func run() async throws -> Tried {
    var tried: Tried = (0, 0, 0)
    for service in ProtoDescriptors.all.files.flatMap(\.services) where isPublic(service.fullName) {
      for method in service.methods where !method.isClientStreaming && method.numericOptions[50702] != 6 {
        let fields = nameFields(of: method.request)
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

// MARK: - Names
/// A field of a request that names something of an organization.
private struct NameField {
  /// Path of JSON names.
  let path: [String]
  /// Such as `organizations/{organization}/orders/{order}`.
  let form: String

  /// A name of that form.
  func name(_ ids: [String: String], last: String? = nil) -> String {
    let parts = form.split(separator: "/").map(String.init)
    let lastVariable = parts.lastIndex { $0.hasPrefix("{") }
    return parts.enumerated().map { position, part in
      guard part.hasPrefix("{"), position > 0 else { return part }
      if position == lastVariable, let last { return last }
      return ids[parts[position - 1]] ?? "none-\(parts[position - 1].lowercased())"
    }.joined(separator: "/")
  }

  /// Whether the tests know a real one.
  func isKnown(_ ids: [String: String]) -> Bool { !name(ids).contains("none-") }
}

extension TenancyMatrix {
  /// What the comments of the fields say that they are.
  private func nameFields(of request: String, below path: [String] = []) -> [NameField] {
    guard path.count < 3, let message = ProtoDescriptors.all.message(named: request) else { return [] }
    var found: [NameField] = []
    for field in message.fields where !field.isRepeated {
      let here = path + [field.jsonName]
      if field.kind == .message { found += nameFields(of: field.typeName, below: here) }
      guard field.kind == .string, let start = field.comment.range(of: "`organizations/{organization}"),
        let end = field.comment[start.upperBound...].firstIndex(of: "`"),
        !field.comment.contains("Output only")
      else { continue }
      let form = field.comment[field.comment.index(after: start.lowerBound)..<end]
      found.append(NameField(path: here, form: String(form)))
    }
    return found
  }
}

// MARK: - Calls
extension TenancyMatrix {
  /// Calls with one field wrong in each way and all others right; returns how many calls that were.
  private func check(
    _ service: String,
    _ method: MethodDescriptor,
    _ field: NameField,
    _ fields: [NameField]
  ) async throws -> Int {
    let (demo, other) = (own.ids["demo"] ?? [:], own.ids["other"] ?? [:])
    let place = "\(method.fullName) \(field.path.joined(separator: "."))"
    let absent = field.form.contains("/{digits}") ? "12019999999" : "absent-1"
    var names = [field.name(other), field.name(other, last: absent), field.name(["organizations": "nobody"])]
    // Where nothing else can be wrong, what the caller's own organization has not got looks the same, too.
    if fields.count == 1, isAlone(method.request), field.form != "organizations/{organization}" {
      names.append(field.name(demo, last: absent))
    }
    var answers: [String] = []
    for name in names { answers.append(try await call(service, method, field, name, fields)) }
    #expect(Set(answers).count == 1, "\(place): \(zip(names, answers).map { "\($0): \($1)" })")
    // A filter that nothing passes, and a field that is not asked for, are no reason to refuse.
    let isAsked = field.path[0] != "filter" && !(method.name.hasPrefix("Update") && field.path.last != "name")
    #expect(answers[0] != "OK" || !isAsked, "\(place)")

    let malformed = try await call(service, method, field, "organizations/Demo/../x", fields)
    #expect(!Self.defects.contains(malformed.prefix { $0 != " " }), "\(place) malformed: \(malformed)")
    #expect(malformed != "OK" || !isAsked, "\(place) malformed")
    guard !method.isServerStreaming, field.isKnown(demo) else { return names.count + 1 }
    let right = try await call(service, method, field, field.name(demo), fields)
    #expect(!Self.defects.contains(right.prefix { $0 != " " }), "\(place) own: \(right)")
    return names.count + 2
  }

  private static let defects: [Substring] = ["INTERNAL", "UNKNOWN"]

  /// Whether a request has one field only.
  private func isAlone(_ request: String) -> Bool {
    ProtoDescriptors.all.message(named: request)?.fields.count == 1
  }

  /// `OK`, or the whole error with the name replaced, so that two can be compared.
  private func call(
    _ service: String,
    _ method: MethodDescriptor,
    _ field: NameField,
    _ name: String,
    _ fields: [NameField]
  ) async throws -> String {
    var object: [String: Any] = [:]
    for other in fields { set(other.name(own.ids["demo"] ?? [:]), at: other.path[...], in: &object) }
    set(name, at: field.path[...], in: &object)
    let json = String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    let bytes = try ProtoDescriptors.json.bytes(from: json, type: method.request)
    let called = Method(
      service: service,
      name: method.name,
      shape: method.isServerStreaming ? .serverStreaming : .unary,
      access: .read
    )
    do {
      if method.isServerStreaming {
        let stream = try await channel.open(called, options: options)
        try await stream.send(bytes)
        try await stream.finishSending()
        defer { stream.cancel() }
        _ = try await stream.next()
      } else {
        let reply = try await channel.unary(called, message: bytes, options: options)
        let text = try ProtoDescriptors.json.string(from: reply.message, type: method.response)
        #expect(!text.contains("organizations/other"), "\(method.fullName) tells of others: \(text)")
      }
      return "OK"
    } catch let error as RPCError {
      return "\(error.code.name) \(error.message) \(error.details)".replacing(name, with: "NAME")
    }
  }

  private func set(_ value: String, at path: ArraySlice<String>, in object: inout [String: Any]) {
    guard let first = path.first else { return }
    guard path.count > 1 else {
      object[first] = value
      return
    }
    var inner = object[first] as? [String: Any] ?? [:]
    set(value, at: path.dropFirst(), in: &inner)
    object[first] = inner
  }
}
