import Foundation
import FuzzInput
import GatewayServer
import Messages
import NIOCore
import NeighbourTesting
import Protobuf
import RPC
import RPCTransport
import ServiceKit

/// The whole suite in this process, with something to find in it. It ends with the process.
struct FuzzedSuite {
  typealias Served = (method: Method, channel: any RPCChannel)

  let methods: [Served]
  private let services: [TestService]

  init() async throws {
    let assembly = SuiteAssembly(ProcessInfo.processInfo.environment["FUZZ_FOLDER"] ?? ".")
    let catalog = try await assembly.catalog()
    let carrier = try await assembly.carrier()
    let inventory = try await assembly.inventory(catalog)
    let emergency = try await assembly.emergency(catalog, inventory, carrier)
    let ordering = try await assembly.ordering(catalog, inventory, emergency)
    let porting = try await assembly.porting(catalog, inventory, emergency, carrier)
    let gateway = try await assembly.gateway(catalog, inventory, emergency, ordering, porting)
    services = [catalog, carrier, inventory, emergency, ordering, porting, gateway]
    methods = [
      (CatalogV1.ProviderCatalogServiceMethods.all, catalog), (CarrierV1.CarrierServiceMethods.all, carrier),
      (CarrierV1.EmergencyProviderServiceMethods.all, carrier),
      (InventoryV1.InventoryServiceMethods.all, inventory),
      (EmergencyV1.EmergencyAddressServiceMethods.all, emergency),
      (OrderingV1.OrderingServiceMethods.all, ordering),
      (OrderingV1.LocationSetUpServiceMethods.all, ordering),
      (OrderingV1.PstnOrderServiceMethods.all, ordering), (PortingV1.PortingServiceMethods.all, porting),
      (GatewayV1.OverviewServiceMethods.all, gateway), (GatewayV1.EventServiceMethods.all, gateway),
      (GatewayV1.WebhookServiceMethods.all, gateway), (HealthV1.HealthMethods.all, gateway),
      (ReflectionV1.ServerReflectionMethods.all, gateway),
    ]
    .flatMap { methods, service in methods.map { ($0, service.channel) } }
    try await fill(inventory.channel, catalog.channel)
  }

  func caller(_ byte: UInt8) -> TestCaller {
    TestCaller.allCases[Int(byte) % TestCaller.allCases.count]
  }

  /// A customer's request that works, as the API's description has it: the caller and the message.
  func example(of method: Method) -> [UInt8]? {
    let text = RequestExamples.all["\(method.service)/\(method.name)"]?
      .replacing("demo/locations/headquarters", with: "acme/locations/hq")
      .replacing("organizations/demo", with: "organizations/acme")
    let described = ProtoDescriptors.all.service(named: method.service)?.methods.first {
      $0.name == method.name
    }
    guard let text, let described else { return nil }
    guard let message = try? ProtoDescriptors.json.bytes(from: text, type: described.request) else {
      preconditionFailure("the example of \(method.path) is no \(described.request)")
    }
    let customer = TestCaller.allCases.firstIndex(of: .acme).map { UInt8($0) } ?? 0
    return [customer] + Array(buffer: message)
  }

  private func fill(_ inventory: ClientChannel, _ catalog: ClientChannel) async throws {
    let block = InventoryV1.StockBlock(
      firstPhoneNumber: "+12015550000",
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      numberType: .local
    )
    let stock = try await InventoryV1.InventoryServiceClient(inventory)
      .importBlocks(options: TestCaller.operator.options)
    try await stock.send(.init(blocks: [block]))
    _ = try await stock.finish()
    let client = CatalogV1.ProviderCatalogServiceClient(catalog)
    _ = try await client.createOrganization(
      .init(
        organizationId: "acme",
        organization: .init(displayName: "Acme", accountType: .paid, outboundCallingPlans: 10)
      ),
      options: TestCaller.operator.options
    )
    _ = try await client.createLocation(
      .init(
        parent: "organizations/acme",
        locationId: "hq",
        location: .init(displayName: "HQ", countryCode: "US", timeZone: "America/New_York")
      ),
      options: TestCaller.acme.options
    )
    _ = try await client.enableCallingPlan(
      .init(
        name: "organizations/acme/locations/hq",
        contractContact: .init(
          givenName: "Ada",
          familyName: "Byron",
          email: "ada@example.com",
          phoneNumber: "+12015550123"
        )
      ),
      options: TestCaller.acme.options
    )
  }
}
