import Foundation
import Messages
import RPC
import ServiceKit
import Testing

/// Calls a running Porting as one principal or another.
struct PortingCalls: Sendable {
  let client: PortingV1.PortingServiceClient

  init(_ channel: any RPCChannel) {
    client = PortingV1.PortingServiceClient(channel)
  }

  func options(_ principal: String) -> CallOptions {
    CallOptions(timeout: .seconds(60)).calling(withAPIKey: principal)
  }

  func check(_ numbers: [String], as principal: String = "acme-admin") async throws
    -> [PortingV1.NumberPortability]
  {
    let request = PortingV1.CheckPortabilityRequest(
      location: "organizations/acme/locations/hq",
      phoneNumbers: numbers
    )
    return try await client.checkPortability(request, options: options(principal)).numbers
  }

  func create(
    _ numbers: [String],
    organization: String = "acme",
    requestID: String = UUID().uuidString
  ) async throws -> PortingV1.PortOrder {
    let order = PortingV1.PortOrder(
      location: "organizations/\(organization)/locations/hq",
      numbers: numbers.map { PortingV1.NumberPortability(phoneNumber: $0) }
    )
    let request = PortingV1.CreatePortOrderRequest(
      parent: "organizations/\(organization)",
      portOrder: order,
      requestId: requestID
    )
    return try await client.createPortOrder(request, options: options("\(organization)-admin"))
  }

  func get(_ name: String, as principal: String = "acme-admin") async throws -> PortingV1.PortOrder {
    try await client.getPortOrder(PortingV1.GetPortOrderRequest(name: name), options: options(principal))
  }

  func cancel(_ name: String, as principal: String = "acme-admin") async throws -> PortingV1.PortOrder {
    let request = PortingV1.CancelPortOrderRequest(name: name, requestId: UUID().uuidString)
    return try await client.cancelPortOrder(request, options: options(principal))
  }

  func list(size: Int32 = 0, token: String = "") async throws -> PortingV1.ListPortOrdersResponse {
    let request = PortingV1.ListPortOrdersRequest(
      parent: "organizations/acme",
      pageSize: size,
      pageToken: token
    )
    return try await client.listPortOrders(request, options: options("acme-admin"))
  }

  func dates(
    _ location: String,
    _ numbers: [String] = [],
    type: String = ""
  ) async throws -> PortingV1.PreviewDatesResponse {
    let request = PortingV1.PreviewDatesRequest(
      location: "organizations/acme/locations/\(location)",
      phoneNumbers: numbers,
      portType: type
    )
    return try await client.previewDates(request, options: options("acme-admin"))
  }

  /// The error that a call ends with.
  func error<Answer>(_ call: () async throws -> Answer) async -> RPCError? {
    do {
      _ = try await call()
      Issue.record("the call succeeded")
    } catch let error as RPCError {
      return error
    } catch {
      Issue.record(error)
    }
    return nil
  }
}
