import ServiceKit

/// Settings of the simulated carrier. How it answers is chosen by the numbers that it is asked about.
public enum CarrierSimulatorConfiguration {
  public static let schema = ConfigurationSchema(
    service: "carrier-simulator",
    listenPort: 7406,
    adminPort: 7506,
    summary: "a losing carrier whose answers the last digits of a number decide."
  )
}
