import OrderingServer
import ServiceKit
import Storage
import StorageSQLite
import SuiteConfiguration

await ServiceMain.run(OrderingConfiguration.schema) { runtime in
  let configuration = runtime.configuration
  var options = DatabaseOptions()
  options.eventRetentionMilliseconds = configuration[EventKeys.retention].wholeMilliseconds
  let ordering = try await Ordering(
    engine: SQLiteEngine(path: "\(try runtime.dataDirectory())/ordering.sqlite"),
    options: options,
    inventory: try runtime.channel(to: Upstreams.inventory),
    catalog: try runtime.channel(to: Upstreams.providerCatalog),
    signer: try runtime.signer(),
    backOff: BackOff(
      first: configuration[OrderingConfiguration.firstRetryDelay],
      longest: configuration[OrderingConfiguration.longestRetryDelay]
    ),
    runtime: runtime
  )
  return ordering.parts
}
