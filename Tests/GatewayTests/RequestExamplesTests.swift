import Foundation
import Messages
import RPC
import Testing
import Transcoding

@testable import GatewayServer

@Suite struct RequestExamplesTests {
  /// By the names of the operations, whether the description shows an example.
  private func shown() throws -> [String: Bool] {
    let suites = [
      CatalogV1.ProviderCatalogServiceMethods.all, InventoryV1.InventoryServiceMethods.all,
      OrderingV1.OrderingServiceMethods.all, OrderingV1.LocationSetUpServiceMethods.all,
      PortingV1.PortingServiceMethods.all, EmergencyV1.EmergencyAddressServiceMethods.all,
      GatewayV1.OverviewServiceMethods.all, GatewayV1.EventServiceMethods.all,
      GatewayV1.WebhookServiceMethods.all, SandboxV1.ClockServiceMethods.all,
    ]
    let text = OpenAPI(methods: suites.flatMap { $0 }, version: "1", examples: RequestExamples.all).text
    let document = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let paths = try #require(document?["paths"] as? [String: [String: [String: Any]]])
    var shown: [String: Bool] = [:]
    for operation in paths.values.flatMap(\.values) {
      let id = try #require(operation["operationId"] as? String)
      #expect(shown[id] == nil, "\(id) stands there twice")
      let parameters = operation["parameters"] as? [[String: Any]] ?? []
      let body = operation["requestBody"] as? [String: Any]
      let content = (body?["content"] as? [String: [String: Any]])?["application/json"]
      shown[id] = content?["example"] != nil || parameters.contains { $0["example"] != nil }
    }
    return shown
  }

  @Test func everyExampleIsShownWhereItsMethodIs() throws {
    let shown = try shown()
    for (method, example) in RequestExamples.all where example != "{}" {
      let name = method.split(separator: "/")[1]
      #expect(shown[String(name)] == true, "\(method) is not shown with its example")
    }
  }
}
