import CarrierSimulatorRules
import Messages
import RPC
import ServiceKit

/// The simulator as a process runs it.
public enum CarrierSimulator {
  /// - Parameter scenarioFile: which numbers behave otherwise than their digits say; empty for none.
  public static func parts(_ runtime: ServiceRuntime, scenarioFile: String = "") throws -> ServiceParts {
    let scenario = scenarioFile.isEmpty ? Scenario() : try Scenario(file: scenarioFile)
    return ServiceParts(
      services: services(clock: runtime.clock, stopping: runtime.stopping, scenario: scenario)
    )
  }

  /// What it answers, by the digits of numbers alone.
  public static func services(clock: any WallClock, stopping: StopSignal) -> [ServiceDefinition] {
    services(clock: clock, stopping: stopping, scenario: Scenario())
  }

  private static func services(
    clock: any WallClock,
    stopping: StopSignal,
    scenario: Scenario
  ) -> [ServiceDefinition] {
    [
      CarrierServer(clock: clock, scenario: scenario).definition,
      EmergencyProviderServer(clock: clock, stopping: stopping).definition,
    ]
  }

  /// How it answers, for people.
  public static var explanation: String {
    SimulatedCarrier.explanation + "\n\n" + SimulatedEmergencyProvider.explanation
  }
}
