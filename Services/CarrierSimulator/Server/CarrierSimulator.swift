import CarrierSimulatorRules
import Messages
import RPC
import ServiceKit

/// The simulator as a process runs it.
public enum CarrierSimulator {
  public static func parts(_ runtime: ServiceRuntime) -> ServiceParts {
    ServiceParts(services: services(clock: runtime.clock, stopping: runtime.stopping))
  }

  /// What it answers.
  public static func services(clock: any WallClock, stopping: StopSignal) -> [ServiceDefinition] {
    [CarrierServer().definition, EmergencyProviderServer(clock: clock, stopping: stopping).definition]
  }

  /// How it answers, for people.
  public static var explanation: String {
    SimulatedCarrier.explanation + "\n\n" + SimulatedEmergencyProvider.explanation
  }
}
