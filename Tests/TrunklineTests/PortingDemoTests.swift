import Testing

@testable import trunkline

/// The demonstration is the suite's own story of a port: four countries, a rejection, a split and a reschedule.
@Suite struct PortingDemoTests {
  @Test(.timeLimit(.minutes(3)))
  func fourPortsGoFromDraftToCompleted() async throws {
    try await PortingDemo.parse([]).run()
  }
}
