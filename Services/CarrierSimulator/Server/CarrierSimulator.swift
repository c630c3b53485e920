import CarrierSimulatorRules
import Messages
import ServiceKit

/// The simulator as a process runs it.
public enum CarrierSimulator {
  public static var parts: ServiceParts { ServiceParts(services: [CarrierServer().definition]) }

  /// How it answers, for people.
  public static var explanation: String { SimulatedCarrier.explanation }
}
