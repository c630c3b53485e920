import ServiceKit

/// Settings of the simulated carrier.
public enum CarrierSimulatorConfiguration {
  public static let answerDelay = ConfigurationKey(
    "carrier.answerDelay",
    .duration(),
    default: .zero,
    text: "0ms",
    "How long the carrier thinks before it answers."
  )

  public static let schema = ConfigurationSchema(
    service: "carrier-simulator",
    listenPort: 7406,
    adminPort: 7506,
    summary: "a losing carrier and an emergency provider for trials."
  )
  .with(answerDelay)
}
