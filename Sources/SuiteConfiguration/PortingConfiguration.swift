import ServiceKit

/// Settings of porting.
public enum PortingConfiguration {
  public static let workerInterval = ConfigurationKey(
    "worker.interval",
    .duration(atLeast: .milliseconds(10)),
    default: .seconds(1),
    text: "1s",
    "Pause between looks for what is due: dates of ports, news of carriers, reminders, mail."
  )
  public static let relayHost = ConfigurationKey(
    "mail.relayHost",
    .text("a host, or nothing"),
    default: "",
    "Host of the relay that takes the notices of port orders over SMTP, without encryption and credentials; without one "
      + "no mail is sent."
  )
  public static let relayPort = ConfigurationKey(
    "mail.relayPort",
    .integer(in: 1...65_535),
    default: 25,
    "Its port."
  )
  public static let sender = ConfigurationKey(
    "mail.sender",
    .text("an e-mail address"),
    default: "trunkline@localhost",
    "Address that sends them."
  )

  public static let schema = ConfigurationSchema(
    service: "porting",
    listenPort: 7403,
    adminPort: 7503,
    summary: "orders that bring numbers from other carriers."
  )
  .callingOthers()
  .with(
    Upstreams.inventory,
    Upstreams.emergencyAddress,
    Upstreams.providerCatalog,
    Upstreams.carrier,
    workerInterval,
    relayHost,
    relayPort,
    sender,
    PersonalDataKeys.keyFile,
    EventKeys.retention
  )
}
