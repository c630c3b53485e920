import PortingServer
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(PortingConfiguration.schema) { runtime in
  var options = DatabaseOptions()
  options.eventRetentionMilliseconds = runtime.configuration[EventKeys.retention].wholeMilliseconds
  let porting = try await Porting(
    engine: SQLiteEngine(path: "\(try runtime.dataDirectory())/porting.sqlite"),
    options: options,
    carrier: try runtime.channel(to: Upstreams.carrier),
    catalog: try runtime.channel(to: Upstreams.providerCatalog),
    signer: try runtime.signer(),
    runtime: runtime
  )
  return porting.parts
}
