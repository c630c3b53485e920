import Messages
import RPC
import RPCTransport

/// The whole path, from a new customer to a number with an emergency address, told step by step.
struct DemoStory: Sendable {
  /// What the story leaves behind.
  struct Outcome: Sendable {
    let order: String
    let phoneNumber: String
    let address: String
  }

  private let address: String
  private let keys: SuiteKeys
  private let tls: ClientTLS?
  let stockFile: String?
  let teller = StoryTeller()

  static let organization = "organizations/demo"
  static let location = "\(organization)/locations/headquarters"

  /// - Parameters:
  ///   - gateway: address of the gateway.
  ///   - stockFile: what to import when the inventory is empty; the suite's own stock when nil.
  init(gateway: String, keys: SuiteKeys, stockFile: String? = nil, tls: ClientTLS? = nil) {
    address = gateway
    self.tls = tls
    self.keys = keys
    self.stockFile = stockFile
  }

  /// Makes every call of the story; ends with the first one that fails.
  func run() async throws -> Outcome {
    let operatorClient = try client("operator")
    let admin = try client("demo-admin")
    defer {
      operatorClient.close()
      admin.close()
    }
    try await createOrganization(operatorClient)
    try await createLocation(admin)
    try await setEmergencyAddress(admin)
    try await stock(operatorClient)
    let reservation = try await reserve(admin)
    let order = try await order(reservation, admin)
    let address = try await lookUp(order.phoneNumber, admin)
    try await port(admin)
    return Outcome(order: order.name, phoneNumber: order.phoneNumber, address: address)
  }

  private func client(_ key: String) throws -> GatewayClient {
    try GatewayClient(address: address, apiKey: keys.apiKey(key)?.key, tls: tls)
  }
}
