import Foundation
import Messages
import RPC
import Testing

@testable import trunkline

/// Emergency addresses reach the provider on the real executables, whoever is killed on the way.
@Suite struct EmergencySurvivalTests {
  private static let locations = (0..<12).map { "organizations/demo/locations/l\($0)" }

  // The provider takes its time; meanwhile it does not matter how often we die. Nothing is done twice.
  @Test(.timeLimit(.minutes(2)))
  func everyAddressBecomesReadyOnce() async throws {
    try await withSuite { suite in
      try await Self.prepare(suite)
      for location in Self.locations.prefix(8) { try await Self.setAddress(of: location, suite) }
      await suite.kill([.emergencyAddress])
      try await suite.start(.emergencyAddress)
      for location in Self.locations.dropFirst(8) { try await Self.setAddress(of: location, suite) }
      await suite.kill([.emergencyAddress])
      try await suite.start(.emergencyAddress)
      for location in Self.locations { try await Self.waitUntilReady(location, suite) }
      for location in Self.locations {
        let actions = try await Self.changes(of: location, suite)
        #expect(actions == [.provisioningPassed, .validationPassed, .given])
      }
    }
  }

  /// Repeats a call while its service starts.
  private static func eventually<Answer>(_ call: () async throws -> Answer) async throws -> Answer {
    while true {
      do {
        return try await call()
      } catch let error as RPCError where error.code == .unavailable {
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }

  private static func prepare(_ suite: RunningSuite) async throws {
    try await suite.withClient("operator") { client in
      try await client.found()
    }
    try await suite.withClient("demo-admin") { client in
      for index in locations.indices {
        let location = CatalogV1.Location(
          displayName: "\(index)",
          countryCode: "US",
          timeZone: "America/New_York"
        )
        _ = try await client.catalog.createLocation(
          .init(parent: "organizations/demo", locationId: "l\(index)", location: location),
          options: client.options
        )
      }
    }
  }

  private static func setAddress(of location: String, _ suite: RunningSuite) async throws {
    let address = TypeV1.CivicAddress(
      countryCode: "US",
      region: "NJ",
      city: "Jersey City",
      postalCode: "07302",
      // The simulated provider answers such a street later, and twice.
      street: "Twice St",
      buildingNumber: "1"
    )
    let request = EmergencyV1.SetLocationAddressRequest(
      location: location,
      address: address,
      requestId: RequestOption.new()
    )
    try await suite.withClient("demo-admin") { client in
      _ = try await eventually {
        try await client.emergency.setLocationAddress(request, options: client.options)
      }
    }
  }

  /// Waits until the provider has answered both times, after a second each.
  private static func waitUntilReady(_ location: String, _ suite: RunningSuite) async throws {
    let name = "\(location)/emergencyAddress"
    try await suite.withClient("demo-admin") { client in
      while try await eventually({
        try await client.emergency.getEmergencyAddress(.init(name: name), options: client.options)
      }).step != .ready {
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  private static func changes(
    of location: String,
    _ suite: RunningSuite
  ) async throws -> [EmergencyV1.AddressChange.Action] {
    try await suite.withClient("demo-admin") { client in
      try await client.emergency.listAddressChanges(
        .init(parent: "\(location)/emergencyAddress"),
        options: client.options
      ).changes.map(\.action)
    }
  }
}
