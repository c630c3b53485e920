import ServiceKit

/// Settings of the simulated carrier. How it answers is chosen by the numbers that it is asked about.
public enum CarrierSimulatorConfiguration {
  public static let scenarioFile = ConfigurationKey(
    "scenario.file",
    .text("the path of a file, or nothing"),
    default: "",
    "File with a number and the name of a behaviour on each line, for numbers that shall not behave as their digits "
      + "say; --help lists the behaviours."
  )

  public static let schema = ConfigurationSchema(
    service: "carrier-simulator",
    listenPort: 7406,
    adminPort: 7506,
    summary: "a losing carrier whose answers the last digits of a number decide."
  )
  .with(scenarioFile)
}
