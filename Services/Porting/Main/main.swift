import PersonalData
import PortingServer
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(PortingConfiguration.schema) { runtime in
  let configuration = runtime.configuration
  let path = "\(try runtime.dataDirectory())/porting.sqlite"
  let cipher = try PersonalDataKey.cipher(file: configuration.personalDataKeyFile, database: path)
  let relayHost = configuration[PortingConfiguration.relayHost]
  let porting = try await Porting(
    engine: SQLiteEngine(path: path),
    options: DatabaseOptions(configuration),
    carrier: try runtime.channel(to: Upstreams.carrier),
    catalog: try runtime.channel(to: Upstreams.providerCatalog),
    inventory: try runtime.channel(to: Upstreams.inventory),
    emergency: try runtime.channel(to: Upstreams.emergencyAddress),
    signer: try runtime.signer(),
    cipher: cipher,
    pace: PortingPace(
      workerInterval: configuration[PortingConfiguration.workerInterval],
      relay: relayHost.isEmpty
        ? nil
        : (
          relayHost, configuration[PortingConfiguration.relayPort],
          configuration[PortingConfiguration.sender]
        )
    ),
    runtime: runtime
  )
  return porting.parts
}
